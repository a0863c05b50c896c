/** The text that is signed: read back only as it was written, and not from an earlier Firebreak. */
import { expect, it } from 'vitest';
import {
  type ApprovalStatement,
  parseStatement,
  statementText,
} from '../../../src/read/approvals/approval-statement.ts';

const statement: ApprovalStatement = {
  who: 'grace',
  at: '2026-12-01T10:00:00.000Z',
  fingerprint: 'ab'.repeat(32),
  state: 'backend "s3" (bucket=b), workspace prod',
  covers: {
    findings: [{ fingerprint: 'cd'.repeat(8), facts: ['ef'.repeat(16)], amounts: { 'change.dependents': 3 } }],
    destroys: [{ address: 'aws_db_instance.main', object: '01'.repeat(16) }],
  },
};
const text = statementText(statement);

it('is read back', () => expect(parseStatement(text)).toEqual(statement));

it.each(['firebreak.approval/1', 'firebreak.approval/2'])('of %s is told from a broken one', (schema) => {
  expect(parseStatement(text.replace('firebreak.approval/3', schema))).toBe('old-scheme');
});

it.each([
  ['another text of the same values', JSON.stringify(JSON.parse(text))],
  ['a key twice', text.replace('"who": "grace"', '"who": "linus",\n  "who": "grace"')],
  [
    'a finding by its fingerprint alone',
    text.replace(/"findings": \[[\s\S]*?\n {4}\]/, '"findings": ["cdcdcdcdcdcdcdcd"]'),
  ],
  [
    'a destroy by its address alone',
    text.replace(/"destroys": \[[\s\S]*?\n {4}\]/, '"destroys": ["aws_db_instance.main"]'),
  ],
  ['an amount that is no number', text.replace('"change.dependents": 3', '"change.dependents": "3"')],
  ['no date', text.replace('2026-12-01T10:00:00.000Z', 'soon')],
])('is not read with %s', (_, other) => {
  expect(other).not.toBe(text);
  expect(parseStatement(other)).toBeNull();
});

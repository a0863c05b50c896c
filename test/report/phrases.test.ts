/** The three facts that stand first, and the sentences that every format shares. */
import { describe, expect, test } from 'vitest';
import { approvals, countsInWords, headline, nextStep, setHeadline, worst } from '../../src/report/phrases.ts';
import { proseToText } from '../../src/report/prose.ts';
import { rank } from '../../src/report/ranking.ts';
import type { Finding, Report } from '../../src/verdict/report.ts';
import { approved, harmless, mixed, recreated, several, unchanged, unreadable } from './samples.ts';

const zero = unchanged.counts;

test.each<[Partial<Report['counts']>, string]>([
  [{}, 'No resource would change'],
  [{ delete: 1 }, '1 resource would be deleted'],
  [{ delete: 2, create: 1 }, '2 resources would be deleted and 1 created'],
  [{ delete: 1, replace: 2, update: 3 }, '1 resource would be deleted, 2 replaced and 3 updated'],
  [{ create: 1, deposed: 1, actionInvocations: 2 }, '1 resource would be created; 1 deposed object; 2 actions invoked'],
])('%j', (counts, words) => {
  expect(countsInWords({ ...zero, ...counts })).toBe(words);
});

function next(report: Report): string {
  return proseToText(nextStep(rank(report)));
}

function withFindings(findings: readonly Partial<Finding>[], more: Partial<Report> = {}): Report {
  const [model] = recreated.findings;
  if (!model) throw new Error('the sample has no finding');
  return {
    ...recreated,
    ...more,
    findings: findings.map((finding) => ({ ...model, remedy: 'Keep it.\n\nOr not.', ...finding })),
  };
}

describe('next step', () => {
  test('soft: how many people, or what to change', () => {
    const soft = withFindings([{ approvals: 1 }], {
      approvals: { required: 1, counted: 0, from: [], needs: [], ignored: [] },
    });
    expect(next(soft)).toBe('Needs 1 approval by somebody other than the author, or change the plan: Keep it.');
    const two = { ...soft, approvals: { required: 2, counted: 0, from: [], needs: [], ignored: [] } };
    expect(next(two)).toBe('Needs 2 approvals by people other than the author, or change the plan: Keep it.');
    const one = { ...soft, approvals: { required: 2, counted: 1, from: ['alice'], needs: [], ignored: [] } };
    expect(next(one)).toBe('Needs 1 more approval by somebody other than the author, or change the plan: Keep it.');
  });

  test('hard: what must change, and that nobody can lift it', () => {
    expect(next(mixed)).toBe(
      'Change the plan; no approval lifts this: Correct the error that Terraform names, and plan again.',
    );
  });

  test('error: the hint, else that nothing may be applied', () => {
    expect(next(unreadable)).toBe('Use Terraform 1.x, or a newer firebreak.');
    expect(next({ ...unreadable, errors: ['it broke'] })).toMatch(/^Do not apply\./);
  });

  test('pass: apply exactly this; with advisories, read them; without changes, nothing', () => {
    expect(next(harmless)).toBe('Nothing blocks this plan; apply exactly this file.');
    expect(next(unchanged)).toBe('Nothing to do.');
    expect(next(approved)).toContain('2 of 2 approvals given (alice, bob).');
    const advised = withFindings([{ enforcement: 'advisory' }], { verdict: 'pass' });
    expect(next(advised)).toContain('read the 1 advisory below');
  });

  test('a pass by exception says so', () => {
    const exception = { owner: 'a', reason: 'b', expires: '2026-12-31' };
    expect(next(withFindings([{ exception }], { verdict: 'pass' }))).toBe(
      'This passes by exception only: 1 finding would block it. Read the exceptions below, then apply exactly this file.',
    );
  });
});

test('the worst thing is named by address where one can be', () => {
  expect(proseToText(worst(rank(recreated)))).toMatch(
    /^module\.environment\["prod"\]\.aws_rds_cluster\.costs would be deleted/,
  );
  expect(proseToText(worst(rank(harmless)))).toBe('Nothing is destroyed, replaced or forgotten.');
});

test('the headline says how many depend on what goes', () => {
  expect(headline(rank(recreated))).toBe(
    '41 resources would be deleted, 41 created and 1 updated; 32 depend on what goes.',
  );
  expect(headline(rank(unreadable))).toContain('not a pass');
});

test('who is missing, and whose approval does not count', () => {
  const soft = withFindings([{ approvals: 2 }], {});
  const needs = (count: number, counted: number, senior: number) => [
    { count, counted, group: null },
    { count: 1, counted: senior, group: 'senior' },
  ];
  const next = (approvals: Report['approvals']): string => proseToText(nextStep(rank({ ...soft, approvals })));
  const none = { required: 3, counted: 0, from: [], needs: needs(3, 0, 0), ignored: [] };
  expect(next(none)).toMatch(/^Needs 3 approvals by people other than the author, one of them from senior, or change/);
  const two = { ...none, counted: 2, from: ['a', 'b'], needs: needs(3, 2, 0) };
  expect(next(two)).toMatch(/^Needs 1 more approval by somebody other than the author, from senior, or change/);
  const three = { ...none, counted: 3, from: ['a', 'b', 'c'], needs: needs(3, 3, 0) };
  expect(next(three)).toMatch(/^Needs 1 more approval by somebody other than the author, from senior, or change/);
  expect(approvals({ ...soft, approvals: three })).toMatch(/^3 of 3 approvals given \(a, b, c\), none from senior\. /);
  const ignored = ['a', 'b', 'c', 'd', 'e', 'f'].map((who) => ({ who, why: 'too-early' as const }));
  expect(approvals({ ...soft, approvals: { ...none, ignored } })).toContain(
    'Not counted: a approved before this plan was reported; b ',
  );
  expect(approvals({ ...soft, approvals: { ...none, ignored } })).toContain('; 1 more.');
  expect(approvals({ ...soft, approvals: { ...three, needs: needs(3, 3, 1) } })).toBe(
    '3 of 3 approvals given (a, b, c).',
  );
});

test('approvals and several plans', () => {
  expect(approvals(harmless)).toBe('');
  expect(approvals(mixed)).toMatch(/^1 of 2 approvals given \(alice\)\./);
  expect(setHeadline(several)).toBe('4 plans: 1 fails and 3 pass.');
});

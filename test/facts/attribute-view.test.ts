import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/facts/attribute-view.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import { Unknown } from '../../src/policy/unknown.ts';
import { classes, policy, subject, subjectsOf } from '../policy/sample.ts';

const value = {
  retention: 7,
  on: true,
  tags: { team: 'a', constructor: 'x' },
  rules: [{ port: 22, cidr: ['0.0.0.0/0'] }, { port: null }],
  ids: ['one', null],
};
const mask = { arn: true, tags: { later: true }, rules: [{}, { port: true }], ids: [false, true], all: true };

function result(require: string): string {
  const after = viewOf(value, mask, 'after');
  const { outcomes, faults } = evaluatePolicies(
    compilePolicies([policy({ require })], classes),
    subjectsOf(subject('change', { address: 'a.b', after })),
    { held: true },
  );
  if (faults.length > 0) return 'fault';
  const [outcome] = outcomes;
  return outcome?.unknownPath ?? outcome?.result ?? 'none';
}

describe('attributes in CEL', () => {
  it.each([
    ['change.after.retention == 7 && change.after.retention >= 7 && change.after.retention < 8.5', 'held'],
    ['change.after.on == true', 'held'],
    ['change.after.absent == null', 'held'],
    ['change.after.tags.team == "a" && change.after["tags"]["team"] == "a"', 'held'],
    ['change.after.tags.toString == null', 'held'],
    ['change.after.arn == "x"', 'after.arn'],
    ['change.after.arn == "x" || change.after.on == true', 'held'],
    ['change.after.tags.later == "x"', 'after.tags.later'],
    ['change.after.all.some.thing == 1', 'after.all'],
    ['change.after.rules[0].port == 22', 'held'],
    ['change.after.rules.exists(r, r.port == 22)', 'held'],
    ['change.after.rules.all(r, r.port == 22)', 'after.rules.1.port'],
    ['change.after.rules.exists(r, r.port == 23)', 'after.rules.1.port'],
    ['change.after.rules.exists(r, r.cidr != null && "0.0.0.0/0" in r.cidr)', 'held'],
    ['change.after.ids[0] == "one"', 'held'],
    ['change.after.ids[1] == "two"', 'after.ids.1'],
    ['size(change.after.ids) == 2', 'held'],
    ['change.after.tags.exists(key, key == "team")', 'held'],
    // Unknown for the absent attribute, not for a value known after apply.
    ['change.after.absent < 7', ''],
  ])('%s: %s', (require, expected) => {
    expect(result(require)).toBe(expected);
  });

  it('are wholly unknown where the mask says so', () => {
    expect(() => viewOf(null, true, 'after')).toThrow(Unknown);
  });
});

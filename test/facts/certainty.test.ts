/** Whatever was ever found unknown is listed as what may be unknown. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judgeWith } from '../../src/app/judge-test-case.ts';
import { canBeUnknown, uncertainFields } from '../../src/facts/certainty.ts';
import { subjectFields } from '../../src/policy/environment.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { runPolicyTest } from '../../src/policy-test/run.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { readPolicyTests } from '../../src/read/settings/policy-tests.ts';

const root = join(import.meta.dirname, '..', '..');
const { policies } = readBuiltinPolicies();

it('names fields that there are', () => {
  for (const [kind, names] of Object.entries(uncertainFields)) {
    const known = Object.keys(Object.entries(subjectFields).find(([each]) => each === kind)?.[1] ?? {});
    expect(known).toEqual(expect.arrayContaining([...names]));
  }
});

it('covers every field that is said to be unknown at times', () => {
  for (const [kind, fields] of Object.entries(subjectFields)) {
    const said = Object.entries(fields).filter(([, [, meaning]]) =>
      /; unknown (?:when|without|for|where)/.test(meaning),
    );
    const listed = Object.entries(uncertainFields).find(([each]) => each === kind)?.[1] ?? [];
    expect(listed).toEqual(expect.arrayContaining(said.map(([name]) => name)));
  }
});

it('covers every policy that says unknown in its own test', async () => {
  const tests = await readPolicyTests([join(root, 'policies')], { fixtures: join(root, 'fixtures') });
  const judge = judgeWith(policies);
  const unsure: string[] = [];
  for (const test of tests) {
    const results = await runPolicyTest(test, judge);
    if (results.some(({ seen }) => seen.has('unknown'))) unsure.push(test.policy);
  }
  expect(unsure.length).toBeGreaterThan(3);
  const canBe = new Map(policies.map((policy: Policy) => [policy.id, canBeUnknown(policy)]));
  expect(unsure.filter((id) => !canBe.get(id))).toEqual([]);
}, 120_000);

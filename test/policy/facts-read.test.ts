import { expect, it } from 'vitest';
import { factClasses } from '../../src/facts/facts.ts';
import { canBeUnknown, factsRead, needsPlan } from '../../src/policy/facts-read.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { resultsOf, tests } from '../policy-test/builtin-results.ts';
import { classes, policy } from './sample.ts';

const { policies } = readBuiltinPolicies();

it('are those of conditions and texts, in the short form as well', () => {
  const read = factsRead(
    policy({
      when: 'change.destroys && plan.acts',
      require: 'change.guards.exists(guard, guard == "x")',
      advise: 'change.disposable',
      message: '{address}: {size(risks)} of {plan.score}',
      remedy: 'nothing',
    }),
    classes,
  );
  expect(read.map(({ kind, name }) => `${kind}.${name}`)).toEqual([
    'change.destroys',
    'plan.acts',
    'change.guards',
    'change.disposable',
    'change.address',
    'change.risks',
    'plan.score',
  ]);
});

it.each([
  [{ require: 'change.preventDestroy' }, true],
  [{ when: 'plan.complete' }, true],
  [{ require: 'change.guardsOn.size() > 0' }, false],
  [{ advise: 'change.preventDestroy', message: '{preventDestroy}' }, false],
])('%o can be unknown: %s', (expressions, expected) => {
  expect(canBeUnknown(policy(expressions), classes)).toBe(expected);
});

it('cover every policy that says unknown in its own test', async () => {
  const unsure: string[] = [];
  for (const test of tests) {
    const results = await resultsOf(test);
    if (results.some(({ seen }) => seen.has('unknown'))) unsure.push(test.policy);
  }
  expect(unsure.length).toBeGreaterThan(3);
  const canBe = new Map(policies.map((each) => [each.id, canBeUnknown(each, factClasses)]));
  expect(unsure.filter((id) => !canBe.get(id))).toEqual([]);
}, 120_000);

it.each([
  [{ require: 'plan.deletes == 0' }, true],
  [{ when: 'plan.complete' }, true],
  [{ require: 'plan.environment == "production" && plan.unreadable.size() == 0' }, false],
  [{ require: 'block.local', message: '{plan.deletes}' }, false],
] as const)('needs a plan where a condition reads a fact that only a plan has: %j', (expressions, expected) => {
  expect(needsPlan(policy({ subject: 'block', ...expressions }), classes)).toBe(expected);
});

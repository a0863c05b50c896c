import { describe, expect, it } from 'vitest';
import { factClasses } from '../../src/facts/facts.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { readBuiltinPolicies, readBuiltinTests } from '../../src/read/settings/builtin.ts';
import { policies, resultsOf, tests } from './builtin-results.ts';

describe.each(tests)('$policy', (test) => {
  it('is what it says', async () => {
    const results = await resultsOf(test);
    const failed = results.flatMap(({ name, line, failures }) =>
      failures.map((failure) => `${line} ${name}: ${failure}`),
    );
    expect(failed).toEqual([]);
  });

  it('is tried with something to find and something to leave alone', () => {
    const { cases } = test;
    expect(cases.some(({ expect: { violated = [] } }) => violated.length > 0)).toBe(true);
    expect(cases.some(({ expect: { violated = [], unknown = [] } }) => violated.length + unknown.length === 0)).toBe(
      true,
    );
  });
});

it('every policy has a test, and every test a policy', () => {
  expect(tests.map(({ policy }) => policy)).toEqual(policies.map(({ id }) => id));
});

it('the policies that come with the program are those of the files, and all sound', () => {
  const { policies: builtin } = readBuiltinPolicies();
  const known = policies.map((policy) => ({
    ...policy,
    file: `policies/${policy.id}.yaml`,
    builtIn: true,
    positions: {},
  }));
  expect(builtin).toEqual(known);
  expect(() => compilePolicies(builtin, factClasses, { checkBuiltIn: true })).not.toThrow();
});

it('the tests that come with the program are those of the files', async () => {
  const known = tests.map((test) => ({ ...test, file: `policies/${test.policy}.test.yaml` }));
  expect(await readBuiltinTests()).toEqual(known);
});

it('every policy says why it matters and what to do', () => {
  for (const { id, lesson, remedy, remedies = [], why } of policies) {
    expect(lesson, id).toBeGreaterThan(0);
    expect(why.length, id).toBeGreaterThan(60);
    // Something to paste: a command or HCL, set apart by its own lines.
    expect(['', ...remedies.map((each) => each.remedy), remedy].join('\n\n'), id).toMatch(/\n\n(?:[a-z_]+[ \n]|\{)/);
  }
});

/** A plan that is read lazily gets the same report as one that is parsed as a whole, however it is written. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decide } from '../../../src/decide.ts';
import { evaluate } from '../../../src/evaluate.ts';
import { toCatalog } from '../../../src/model/catalog.ts';
import { compiledBuiltin } from '../../../src/policy/builtin-policies.ts';
import { readPlanLazily } from '../../../src/read/plan/plan-reader.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import { LazyJson } from '../../../src/text/lazy-json.ts';
import { scenarios } from '../../scenarios.ts';

const builtin = readBuiltinPolicies();
const rules = {
  configuration: null,
  policies: compiledBuiltin(builtin.policies),
  catalog: toCatalog(builtin.catalog),
  commands: builtin.commands,
};

type JsonObject = Readonly<Record<string, unknown>>;

function reportOf(json: unknown): string {
  const source = { file: 'plan.json', sha256: '', json: json as JsonObject };
  return JSON.stringify(decide(evaluate({ ...rules, source })), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/** Keys in reverse, white space, and escapes as Go writes them. */
function rewritten(value: unknown): string {
  const reversed = JSON.stringify(
    value,
    (_, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).reverse())
        : item,
    1,
  );
  return reversed.replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`);
}

function lazily(text: string): unknown {
  const read = readPlanLazily(Buffer.from(text));
  if (read === null || 'repeated' in read) throw new Error('left to the plain reader');
  return read.value;
}

const half = scenarios.filter((_, i) => i % 2 === 0);

it.each(half.map(({ name, plan }, i) => ({ name, plan, isRewritten: i % 2 === 1 })))(
  '$name, rewritten: $isRewritten',
  ({ plan, isRewritten }) => {
    const given = readFileSync(plan, 'utf8');
    const text = isRewritten ? rewritten(JSON.parse(given)) : given;
    expect(reportOf(lazily(text))).toBe(reportOf(JSON.parse(text)));
  },
);

it('does not parse objects that stay as they are and hold no data', () => {
  const values = { name: 'a', nested: [{ b: 1 }] };
  const entry = {
    address: 'aws_iam_role.a',
    mode: 'managed',
    type: 'aws_iam_role',
    change: { actions: ['no-op'], before: values, after: values, after_unknown: {} },
  };
  const json = lazily(JSON.stringify({ format_version: '1.2', resource_changes: [entry] }));
  const { before, after } = (json as { resource_changes: [typeof entry] }).resource_changes[0].change;
  expect(before).toBeInstanceOf(LazyJson);
  expect(after).toBe(before);
  reportOf(json);
  expect((before as unknown as LazyJson).isParsed).toBe(false);
});

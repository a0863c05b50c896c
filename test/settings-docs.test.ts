/** `docs/settings.md` tells every key, and its examples are settings that hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultText } from '../src/errors.ts';
import { compiledBuiltin } from '../src/policy/builtin-policies.ts';
import { compileByEnvironment } from '../src/policy/policies-by-environment.ts';
import { settingsFaults } from '../src/policy/settings-faults.ts';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';
import { checkConfig } from '../src/read/settings/settings-file.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/settings.md'), 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(
  (match): Record<string, unknown> => parse(match[1] ?? ''),
);
const { policies } = readBuiltinPolicies();

it('the examples are sound together', async () => {
  expect(examples.length).toBeGreaterThan(10);
  const value: Record<string, unknown> = {};
  for (const [key, found] of examples.flatMap((example) => Object.entries(example))) {
    const before = value[key];
    const merge = typeof found === 'object' && !Array.isArray(found) && typeof before === 'object';
    value[key] = merge ? { ...before, ...found } : found;
  }
  // The owners of the page are named before they are used.
  const { config, faults } = await checkConfig({ file: 'settings.md', value, position: () => undefined });
  expect([...faults, ...settingsFaults(config, policies)].map(faultText)).toEqual([]);
  expect(() => compileByEnvironment(policies, { config, compile: compiledBuiltin })).not.toThrow();
});

it('every key of the schema has an example', () => {
  const { properties } = JSON.parse(readFileSync(join(root, 'schemas/config.schema.json'), 'utf8'));
  const used = new Set(examples.flatMap((example) => Object.keys(example)));
  const keys = Object.keys(properties).filter((key) => key !== '$schema');
  expect(keys.filter((key) => !used.has(key))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';
import { firebreak, root } from './cli/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const shown = /<!-- report:start -->\n```text\n([\s\S]*?)\n```\n<!-- report:end -->/.exec(readme)?.[1];

it('shows the beginning of the report that its first command prints', async () => {
  const { stdout, code } = await firebreak(['check', 'fixtures/aws-50-kiro-environment-recreated/plan.json']);
  expect(code).toBe(1);
  expect(stdout.startsWith(shown ?? 'nothing is shown')).toBe(true);
});

it('says about how many types the catalog lists', () => {
  const { providers } = readBuiltinPolicies().catalog;
  const types = new Set(providers.flatMap((provider) => Object.keys(provider.types)));
  const said = /about ([\d,]+) resource types/.exec(readme)?.[1]?.replace(',', '');
  expect(Math.abs(Number(said) - types.size)).toBeLessThan(types.size / 20);
});

it('says how many plans CI judges', () => {
  const index: readonly unknown[] = JSON.parse(readFileSync(join(root, 'fixtures', 'cases', 'index.json'), 'utf8'));
  expect(readme).toContain(`CI judges ${index.length} small plans`);
});

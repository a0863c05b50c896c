import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { firebreak, root } from './cli/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const shown = /<!-- report:start -->\n```text\n([\s\S]*?)\n```\n<!-- report:end -->/.exec(readme)?.[1];

it('shows the beginning of the report that its first command prints', async () => {
  const { stdout, code } = await firebreak(['check', 'fixtures/aws-50-kiro-environment-recreated/plan.json']);
  expect(code).toBe(1);
  expect(stdout.startsWith(shown ?? 'nothing is shown')).toBe(true);
});

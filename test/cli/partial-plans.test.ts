/** Plans with `-target` and `-exclude` of the real tools: OpenTofu says in no JSON that something was left out. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebreak } from './run.ts';

const tools = [
  { tool: 'terraform', parts: ['-target=terraform_data.a'] },
  { tool: 'tofu', parts: ['-target=terraform_data.a', '-exclude=terraform_data.b'] },
];

describe.each(tools)('$tool', ({ tool, parts }) => {
  describe.skipIf(spawnSync(tool, ['version']).status !== 0)('with a saved plan', () => {
    const dir = mkdtempSync(join(tmpdir(), 'firebreak-partial-'));
    afterAll(() => rmSync(dir, { recursive: true }));
    beforeAll(() => {
      const both = ['a', 'b'].map((name) => `resource "terraform_data" "${name}" {}\n`);
      writeFileSync(join(dir, 'main.tf'), `terraform {\n  backend "local" {}\n}\n${both.join('')}`);
      execFileSync(tool, ['init'], { cwd: dir, stdio: 'ignore' });
    });

    const found = async (args: readonly string[]): Promise<readonly string[]> => {
      execFileSync(tool, ['plan', '-out=tfplan', ...args], { cwd: dir, stdio: 'ignore' });
      const { stdout } = await firebreak(['check', 'tfplan', '--terraform', tool, '-f', 'json'], { cwd: dir });
      const findings: readonly { readonly policy: string; readonly message: string }[] = JSON.parse(stdout).findings;
      return findings.flatMap(({ policy, message }) => (policy === 'plan-incomplete' ? [message] : []));
    };

    it('says nothing of a whole plan', async () => {
      expect(await found([])).toEqual([]);
    });

    it.each(parts)('finds what %s left out', async (part) => {
      expect(await found([part])).toEqual([expect.stringContaining('Incomplete plan: some changes were left out')]);
    });
  });
});

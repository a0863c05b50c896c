/** `firebreak plan --terragrunt` with real Terragrunt, and what stands before its apply; skipped where it is absent. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, spawnFirebreak as firebreak } from './run.ts';
import { hasTerraform } from './terraform-root.ts';

const hasTerragrunt = spawnSync('terragrunt', ['--version']).status === 0;
const off =
  'policies:\n  committed-state-file: { off: { reason: "tests" } }\n  local-state: { off: { reason: "tests" } }\n';
const root = `remote_state {
  backend  = "local"
  generate = { path = "backend.tf", if_exists = "overwrite" }
  config   = { path = "\${get_parent_terragrunt_dir()}/state/\${path_relative_to_include()}.tfstate" }
}
terraform {
  before_hook "firebreak" {
    commands = ["apply"]
    execute  = ["${process.execPath}", "${cli}", "check", "\${get_env("PLANS")}/\${path_relative_to_include()}/tfplan.tfplan",
                "--dir", ".", "--config", "\${get_parent_terragrunt_dir()}/firebreak.yaml", "--critical", "**.y"]
  }
}
`;

describe.skipIf(!hasTerraform || !hasTerragrunt)('plan --terragrunt', () => {
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-terragrunt-'));
  const plans = join(dir, 'plans');
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    PLANS: plans,
    TG_TF_PATH: 'terraform',
    TG_NON_INTERACTIVE: 'true',
    CHECKPOINT_DISABLE: '1',
  };
  const put = (unit: string, names: readonly string[]): void =>
    writeFileSync(join(dir, unit, 'main.tf'), names.map((name) => `resource "terraform_data" "${name}" {}\n`).join(''));
  const state = (unit: string): string => readFileSync(join(dir, 'state', `${unit}.tfstate`), 'utf8');
  const apply = (...args: readonly string[]) =>
    spawnSync('terragrunt', ['run', '--all', ...args, '--', 'apply'], { cwd: dir, env, encoding: 'utf8' });

  beforeAll(() => {
    for (const unit of ['a', 'b']) {
      mkdirSync(join(dir, unit));
      writeFileSync(
        join(dir, unit, 'terragrunt.hcl'),
        'include "root" { path = find_in_parent_folders("root.hcl") }\n',
      );
      put(unit, ['x', 'y']);
    }
    writeFileSync(join(dir, 'root.hcl'), root.replace(/terraform \{[\s\S]*$/, ''));
    writeFileSync(join(dir, 'firebreak.yaml'), off);
    const first = ['run', '--all', '--', 'apply', '-auto-approve'];
    execFileSync('terragrunt', first, { cwd: dir, env, stdio: 'ignore' });
    writeFileSync(join(dir, 'root.hcl'), root);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('judges each unit, and the hook stops the one that fails', () => {
    put('a', ['x']);
    put('b', ['x', 'y', 'z']);
    const args = ['plan', '--terragrunt', '--critical', '**.y', '-f', `json=${join(dir, 'report.json')}`];
    const options = ['--', 'run', '--all', '--out-dir', plans, '--', 'plan'];
    expect(firebreak([...args, ...options], { cwd: dir, env }).code).toBe(1);
    const { reports } = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8'));
    expect(reports.map(({ verdict }: { readonly verdict: string }) => verdict)).toEqual(['fail', 'pass']);
    expect(existsSync(join(plans, 'a', 'tfplan.tfplan'))).toBe(true);
    expect(apply('--out-dir', plans).status).not.toBe(0);
    expect(state('a'), 'nothing was destroyed').toContain('"y"');
    expect(state('b'), 'what passed was applied').toContain('"z"');
  });
});

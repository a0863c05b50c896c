/** Real Terraform to findings, with the built-in `terraform_data`, which needs no provider. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/verdict/report.ts';
import { firebreak, GOGC } from './cli/run.ts';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const temp = mkdtempSync(join(tmpdir(), 'firebreak-terraform-'));
afterAll(() => rmSync(temp, { recursive: true }));

const network = (input: string): string => `
resource "terraform_data" "network" {
  input            = "net"
  triggers_replace = "${input}"
}
`;
const database = `
resource "terraform_data" "database" {
  count            = 2
  input            = "db"
  triggers_replace = terraform_data.network.id
}
`;

/** Applies `before`, then plans `after`. */
function plan(
  name: string,
  { before, after, args = [] }: { before: string; after: string; args?: readonly string[] },
): string {
  const dir = mkdtempSync(join(temp, `${name}-`));
  const terraform = (...command: readonly string[]): Buffer =>
    execFileSync('terraform', command, {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', GOGC },
    });
  writeFileSync(join(dir, 'main.tf'), before);
  terraform('init', '-input=false');
  terraform('apply', '-auto-approve', '-input=false');
  writeFileSync(join(dir, 'main.tf'), after);
  terraform('plan', '-input=false', '-out=tfplan', ...args);
  return dir;
}

async function check(dir: string, ...args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await firebreak(['check', join(dir, 'tfplan'), '-f', 'json', ...args], { cwd: dir });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** Policies that found something beside the local state that every one of these has. */
const policies = (report: Report): readonly string[] =>
  [...new Set(report.findings.map((finding) => finding.policy))]
    .filter((id) => id !== 'local-state' && id !== 'committed-state-file')
    .sort();

describe.skipIf(!hasTerraform)('real plans', () => {
  it('a replace, its cause, its order and what falls with it', async () => {
    const dir = plan('replace', { before: network('a') + database, after: network('b') + database });
    const report = await check(dir);
    expect(report.backends).toMatchObject([{ status: 'local' }]);
    expect(
      report.changes.map(({ address, action, order, forcedBy }) => ({ address, action, order, forcedBy })),
    ).toEqual([
      {
        address: 'terraform_data.database[0]',
        action: 'replace',
        order: 'delete-first',
        forcedBy: ['triggers_replace'],
      },
      {
        address: 'terraform_data.database[1]',
        action: 'replace',
        order: 'delete-first',
        forcedBy: ['triggers_replace'],
      },
      { address: 'terraform_data.network', action: 'replace', order: 'delete-first', forcedBy: ['triggers_replace'] },
    ]);
    expect(report.blastRadius.dependents).toMatchObject([
      { address: 'terraform_data.database[0]', of: ['terraform_data.network'], distance: 1, evidence: 'state' },
      { address: 'terraform_data.database[1]', of: ['terraform_data.network'], distance: 1, evidence: 'state' },
    ]);
    expect(policies(report)).toContain('no-destroy');
    expect(
      report.findings.filter((finding) => finding.policy === 'no-destroy').map((finding) => finding.enforcement),
    ).toEqual(Array(3).fill('advisory'));
  });

  it('a destroy of everything', async () => {
    const dir = plan('destroy', {
      before: network('a') + database,
      after: network('a') + database,
      args: ['-destroy'],
    });
    const report = await check(dir);
    expect(report.plan.mode).toBe('destroy');
    expect(report.blastRadius).toMatchObject({
      shareOfState: 1,
      direct: ['terraform_data.database[0]', 'terraform_data.database[1]', 'terraform_data.network'],
    });
    expect(report.verdict).toBe('fail');
  });

  it('a move is no destroy', async () => {
    const moved = 'moved {\n  from = terraform_data.network\n  to   = terraform_data.net\n}\n';
    const dir = plan('moved', { before: network('a'), after: network('a').replace('"network"', '"net"') + moved });
    const report = await check(dir);
    expect(report.changes).toMatchObject([
      { address: 'terraform_data.net', action: 'no-op', previousAddress: 'terraform_data.network' },
    ]);
    expect(policies(report)).toEqual([]);
  });

  it('a removed block with destroy = false forgets', async () => {
    const removed = 'removed {\n  from = terraform_data.network\n  lifecycle {\n    destroy = false\n  }\n}\n';
    const dir = plan('removed', { before: network('a'), after: removed });
    const report = await check(dir);
    expect(report.changes).toMatchObject([{ address: 'terraform_data.network', action: 'forget' }]);
    expect(report.counts).toMatchObject({ forget: 1, delete: 0 });
    expect(policies(report)).toEqual(['forgotten']);
  });

  it('only marking the address critical turns the verdict', async () => {
    const remote = 'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "k"\n    region = "r"\n  }\n}\n';
    const dir = plan('critical', { before: network('a'), after: network('b') });
    const json = join(dir, 'plan.json');
    writeFileSync(
      json,
      execFileSync('terraform', ['show', '-json', 'tfplan'], { cwd: dir, stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const elsewhere = mkdtempSync(join(temp, 'remote-'));
    writeFileSync(join(elsewhere, 'main.tf'), remote + network('b'));
    const judge = async (...args: readonly string[]): Promise<Report> =>
      JSON.parse((await firebreak(['check', json, '--dir', elsewhere, '-f', 'json', ...args])).stdout);
    expect((await judge()).verdict).toBe('pass');
    const marked = await judge('--critical', 'terraform_data.network');
    expect(marked.verdict).toBe('fail');
    expect(marked.approvals.required).toBe(2);
  });

  it('a plan whose provider is not here is an error that still tells backend and lifecycle', async () => {
    const { code, stdout } = await firebreak([
      'check',
      'fixtures/aws-50-kiro-environment-recreated/plan.tfplan',
      '-f',
      'json',
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'error', backends: [{ kind: 'local', status: 'local' }] });
  });
});

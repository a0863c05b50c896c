/** What a plan does not say of its change: the commit that it was made from, and what stood there before. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebreak, root } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-change-'));
afterAll(() => rmSync(temp, { recursive: true }));

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: temp, encoding: 'utf8' }).trim();
let head = '';
beforeAll(() => {
  cpSync(join(root, 'fixtures', 'aws-04-replace-rds-engine', 'plan.json'), join(temp, 'plan.json'));
  git('init', '--quiet');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'x');
  head = git('rev-parse', 'HEAD');
});

interface Checked {
  readonly policies: readonly string[];
  readonly approvals: { readonly counted: number; readonly ignored: readonly { readonly why: string }[] };
  readonly fingerprint: string;
}

async function check(...args: readonly string[]): Promise<Checked> {
  const { stdout } = await firebreak(['check', 'plan.json', '-f', 'json', ...args], { cwd: temp });
  const { findings, approvals, plan } = JSON.parse(stdout);
  const policies = findings.map(({ policy }: { readonly policy: string }) => policy);
  return { policies, approvals, fingerprint: plan.fingerprint };
}

describe('--commit', () => {
  it('must be the one that is checked out', async () => {
    expect((await check()).policies).not.toContain('other-commit');
    expect((await check('--commit', head.slice(0, 12))).policies).not.toContain('other-commit');
    expect((await check('--commit', '1'.repeat(40))).policies).toContain('other-commit');
  });

  it('tells whether an approval of a commit holds for the plan', async () => {
    const { fingerprint } = await check();
    const approval = { who: 'grace', human: true, at: '2026-11-22T10:00:00Z', fingerprint, commit: head };
    writeFileSync(join(temp, 'approvals.json'), JSON.stringify([approval]));
    const approved = async (...args: readonly string[]) =>
      (await check('--actor', 'ada', '--approvals', 'approvals.json', '--now', '2026-11-22T12:00:00Z', ...args))
        .approvals;
    expect(await approved()).toMatchObject({ counted: 0, ignored: [{ why: 'unbound' }] });
    expect(await approved('--commit', head)).toMatchObject({ counted: 1, ignored: [] });
    expect(await approved('--commit', '1'.repeat(40))).toMatchObject({
      counted: 0,
      ignored: [{ why: 'other-commit' }],
    });
  });
});

describe('--base-dir', () => {
  const guarded = 'resource "aws_db_instance" "a" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
  beforeAll(() => {
    for (const [folder, text] of [
      ['before', guarded],
      ['after', guarded.replace('true', 'false')],
    ] as const) {
      mkdirSync(join(temp, folder));
      writeFileSync(join(temp, folder, 'main.tf'), text);
    }
  });

  it('shows which guards the change takes away', async () => {
    expect((await check('--dir', 'after')).policies).not.toContain('prevent-destroy-removed');
    expect((await check('--dir', 'after', '--base-dir', 'before')).policies).toContain('prevent-destroy-removed');
    expect((await check('--dir', 'before', '--base-dir', 'before')).policies).not.toContain('prevent-destroy-removed');
  });

  it('is of one plan, and must be there', async () => {
    cpSync(join(temp, 'plan.json'), join(temp, 'other.json'));
    const run = async (...args: readonly string[]) => await firebreak(['check', ...args], { cwd: temp });
    expect(await run('plan.json', 'other.json', '--base-dir', 'before')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--base-dir with several plans'),
    });
    expect(await run('plan.json', '--base-dir', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nowhere: no such directory'),
    });
  });
});

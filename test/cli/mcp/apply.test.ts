/** The tool `apply` with real Terraform: what it applies, and each way in which it does not. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebreak } from '../run.ts';
import { hasTerraform, type Root, terraformRoot, two } from '../terraform-root.ts';
import { type Called, withClient } from './client.ts';

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const one = 'resource "terraform_data" "a" {}\n';
const three = `${two}resource "terraform_data" "c" {}\n`;
const off = '  committed-state-file: { off: { reason: "tests" } }\n  local-state: { off: { reason: "tests" } }\n';

describe.skipIf(!(hasTerraform && hasKeygen))('apply', () => {
  let root: Root;
  const keys = mkdtempSync(join(tmpdir(), 'firebreak-mcp-keys-'));
  const path = (name: string): string => join(keys, name);
  beforeAll(() => {
    root = terraformRoot(two);
    const signers = ['grace'].map((name) => {
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path(name)]);
      return `${name} namespaces="firebreak" ${readFileSync(path(`${name}.pub`), 'utf8')}`;
    });
    writeFileSync(path('allowed'), signers.join(''));
  });
  afterAll(() => {
    for (const dir of [root.dir, keys]) rmSync(dir, { recursive: true });
  });

  const settings = (more = ''): void => writeFileSync(path('firebreak.yaml'), `policies:\n${off}${more}`);
  /** Without it, everything that an agent does needs one person. */
  const alone = '  ai-assisted-needs-review: { off: { reason: "tests" } }\n';
  const hash = (): string =>
    createHash('sha256')
      .update(readFileSync(join(root.dir, 'tfplan')))
      .digest('hex');
  const options = ['--config', path('firebreak.yaml'), '--actor', 'ada'];
  const signed = ['--approvals', path('approvals'), '--allowed-signers', path('allowed')];
  const apply = (sha256 = hash(), more: readonly string[] = []): Promise<Called> =>
    withClient({ cwd: root.dir, apply: true, options: [...options, ...more] }, (call) =>
      call('apply', { plan: 'tfplan', sha256 }),
    );
  const approve = async (who: string, ...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await firebreak(
      [
        'approve',
        'tfplan',
        '--ai-assisted',
        ...options,
        '--as',
        who,
        '--key',
        path(who),
        '-o',
        path('approvals'),
        ...args,
      ],
      { cwd: root.dir },
    );
    expect([code, stderr]).toEqual([0, '']);
  };

  it('not even what only creates, unless the settings trust agents with what passes', async () => {
    settings();
    root.plan(three);
    const { isError, text } = await apply();
    expect([isError, text]).toEqual([true, expect.stringContaining('not applied: it needs 1 approval (0 counted)')]);
    expect(root.addresses()).toHaveLength(2);
  });

  it('applies what passes, by the hash that check returned', async () => {
    settings(alone);
    root.plan(three);
    const applied = await withClient({ cwd: root.dir, apply: true, options }, async (call) => {
      const { values } = await call('check', { plan: 'tfplan' });
      expect(values.verdict).toBe('pass');
      return call('apply', { plan: 'tfplan', sha256: values.plan.sha256 });
    });
    expect(applied).toMatchObject({
      isError: false,
      text: 'Applied tfplan.',
      values: { applied: true, approvals: [] },
    });
    expect(root.addresses()).toHaveLength(3);
  });

  it('says what Terraform said if it fails', async () => {
    const { isError, text } = await apply();
    expect([isError, text]).toEqual([true, expect.stringMatching(/apply ended with status 1\n.*Saved plan is stale/s)]);
  });

  it('not another plan than the one that was checked', async () => {
    settings();
    root.plan(three);
    const before = hash();
    root.plan(one);
    const { isError, text } = await apply(before);
    expect([isError, text]).toEqual([
      true,
      expect.stringContaining(`tfplan: this is another plan: its SHA-256 is ${hash()}`),
    ]);
    expect(root.addresses()).toHaveLength(3);
  });

  it('not what fails, and it says whom to ask', async () => {
    const { isError, text } = await apply();
    expect(isError).toBe(true);
    expect(text).toMatch(/not applied: it needs \d approvals? \(0 counted\)/);
    expect(text).toContain('an agent cannot approve. Ask a person.');
    expect(text).toContain('firebreak approve tfplan --ai-assisted -o approvals');
    expect(root.addresses()).toHaveLength(3);
  });

  it('not by broken glass, even if a person broke it', async () => {
    settings(
      '  no-destroy: { approvals: 2 }\napprovals: { break-glass: { group: on-call } }\ngroups: { on-call: [grace] }\n',
    );
    await approve('grace', '--break-glass', '--reason', 'INC-1');
    const { isError, text } = await apply(hash(), signed);
    expect([isError, text]).toEqual([true, expect.stringContaining('it passes only because grace broke glass')]);
    expect(root.addresses()).toHaveLength(3);
  });

  it('what people have signed', async () => {
    settings();
    rmSync(path('approvals'), { recursive: true });
    await approve('grace');
    const { isError, text, values } = await apply(hash(), signed);
    expect([isError, text]).toEqual([false, 'Applied tfplan. Approved by grace.']);
    expect(values.approvals).toEqual(['grace']);
    expect(root.addresses()).toEqual(['terraform_data.a']);
  });

  it('not the JSON of a plan', async () => {
    writeFileSync(join(root.dir, 'plan.json'), root.terraform('show', '-json', 'tfplan'));
    const sha256 = createHash('sha256')
      .update(readFileSync(join(root.dir, 'plan.json')))
      .digest('hex');
    const { isError, text } = await withClient({ cwd: root.dir, apply: true, options }, (call) =>
      call('apply', { plan: 'plan.json', sha256 }),
    );
    expect([isError, text]).toEqual([true, expect.stringContaining('only a saved plan can be applied')]);
  });
});

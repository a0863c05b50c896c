import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firebreak, root, transcript } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-cli-'));
afterAll(() => rmSync(temp, { recursive: true }));

const plan = (slug: string): string => `fixtures/${slug}/plan.json`;
const tf = (slug: string): string => `fixtures/${slug}/tf`;

it.each([
  ['check', 'plan.json', '--config', 'a', '--config', 'b'],
  ['lint', '--base', 'a', '--base', 'b'],
])('an option of %s that takes one value is not given two', async (...args) => {
  const { code, stderr } = await firebreak(args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^firebreak: --(config|base) is given more than once\n/)]);
});

describe('transcripts', () => {
  it.each([
    ['help', ['--help']],
    ['check-help', ['check', '--help']],
    [
      'environment-recreated',
      ['check', plan('aws-50-kiro-environment-recreated'), '--dir', tf('aws-50-kiro-environment-recreated')],
    ],
    ['small-update', ['check', plan('aws-02-small-update'), '--dir', tf('aws-02-small-update')]],
    ['no-directory', ['check', plan('aws-02-small-update')]],
    ['replaced-database', ['check', plan('aws-04-replace-rds-engine'), '--dir', tf('aws-04-replace-rds-engine')]],
    ['errored', ['check', plan('aws-37-errored-precondition'), '--dir', tf('aws-37-errored-precondition')]],
    ['explain-pass', ['check', plan('aws-39-no-changes'), '--dir', tf('aws-39-no-changes'), '--explain-pass']],
    ['several', ['check', plan('aws-02-small-update'), plan('aws-20-route53-zone-destroyed')]],
    ['not-a-plan', ['check', 'package.json']],
    ['missing-file', ['check', 'fixtures/aws-39-no-changes/plan.jsn']],
    ['no-plan', ['check']],
    ['misspelt-option', ['check', 'plan.json', '--explainpass']],
    ['unknown-format', ['check', 'plan.json', '-f', 'pdf']],
  ])('%s', async (name, args) => {
    await expect(await transcript(args)).toMatchFileSnapshot(join('transcripts', `${name}.txt`));
  });
});

describe('check', () => {
  it('writes several formats at once', async () => {
    const out = join(temp, 'out.json');
    const { code, stdout } = await firebreak([
      'check',
      plan('aws-03-destroy-rds-prod'),
      '-f',
      'text',
      '-f',
      `json=${out}`,
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL/);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ schema: 'firebreak.report/1', verdict: 'fail' });
  });

  it('reads standard input', async () => {
    const input = readFileSync(join(root, plan('aws-39-no-changes')));
    expect(await firebreak(['check', '-', '-f', 'json'], { input })).toMatchObject({ code: 0, stderr: '' });
  });

  it('gives the same bytes twice', async () => {
    const args = ['check', plan('google-07-gke-cluster-replaced-network'), '-f', 'json'];
    expect((await firebreak(args)).stdout).toBe((await firebreak(args)).stdout);
  });

  it('colours only where it is wanted', async () => {
    const args = ['check', plan('aws-03-destroy-rds-prod')];
    const ansi = '\u001b[';
    expect((await firebreak(args)).stdout).not.toContain(ansi);
    expect((await firebreak(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain(ansi);
    expect((await firebreak(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(ansi);
  });

  it('reports on the other plans when one is no plan', async () => {
    const broken = join(temp, 'broken.json');
    writeFileSync(broken, '{"format_version": "1.2", "resource_cha');
    const { code, stdout } = await firebreak(['check', plan('aws-39-no-changes'), broken, '-f', 'json']);
    expect(code).toBe(2);
    const { verdict, reports } = JSON.parse(stdout);
    expect([verdict, ...reports.map((report: { verdict: string }) => report.verdict)]).toEqual([
      'error',
      'pass',
      'error',
    ]);
  });

  it('turns on what only the user knows to be critical', async () => {
    const args = ['check', plan('core-tofu-enabled-false'), '-f', 'json'];
    const critical = JSON.parse((await firebreak([...args, '--critical', '**'])).stdout);
    expect(critical.findings.map((finding: { policy: string }) => finding.policy)).toContain('no-stateful-destroy');
  });
});

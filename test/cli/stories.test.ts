/** The stories of planning, approving, applying, verifying and recording, as a person sees them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root as repository, spawnTranscript, transcript } from './run.ts';
import { hasTerraform, type Root, terraformRoot, two } from './terraform-root.ts';

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const temp = mkdtempSync(join(tmpdir(), 'firebreak-stories-'));
afterAll(() => rmSync(temp, { recursive: true }));

const update = 'fixtures/aws-02-small-update/plan.json';
const destroy = 'fixtures/aws-03-destroy-rds-prod/plan.json';

/** What differs from run to run has names instead. */
function named(text: string, cwd = repository): string {
  return text
    .replace('--- stderr\nSigning data on standard input\n', '')
    .replaceAll(temp, 'DIR')
    .replaceAll(cwd, '.')
    .replace(/[0-9a-f]{64}/g, 'SHA256')
    .replace(/(?<=sha256 |fingerprint |\/)[0-9a-f]{10,12}(?=\W)/g, 'HASH')
    .replace(/[^ ']*firebreak-plan-\w+/g, 'PRIVATE');
}

const story = async (args: readonly string[]): Promise<string> => named(await transcript(args));

const keep = (name: string, text: string): Promise<void> =>
  expect(text).toMatchFileSnapshot(join('transcripts', `${name}.txt`));

describe('stories', () => {
  it('verify: the plan that was judged, and another', async () => {
    const report = join(temp, 'report.json');
    await transcript(['check', update, '-f', `json=${report}`]);
    await keep('verify-same', await story(['verify', report, update]));
    await keep('verify-other', await story(['verify', report, destroy]));
    await transcript(['check', destroy, '-f', `json=${report}`]);
    await keep('verify-failed', await story(['verify', report, destroy]));
    const again = JSON.parse(readFileSync(join(repository, update), 'utf8'));
    writeFileSync(join(temp, 'again.json'), JSON.stringify(again, null, 1));
    await transcript(['check', update, '-f', `json=${report}`]);
    await keep('verify-other-file', await story(['verify', report, join(temp, 'again.json')]));
    await keep('verify-same-effect', await story(['verify', report, join(temp, 'again.json'), '--same-effect']));
    await keep('verify-no-report', await story(['verify', update, update]));
  });

  it('record: sound, edited, cut', async () => {
    const file = join(temp, 'verdicts.jsonl');
    const args = ['--record', file, '--now', '2026-11-22T10:00:00Z'];
    for (const plan of [update, destroy, update]) await transcript(['check', plan, ...args]);
    await keep('record-sound', await story(['record', 'verify', file]));
    const text = readFileSync(file, 'utf8');
    const { hash } = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
    writeFileSync(file, text.replace('"verdict":"fail"', '"verdict":"pass"'));
    await keep('record-edited', await story(['record', 'verify', file]));
    writeFileSync(file, text.split('\n').slice(0, 2).join('\n').concat('\n'));
    await keep('record-cut', await story(['record', 'verify', file, '--anchor', hash]));
  });

  it.skipIf(!hasKeygen)('approve: what is signed', async () => {
    const key = join(temp, 'key');
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const args = ['approve', destroy, '--as', 'grace', '--key', key, '-o', join(temp, 'approvals')];
    await keep('approve', await story(args));
    await keep(
      'approve-nothing',
      await story(['approve', 'fixtures/aws-39-no-changes/plan.json', '--as', 'grace', '--key', key]),
    );
  });

  describe.skipIf(!hasTerraform)('with Terraform', () => {
    let root: Root;
    beforeAll(() => {
      root = terraformRoot(two);
      writeFileSync(
        join(root.dir, 'firebreak.yaml'),
        'policies:\n  committed-state-file: { off: { reason: tests } }\n',
      );
      writeFileSync(join(root.dir, 'main.tf'), 'resource "terraform_data" "a" {}\n');
    });
    afterAll(() => rmSync(root.dir, { recursive: true }));
    // The built program, where Terraform prints as well.
    const shown = (args: readonly string[]): string => named(spawnTranscript(args, { cwd: root.dir }), root.dir);
    const refused = async (args: readonly string[]): Promise<string> =>
      named(await transcript(args, { cwd: root.dir }), root.dir);

    it('plan: one command, and where the plan is', async () => {
      // What Terraform itself says goes to standard error, and is another version's tomorrow.
      const text = shown(['plan', '-f', 'json=report.json', '--', '-no-color', '-detailed-exitcode']);
      await keep('plan', text.replace(/--- stderr\n[\s\S]*(?=firebreak:)/, '--- stderr\n(Terraform)\n'));
      const { plan, verdict } = JSON.parse(readFileSync(join(root.dir, 'report.json'), 'utf8'));
      expect([verdict, plan.terraformVersion !== null]).toEqual(['fail', true]);
      rmSync(join(plan.file, '..'), { recursive: true });
    });

    it('plan: with an -out of yours, in another directory; and one that fails', async () => {
      const { code, file } = (() => {
        const text = spawnTranscript(['plan', '-f', 'json=report.json', '--', `-chdir=${root.dir}`, '-out', 'mine'], {
          cwd: temp,
        });
        const { plan } = JSON.parse(readFileSync(join(temp, 'report.json'), 'utf8'));
        return { code: /exit (\d)/.exec(text)?.[1], file: join(temp, plan.file) };
      })();
      expect([code, file]).toEqual(['1', join(root.dir, 'mine')]);
      writeFileSync(join(root.dir, 'broken.tf'), 'resource {');
      const failed = shown(['plan', '--', '-no-color']);
      rmSync(join(root.dir, 'broken.tf'));
      expect(failed).toContain('terraform plan failed with exit status 1, so there is no plan to check');
      expect(failed).toContain('--- exit 2');
    });

    it('apply: refused, and why', async () => {
      root.plan('resource "terraform_data" "a" {}\n');
      await keep('apply-refused', await refused(['apply', 'tfplan', '-f', 'json=report.json']));
      root.terraform('workspace', 'new', 'b');
      await keep('apply-other-workspace', await refused(['apply', 'tfplan']));
      await keep('apply-other-option', await refused(['apply', 'tfplan', '--', '-state=other.tfstate']));
    });
  });
});

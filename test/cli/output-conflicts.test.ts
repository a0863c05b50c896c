/** What a command writes is neither what it reads nor written twice, by whichever name; and what `--` and `-` stand for. */
import { cpSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { firebreak, root } from './run.ts';
import { hasTerraform, terraformRoot, two } from './terraform-root.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-apart-'));
afterAll(() => rmSync(temp, { recursive: true }));
const original = join(root, 'fixtures/aws-39-no-changes/plan.json');

describe('what is written', () => {
  beforeEach(() => {
    for (const name of readdirSync(temp)) rmSync(join(temp, name), { recursive: true });
    cpSync(original, join(temp, 'plan.json'));
    writeFileSync(join(temp, 'own.yaml'), '');
    writeFileSync(join(temp, 'firebreak.yaml'), '');
    writeFileSync(join(temp, 'people.yaml'), '[]');
    symlinkSync('plan.json', join(temp, 'link'));
    linkSync(join(temp, 'plan.json'), join(temp, 'hard'));
  });
  const contents = (): readonly string[] => readdirSync(temp).map((name) => readFileSync(join(temp, name), 'utf8'));

  it.each([
    ['the plan', ['-f', 'json=plan.json']],
    ['the plan, where another one is missing', ['nowhere.json', '-f', 'json=plan.json']],
    ['the plan by a link', ['-f', 'json=link']],
    ['the plan by a hard link', ['-f', 'json=./hard']],
    ['the plan', ['--record', 'plan.json']],
    ['the settings', ['--config', 'own.yaml', '-f', 'json=own.yaml']],
    ['the settings', ['-f', 'json=firebreak.yaml']],
    ['the approvals', ['--approvals', 'people.yaml', '--record', 'people.yaml']],
    ['the report (json)', ['-f', 'json=out', '--record', './out']],
    ['the report (json)', ['-f', 'json=out', '-f', 'sarif=out']],
  ])('is not %s', async (what, args) => {
    const before = contents();
    const { code, stdout, stderr } = await firebreak(['check', 'plan.json', ...args], { cwd: temp });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`and ${what.split(',')[0]?.replace(/ by a.*/, '')}\n`);
    expect(contents()).toEqual(before);
  });

  it('nor where plans are redacted or made', async () => {
    const redacted = await firebreak(['redact', 'plan.json', '-o', 'link'], { cwd: temp });
    expect([redacted.code, redacted.stderr]).toEqual([2, expect.stringContaining('the same file for')]);
    const planned = await firebreak(['plan', '-f', 'json=x/tfplan', '--', '-chdir=x', '-out=tfplan'], { cwd: temp });
    expect([planned.code, planned.stderr]).toEqual([2, expect.stringContaining('the same file for')]);
  });

  it.skipIf(process.platform === 'win32')('can go to a device twice', async () => {
    const args = ['check', 'plan.json', '-f', 'json=/dev/null', '-f', 'text=/dev/null'];
    expect(await firebreak(args, { cwd: temp })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('--', () => {
  it('ends the options', async () => {
    expect(await firebreak(['check', '--', original])).toMatchObject({ code: 0, stderr: '' });
    expect((await firebreak(['check', '-f', 'json', '--', '-'], { input: readFileSync(original) })).code).toBe(0);
    cpSync(original, join(temp, '-x.json'));
    expect(await firebreak(['check', '--', '-x.json'], { cwd: temp })).toMatchObject({ code: 0, stderr: '' });
    expect((await firebreak(['lint', '--', 'nope'])).stderr).toContain('nope: exists neither now nor before');
    expect((await firebreak(['fingerprint', '--', original])).code).toBe(0);
  });
});

describe('verify reads standard input', () => {
  it('once', async () => {
    expect((await firebreak(['verify', '-', '-'])).stderr).toContain('`-` is given more than once');
  });

  it.skipIf(!hasTerraform)('also where a saved plan comes', async () => {
    const { dir, plan } = terraformRoot(two);
    plan(`${two}resource "terraform_data" "c" {}\n`);
    expect(
      (await firebreak(['check', 'tfplan', '-f', 'json=report.json', '--max-destroy', '9'], { cwd: dir })).code,
    ).toBe(1);
    const input = readFileSync(join(dir, 'tfplan'));
    expect(await firebreak(['verify', 'report.json', '-'], { cwd: dir, input })).toMatchObject({
      stdout: expect.stringContaining('FAILED - is the plan that was judged, and it did not pass'),
      stderr: '',
    });
    plan(two, 'other');
    const other = await firebreak(['verify', 'report.json', '-'], {
      cwd: dir,
      input: readFileSync(join(dir, 'other')),
    });
    expect(other).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('DIFFERENT  - is not the plan that passed'),
    });
    rmSync(dir, { recursive: true });
  });
});

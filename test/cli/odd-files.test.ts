/** Files that are none: nothing waits for ever, nothing is read without end, and nothing is written elsewhere. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toApplyArguments } from '../../src/cli/terraform/terraform-arguments.ts';
import { readNamedFile, readStream } from '../../src/read/files/named-file.ts';
import { firebreak, root } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-odd-'));
const cwd = join(temp, 'checkout');
afterAll(() => rmSync(temp, { recursive: true }));
mkdirSync(join(cwd, 'folder'), { recursive: true });
cpSync(join(root, 'fixtures/aws-39-no-changes/plan.json'), join(cwd, 'plan.json'));
execFileSync('mkfifo', [join(cwd, 'pipe')]);
symlinkSync('../report.json', join(cwd, 'link.json'));
symlinkSync('folder/report.json', join(cwd, 'inner.json'));
symlinkSync('..', join(cwd, 'away'));

describe('what is read', () => {
  it.each([
    ['check pipe'],
    ['check /dev/zero'],
    ['check folder'],
    ['check plan.json --config pipe'],
    ['check plan.json --config /dev/zero'],
    ['check plan.json --config folder'],
    ['check plan.json --approvals pipe'],
    ['check plan.json --changed-files pipe'],
    ['check plan.json --changed-files /dev/zero'],
    ['check plan.json --dir pipe'],
    ['redact pipe'],
    ['fingerprint /dev/zero'],
    ['verify pipe plan.json'],
    ['record verify pipe'],
    ['lint pipe'],
    ['validate pipe'],
    ['explain aws_x.y --plan pipe'],
  ])('%s: exit 2, and a sentence', async (line) => {
    const { code, stdout, stderr } = await firebreak(line.split(' '), { cwd });
    expect(code, stderr).toBe(2);
    expect(stdout + stderr).toMatch(/pipe|\/dev\/zero|folder|director/);
    expect(stdout + stderr).not.toMatch(/internal error|^\s+at /m);
  });

  it('is bounded', async () => {
    const file = join(cwd, 'plan.json');
    await expect(readNamedFile(file, 10)).rejects.toThrow('is too large');
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(1000);
    }
    await expect(readStream(endless(), 10_000)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it('may be a pipe that the caller opened', () => {
    const script = `node lib/firebreak.js check <(cat fixtures/aws-39-no-changes/plan.json) | head -n 1`;
    expect(execFileSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' })).toMatch(/^PASS/);
  });

  it('is no endless request of an agent', async () => {
    const { code, stderr } = await firebreak(['hook'], { input: Buffer.alloc(17 * 1024 * 1024, 32) });
    expect([code, stderr]).toEqual([2, expect.stringContaining('more than 16 MiB')]);
  });
});

describe('what is written', () => {
  it.each([['pipe'], ['folder'], ['link.json'], ['away/report.json']])('not to %s', async (file) => {
    const { code, stderr } = await firebreak(['check', 'plan.json', '-f', `json=${file}`], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('the report cannot be written')]);
    expect(existsSync(join(temp, 'report.json'))).toBe(false);
  });

  it.each([['inner.json'], ['folder/new.json'], ['/dev/null'], [join(temp, 'named.json')]])('to %s', async (file) => {
    const { code } = await firebreak(['check', 'plan.json', '-f', `json=${file}`], { cwd });
    expect(code).toBe(0);
  });
});

it.each(['check', 'redact', 'fingerprint'])(
  '%s: values that are nested too deeply are no internal error',
  async (command) => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    writeFileSync(
      join(cwd, 'deep.json'),
      `{"format_version":"1.2","resource_changes":[],"variables":{"a":{"value":${deep}}}}`,
    );
    const { code, stdout, stderr } = await firebreak([command, 'deep.json'], { cwd });
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining('nested too deeply')]);
  },
);

it('the state stays locked while a plan is applied', () => {
  for (const arg of ['-lock=false', '--lock=false', '-lock']) expect(() => toApplyArguments([arg])).toThrow(arg);
  expect(toApplyArguments(['-lock-timeout=5s'])).toEqual(['-lock-timeout=5s']);
});

describe('a plan behind other text', () => {
  const destroying = JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      {
        address: 'aws_db_instance.a',
        mode: 'managed',
        type: 'aws_db_instance',
        name: 'a',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: { actions: ['delete'], before: {}, after: null, after_unknown: {} },
      },
    ],
  });
  const harmless = JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: [] });

  it.each([
    ['::x ', ''],
    ['::debug::', ''],
    ['::debug::stdout: ', ''],
    ['##[debug]', ''],
    ['  ::group::a ', ''],
    ['', '::debug::'],
    ['', '##[debug]'],
  ])('is not passed over: `%s` `%s`', async (before, behind) => {
    const text = behind === '' ? `${before}${destroying}\n${harmless}` : `${harmless}\n${behind}${destroying}`;
    writeFileSync(join(cwd, 'two.json'), text);
    expect((await firebreak(['check', 'two.json'], { cwd })).code).toBe(2);
  });
});

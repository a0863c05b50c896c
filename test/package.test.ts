/** The packed tarball, installed in an empty folder without network: the commands of the README run from it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageName } from '../src/package-info.ts';
import { root } from './cli/run.ts';
import { hasTerraform } from './cli/terraform-root.ts';

const installed = mkdtempSync(join(tmpdir(), 'firebreak-installed-'));
const repository = mkdtempSync(join(tmpdir(), 'firebreak-newcomer-'));
const bin = join(installed, 'bin');

/** Needs lib/, which `pretest` builds; scripts stay off so that npm does not build it again. */
beforeAll(() => {
  const modules = join(installed, 'node_modules');
  const home = join(modules, packageName);
  mkdirSync(home, { recursive: true });
  mkdirSync(bin);
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', installed], { cwd: root });
  const [tarball = ''] = readdirSync(installed).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['xzf', join(installed, tarball), '-C', home, '--strip-components=1']);
  const { dependencies, bin: programs } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(join(modules, name, '..'), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync(join(home, programs.firebreak), join(bin, 'firebreak'));
  mkdirSync(join(repository, 'live', 'prod'), { recursive: true });
  for (const dir of [repository, join(repository, 'live', 'prod')]) {
    writeFileSync(join(dir, 'main.tf'), 'resource "terraform_data" "a" {}\n');
  }
  cpSync(join(root, 'fixtures', 'aws-39-no-changes', 'plan.json'), join(repository, 'plan.json'));
});

afterAll(() => {
  for (const dir of [installed, repository]) rmSync(dir, { recursive: true, force: true });
});

function shell(command: string): { readonly code: number | null; readonly output: string } {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: repository,
    encoding: 'utf8',
    env: { PATH: [bin, PATH].join(delimiter), HOME, COLUMNS: '80', CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** Commands in the shell blocks of the README, without those that install or build. */
const commands = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .filter((line) => !/^npm\b/.test(line));

const needsTerraform = (line: string): boolean => /^terraform\b|\btfplan\b/.test(line);

test('the commands of the README', () => {
  if (hasTerraform) shell('terraform init');
  const lines = commands.filter((line) => hasTerraform || !needsTerraform(line));
  expect(lines).toContain('firebreak check plan.json --dir live/prod');
  const ended = lines.map((line) => ({ line, ...shell(line) }));
  // The plan of the newcomer has local state, which is a finding.
  const expected = (line: string): readonly number[] => (/firebreak check/.test(line) ? [0, 1] : [0]);
  expect(ended.filter(({ line, code }) => !expected(line).includes(code ?? -1))).toEqual([]);
});

test('every policy is explained with its example', () => {
  const { code, output } = shell('firebreak explain no-world-open-port -f json');
  expect({ code, example: JSON.parse(output).example }).toEqual({
    code: 0,
    example: expect.objectContaining({ message: expect.any(String) }),
  });
});

test('all tests of the policies run', () => {
  const { code, output } = shell('firebreak test | tail -n 1');
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/, (\d+) cases: \1 passed\n$/) });
});

test('the skill for agents is in it', () => {
  const skill = readFileSync(join(root, 'skills', 'firebreak', 'SKILL.md'), 'utf8');
  const packed = join(installed, 'node_modules', ...packageName.split('/'), 'skills', 'firebreak', 'SKILL.md');
  expect(readFileSync(packed, 'utf8')).toBe(skill);
});

test('the example of the library runs, and its page shows it', () => {
  const example = readFileSync(join(root, 'examples', 'library', 'judge.mjs'), 'utf8');
  expect(readFileSync(join(root, 'docs', 'library.md'), 'utf8')).toContain(example);
  writeFileSync(join(installed, 'judge.mjs'), example);
  const { code, output } = shell(`node ${join(installed, 'judge.mjs')} plan.json`);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^PASS/) });
});

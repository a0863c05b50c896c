/** The built program as a shell starts it: what it prints, how it ends, and its pipes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, firebreak, root, spawnFirebreak } from './run.ts';

const passing = 'fixtures/aws-39-no-changes/plan.json';

it.each([
  ['passes', 0, ['check', passing]],
  ['fails', 1, ['check', 'fixtures/aws-03-destroy-rds-prod/plan.json', '-f', 'json']],
  ['could not judge', 2, ['check', 'package.json']],
  ['was called wrongly', 2, ['chekc']],
  ['shows help', 0, ['check', '--help']],
  ['shows the tests of the policies that it holds', 0, ['explain', 'no-stateful-destroy']],
] as const)('%s: %i, and prints what its source prints', async (_, code, args) => {
  const ran = spawnFirebreak(args);
  expect(ran.code).toBe(code);
  expect(ran).toEqual(await firebreak(args));
});

it('names the Node that it needs', () => {
  const old =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.4'}})";
  const { stderr, status } = spawnSync(process.execPath, ['--import', old, cli, 'check'], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({
    stderr: 'firebreak: Node.js 18.20.4 is too old. Install Node.js 20.19 or later.\n',
    status: 2,
  });
});

it('starts with syntax that Node 10 can parse, so that it can say which Node it needs', () => {
  expect(readFileSync(cli, 'utf8')).not.toMatch(/\?\.|\?\?|^\s*(?:im|ex)port\s/m);
});

it('reads a pipe', () => {
  const input = readFileSync(join(root, passing));
  expect(spawnFirebreak(['check', '-'], { input })).toMatchObject({ code: 0, stderr: '' });
});

it.skipIf(process.platform === 'win32')('says nothing of a reader that stops early', () => {
  const line = 'set -o pipefail; "$0" "$1" explain no-stateful-destroy -f json | head -c 1';
  const { stdout, stderr, status } = spawnSync('bash', ['-c', line, process.execPath, cli], { encoding: 'utf8' });
  expect({ stdout, stderr, status }).toEqual({ stdout: '{', stderr: '', status: 0 });
});

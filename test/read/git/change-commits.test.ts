/** Whose commits made the change that is checked out. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readChangeCommits } from '../../../src/read/git/change-commits.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-commits-'));
afterAll(() => rmSync(temp, { recursive: true }));
const repository = join(temp, 'here');
const { env } = process;

function git(...args: readonly string[]): void {
  const isolated = { PATH: env.PATH, HOME: temp, GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', ['-C', repository, ...args], { env: isolated, stdio: 'ignore' });
}

function commit(who: string, message = 'x', ...more: readonly string[]): void {
  const email = `${who}@example.com`;
  git('-c', `user.name=${who}`, '-c', `user.email=${email}`, 'commit', '-q', '--allow-empty', '-m', message, ...more);
}

async function authors(directory = repository): Promise<readonly string[] | null> {
  const found = await readChangeCommits(directory, env);
  return found && [found.range, ...new Set(found.commits.flatMap((one) => one.authors ?? []))];
}

beforeAll(() => {
  execFileSync('git', ['init', '-q', '-b', 'main', repository]);
  commit('linus');
  commit('grace');
});

it('are those that the default branch has not', async () => {
  git('checkout', '-q', '-b', 'topic');
  commit('ada');
  commit('tim', 'x\n\nCo-authored-by: Barbara <barbara@example.com>');
  expect(await authors()).toEqual(['main..HEAD', 'tim <tim@example.com>', 'ada <ada@example.com>']);
});

it('on the default branch are those of the last commit or merge', async () => {
  git('checkout', '-q', 'main');
  expect(await authors()).toEqual(['HEAD^1..HEAD', 'grace <grace@example.com>']);
  git('-c', 'user.name=edsger', '-c', 'user.email=edsger@example.com', 'merge', '-q', '--no-ff', '-m', 'm', 'topic');
  expect(await authors()).toEqual([
    'HEAD^1..HEAD',
    'edsger <edsger@example.com>',
    'tim <tim@example.com>',
    'ada <ada@example.com>',
  ]);
});

it.each([
  ['a clone that is too shallow', ['--depth', '1']],
  ['a clone without a default branch', ['--branch', 'topic', '--single-branch']],
])('are not known in %s', async (_, options) => {
  const directory = mkdtempSync(join(temp, 'clone-'));
  execFileSync('git', ['clone', '-q', ...options, `file://${repository}`, directory], { stdio: 'ignore' });
  if (options.includes('topic')) execFileSync('git', ['-C', directory, 'remote', 'rm', 'origin']);
  expect(await authors(directory)).toBeNull();
});

it('are not known where the configuration was changed without a commit', async () => {
  const folder = join(repository, 'live');
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  mkdirSync(folder);
  file('main.tf', 'a\n');
  file('.gitignore', 'backend.tf\n');
  git('add', '.');
  commit('ada');
  const known = await authors(folder);
  expect(known).not.toBeNull();
  file('backend.tf', 'generated\n');
  file('tfplan', 'made by plan\n');
  file('main.tf', 'a\r\n');
  expect(await authors(folder)).toEqual(known);
  for (const [name, text] of [
    ['main.tf', 'b\n'],
    ['new.tf', 'c\n'],
    ['prod.auto.tfvars', 'd\n'],
  ] as const) {
    file(name, text);
    expect([name, await authors(folder)]).toEqual([name, null]);
    if (name === 'main.tf') file(name, 'a\n');
    else rmSync(join(folder, name));
  }
  rmSync(join(folder, 'main.tf'));
  expect(await authors(folder)).toBeNull();
});

it('are not known outside of a repository', async () => expect(await authors(temp)).toBeNull());

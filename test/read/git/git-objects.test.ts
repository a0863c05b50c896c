/** Commits and files of a repository, read without anything that it configures. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { gitObjects } from '../../../src/read/git/git-objects.ts';

const dir = mkdtempSync(join(tmpdir(), 'firebreak-git-'));
const { PATH = '' } = process.env;
const env = { PATH, HOME: dir, GIT_CONFIG_NOSYSTEM: '1' };
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: dir,
    env,
    encoding: 'utf8',
  }).trim();
const objects = gitObjects(dir, env);
let [first, second] = ['', ''];

beforeAll(() => {
  git('init', '-q', '-b', 'main');
  mkdirSync(join(dir, 'stacks', 'net'), { recursive: true });
  for (const name of ['firebreak.yaml', 'stacks/a.yaml', 'stacks/b.txt', 'stacks/net/c.yaml'])
    writeFileSync(join(dir, name), `${name}\n`);
  git('add', '.');
  git('commit', '-qm', 'first');
  first = git('rev-parse', 'HEAD');
  symlinkSync('a.yaml', join(dir, 'stacks', 'link.yaml'));
  git('add', '.');
  git('commit', '-qm', 'second\n\nCo-authored-by: Grace <grace@example.com>');
  second = git('rev-parse', 'HEAD');
});
afterAll(() => rmSync(dir, { recursive: true }));

it('finds commits by whole names of references', async () => {
  expect(await objects.commit('HEAD')).toBe(second);
  expect(await objects.commit('refs/heads/main')).toBe(second);
  expect(await objects.commit('refs/heads/other')).toBeNull();
  expect(await objects.commit('--all')).toBeNull();
});

describe('files', () => {
  it('are those of a folder itself, or the file that is named', async () => {
    expect(await objects.files(first, 'stacks', /\.yaml$/)).toEqual(['stacks/a.yaml']);
    expect(await objects.files(first, '.', /\.yaml$/)).toEqual(['firebreak.yaml']);
    expect(await objects.files(first, '', /./)).toEqual(['firebreak.yaml']);
    expect(await objects.files(first, 'stacks/b.txt', /./)).toEqual(['stacks/b.txt']);
    expect(await objects.files(first, 'absent', /./)).toEqual([]);
    expect(await objects.files(first, '*', /./)).toEqual([]);
  });

  it('are no links, where they are wanted', async () => {
    await expect(objects.files(second, 'stacks', /\.yaml$/)).rejects.toThrow(InputError);
    await expect(objects.files(second, 'stacks', /\.yaml$/)).rejects.toThrow('stacks/link.yaml');
    expect(await objects.files(second, 'stacks', /\.txt$/)).toEqual(['stacks/b.txt']);
  });

  it('are read as they were in the commit', async () => {
    writeFileSync(join(dir, 'stacks', 'a.yaml'), 'changed since\n');
    expect((await objects.read(first, 'stacks/a.yaml')).toString()).toBe('stacks/a.yaml\n');
    await expect(objects.read(first, 'stacks/link.yaml')).rejects.toThrow(InputError);
  });
});

it('lists commits that the base has not, or the last one', async () => {
  const messages = async (head: string, base: string | null) =>
    (await objects.log(head, base)).map(({ message }) => message?.split('\n')[0]);
  expect(await messages(second, first)).toEqual(['second']);
  expect(await messages(second, null)).toEqual(['second']);
  expect(await messages(first, null)).toEqual(['first']);
  expect(await messages(first, second)).toEqual([]);
  expect(JSON.stringify(await objects.log(second, first))).toContain('ada@example.com');
});

/** The names of package.json stand in every file that states them, and one script puts them there. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { packageName, repository, version } from '../src/package-info.ts';
import { root } from './cli/run.ts';

const copy = mkdtempSync(join(tmpdir(), 'names-'));
afterAll(() => rmSync(copy, { recursive: true }));

/** What people wrote; neither what is built or installed, nor the data of tests. */
const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split(/\/?\n/);
const skipped = new Set([...ignored, '.git', 'dist', 'fixtures', 'test', 'policies', 'NOTICE']);
const written = readdirSync(root).filter((name) => !skipped.has(name));
const read = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile() && !name.endsWith('.html'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
const renamed = (text: string): string =>
  text
    .replaceAll(packageName, '@acme/plan-gate')
    .replaceAll(repository, 'acme-corp/plan.gate')
    .replaceAll(/^(.*version.*)\b0\.1\.0\b/gm, '$19.8.7');

it('are those of package.json', () => {
  const { name, version: current, repository: source } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect({ name, current, url: source.url }).toEqual({
    name: packageName,
    current: version,
    url: `git+https://github.com/${repository}.git`,
  });
});

it('changed in package.json, they change everywhere, and nothing else does', () => {
  for (const name of written) cpSync(join(root, name), join(copy, name), { recursive: true });
  const before = read(copy);
  writeFileSync(join(copy, 'package.json'), renamed(before.get('package.json') ?? ''));
  execFileSync(process.execPath, [join(root, 'scripts', 'names.mjs'), copy]);
  const after = read(copy);
  const stated = [
    'README.md',
    'package-lock.json',
    'src/package-info.ts',
    'docs/library.md',
    'examples/github/minimal.yml',
  ];
  expect([...after].filter(([name, text]) => text !== before.get(name)).map(([name]) => name)).toEqual(
    expect.arrayContaining(stated),
  );
  const isVersioned = (name: string): boolean =>
    /^(?:package-lock\.json|src\/package-info\.ts|package\.json)$/.test(name);
  for (const [name, text] of before) {
    const expected = isVersioned(name) ? after.get(name)?.replaceAll('9.8.7', version) : after.get(name);
    const pinned = `${packageName}@${version}`;
    const withNames = text
      .replaceAll(pinned, '@acme/plan-gate@9.8.7')
      .replaceAll(packageName, '@acme/plan-gate')
      .replaceAll(repository, 'acme-corp/plan.gate');
    expect(expected, name).toBe(withNames);
  }
  expect(JSON.parse(after.get('package-lock.json') ?? '').packages['']).toMatchObject({
    name: '@acme/plan-gate',
    version: '9.8.7',
  });
});

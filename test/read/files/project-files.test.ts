/** Files of a project on disk: what is read, and what is not. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadYaml, openProject, projectLimits } from '../../../src/read/files/project-files.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-project-')));
const repository = join(top, 'repository');
afterAll(() => rmSync(top, { recursive: true }));

beforeAll(() => {
  for (const folder of ['.git', 'live', 'node_modules/x', 'many'])
    mkdirSync(join(repository, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(top, path), text);
  write('outside.sh', 'terraform destroy');
  write('repository/deploy.sh', 'terraform apply');
  write('repository/live/down.sh', 'terraform destroy');
  write('repository/node_modules/x/y.js', 'x');
  write('repository/program', '\u007fELF\0\0');
  write('repository/big.sh', 'ls\n'.repeat(projectLimits.bytes));
  write('repository/big.js', 'ls()\n'.repeat(projectLimits.bytes));
  symlinkSync('../outside.sh', join(repository, 'link-out.sh'));
  symlinkSync('deploy.sh', join(repository, 'link-in.sh'));
  symlinkSync('..', join(repository, 'up'));
  for (let i = 0; i <= projectLimits.files; i++) write(`repository/many/${i}.sh`, 'ls');
});

describe('openProject', () => {
  const open = (folder = repository) => {
    const files = openProject(folder);
    return (path: string, from = folder) => files.read(path, from);
  };

  it('reads scripts below the working tree, from any folder in it', () => {
    expect(open()('./deploy.sh')).toEqual({ path: 'deploy.sh', text: 'terraform apply' });
    expect(open(join(repository, 'live'))('../deploy.sh')).toEqual({ path: 'deploy.sh', text: 'terraform apply' });
    expect(open()('down.sh', join(repository, 'live'))).toMatchObject({ path: 'live/down.sh' });
    expect(open()('link-in.sh')).toEqual({ path: 'deploy.sh', text: 'terraform apply' });
  });

  it('reads nothing outside, also not through links', () => {
    for (const path of [
      '../outside.sh',
      join(top, 'outside.sh'),
      'link-out.sh',
      'up/outside.sh',
      '/etc/passwd',
      '/dev/zero',
    ])
      expect(open()(path)).toBe('absent');
    // A folder that is in no working tree is the whole project.
    mkdirSync(join(top, 'plain/sub'), { recursive: true });
    writeFileSync(join(top, 'plain/x.sh'), 'ls');
    expect(open(join(top, 'plain/sub'))('../x.sh')).toBe('absent');
  });

  it('takes folders, programs, bundles and what others wrote for absent', () => {
    for (const path of ['live', 'program', 'big.js', 'node_modules/x/y.js', 'absent.sh', 'a\0b', ''])
      expect(open()(path)).toBe('absent');
    expect(open(join(top, 'no/such/folder'))('x.sh')).toBe('absent');
  });

  it('says so where a script is too big, or one too many', () => {
    expect(open()('big.sh')).toBe('unreadable');
    const read = open();
    const all = Array.from({ length: projectLimits.files + 1 }, (_, i) => read(`many/${i}.sh`));
    expect(all.indexOf('unreadable')).toBe(projectLimits.files);
    expect(read('many/0.sh')).toMatchObject({ text: 'ls' });
  });

  it('does not wait for a named pipe', () => {
    if (spawnSync('sh', ['-c', 'mkfifo pipe.sh'], { cwd: repository }).status !== 0) return;
    expect(open()('pipe.sh')).toBe('absent');
  });

  it('lists the names of files', () => {
    const files = openProject(repository);
    expect(files.list('live', repository)).toEqual(['down.sh']);
    expect(files.list('..', repository)).toEqual([]);
    expect(files.list('absent', repository)).toEqual([]);
  });

  it('says that it lacks YAML, and reads it when given', async () => {
    const without = openProject(repository);
    expect([without.lacksYaml(), without.parseYaml('a: 1'), without.lacksYaml()]).toEqual([false, undefined, true]);
    const files = openProject(repository, await loadYaml());
    expect([files.parseYaml('a: [1]'), files.parseYaml('a: ]['), files.lacksYaml()]).toEqual([
      { a: [1] },
      expect.anything(),
      false,
    ]);
  });
});

/** `firebreak lint` in a repository of its own: what was taken away since a commit, and what can be seen at once. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { firebreak, type Ran, root } from './run.ts';

const repository = mkdtempSync(join(tmpdir(), 'firebreak-lint-'));
afterAll(() => rmSync(repository, { recursive: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, name)), { recursive: true });
    writeFileSync(join(repository, name), text);
  }
}
function commit(): void {
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { cwd: repository, stdio: 'ignore' });
  };
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'x');
}
async function lint(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return await firebreak(['lint', ...args], { cwd: repository, env });
}

const guarded = 'resource "aws_db_instance" "db" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
const bare = 'resource "aws_db_instance" "db" {\n}\n';
const s3 =
  'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "k"\n    region = "r"\n    encrypt = true\n    use_lockfile = true\n  }\n}\n';

describe('lint', () => {
  beforeAll(() => {
    put({
      'live/prod/main.tf': `${s3}module "db" {\n  source = "../../modules/db"\n}\n`,
      'modules/db/main.tf': guarded,
      'live/dev/main.tf': `${s3}${guarded}`,
    });
    commit();
  });

  it('passes what is as it was', async () => {
    expect(await lint(['live/prod', 'live/dev', 'modules/db/main.tf'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds a guard that was taken away since the commit, through the root that calls the module, and in a file', async () => {
    put({ 'modules/db/main.tf': bare });
    for (const [path, address, place] of [
      ['live/prod', 'module.db.aws_db_instance.db', 'modules/db/main.tf:1'],
      ['modules/db/main.tf', 'aws_db_instance.db', 'modules/db/main.tf:1'],
    ] as const) {
      const { code, stdout } = await lint([path]);
      expect(code).toBe(1);
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `${place}: prevent-destroy-removed: ${address} had prevent_destroy in the base`,
      );
    }
    put({ 'modules/db/main.tf': guarded });
  });

  it('shows what is forgotten from now on, and does not fail for it', async () => {
    put({
      'live/dev/main.tf': `${s3}removed {\n  from = aws_db_instance.db\n  lifecycle {\n    destroy = false\n  }\n}\n`,
    });
    const { stdout } = await lint(['live/dev', '-f', 'json']);
    const { modules } = JSON.parse(stdout);
    const found: readonly { policy: string; enforcement: string }[] = modules[0].findings;
    expect(found.find(({ policy }) => policy === 'forget-added')).toMatchObject({
      enforcement: 'advisory',
      subject: { address: 'aws_db_instance.db' },
    });
    put({ 'live/dev/main.tf': `${s3}${guarded}` });
  });

  it('finds a local backend of a root module, and asks none of a module that others call', async () => {
    put({ 'live/dev/main.tf': guarded });
    expect(await lint(['live/dev'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('local-state: State is stored in a local file (root module: live/dev)'),
    });
    expect(await lint(['live/dev/main.tf']), 'it does not look like a root').toMatchObject({ code: 0 });
    put({ 'live/dev/.terraform.lock.hcl': '' });
    expect(await lint(['live/dev/main.tf']), 'it was initialised').toMatchObject({ code: 1 });
    rmSync(join(repository, 'live/dev/.terraform.lock.hcl'));
    put({ 'live/dev/main.tf': `${s3}${guarded}` });
  });

  it('compares with the commit that is named, by option, by pre-commit, or with a folder', async () => {
    put({ 'live/dev/main.tf': `${s3}${bare}` });
    commit();
    expect((await lint(['live/dev'])).code).toBe(0);
    expect((await lint(['live/dev', '--base', 'HEAD~1'])).code).toBe(1);
    expect((await lint(['live/dev'], { PRE_COMMIT_FROM_REF: 'HEAD~1' })).code).toBe(1);
    put({ 'before/main.tf': guarded });
    expect((await lint(['live/dev', '--base-dir', 'before'])).code).toBe(1);
  });

  it.each([
    ['a commit that is not there', ['live/dev', '--base', 'nope'], {}, '--base: no commit `nope`'],
    ['no commit', ['live/dev', '--base', ''], {}, '--base needs a commit'],
    ['a folder that is not there', ['live/dev', '--base-dir', 'nope'], {}, 'nope: no such folder'],
    ['a file as the folder', ['live/dev', '--base-dir', 'live/dev/main.tf'], {}, 'not a folder'],
    ['both', ['live/dev', '--base', 'HEAD', '--base-dir', 'live/prod'], {}, 'exclude each other'],
    ['a commit of pre-commit', ['live/dev'], { PRE_COMMIT_FROM_REF: 'bad' }, 'PRE_COMMIT_FROM_REF: no commit'],
    ['a module that never was', ['nope'], {}, 'nope: exists neither now nor before the change'],
    ['one against a folder', ['nope', '--base-dir', 'live/dev'], {}, 'nope: exists neither now nor before'],
    ['a file that never was', ['live/dev/nope.tf'], {}, 'live/dev/nope.tf: exists neither now nor before'],
    ['settings that never were', ['nope/firebreak.yaml'], {}, 'nope/firebreak.yaml: exists neither now nor before'],
    ['a folder without configuration', ['live'], {}, 'Name the folder of a root module: firebreak lint DIR'],
    ['here, where there is none', [], {}, 'firebreak lint DIR'],
    ['another file', ['live/notes.md'], {}, 'live/notes.md: not a file of a module'],
  ])('judges nothing where it is told %s', async (_, args, env, message) => {
    put({ 'live/notes.md': '' });
    const { code, stdout, stderr } = await lint(args, env);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('--dir DIR');
  });

  it('takes the zeros of a first push for no commit', async () => {
    expect(await lint(['live/prod'], { PRE_COMMIT_FROM_REF: '0'.repeat(40) })).toMatchObject({ code: 0, stderr: '' });
  });

  it('asks the repository that a module lies in, wherever it runs', async () => {
    put({ 'live/dev/main.tf': `${s3}${guarded}` });
    commit();
    put({ 'live/dev/main.tf': `${s3}${bare}` });
    const elsewhere = mkdtempSync(join(tmpdir(), 'firebreak-elsewhere-'));
    const { code, stdout } = await firebreak(['lint', join(repository, 'live/dev')], { cwd: elsewhere });
    expect([code, stdout]).toEqual([1, expect.stringContaining('prevent-destroy-removed')]);
    put({ 'main.tf': bare });
    cpSync(join(repository, 'main.tf'), join(elsewhere, 'main.tf'));
    expect(await firebreak(['lint', '--base', 'HEAD'], { cwd: elsewhere })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not in a Git repository'),
    });
    rmSync(elsewhere, { recursive: true });
    rmSync(join(repository, 'main.tf'));
  });

  it('judges nothing where Git does not say what was there', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'firebreak-broken-'));
    mkdirSync(join(broken, '.git'));
    writeFileSync(join(broken, 'main.tf'), s3);
    const { code, stderr } = await firebreak(['lint'], { cwd: broken });
    expect([code, stderr]).toEqual([2, expect.stringContaining('removed blocks are unknown')]);
    rmSync(broken, { recursive: true });
  });

  it('finds the guards of what was deleted: a file, the last file of a module, the module', async () => {
    put({ 'modules/gone/main.tf': guarded, 'live/dev/db.tf': guarded.replace('"db"', '"other"') });
    commit();
    rmSync(join(repository, 'live/dev/db.tf'));
    const { stdout } = await lint(['live/dev/db.tf']);
    expect(stdout).toContain('aws_db_instance.other had prevent_destroy');
    expect(stdout).toMatch(/^Docs {3}https:\S+\/docs\/policies\/[\w-]+\.md$/m);
    rmSync(join(repository, 'modules/gone/main.tf'));
    for (const path of ['modules/gone/main.tf', 'modules/gone']) {
      for (const there of [true, false]) {
        if (!there) rmSync(join(repository, 'modules/gone'), { recursive: true, force: true });
        const { code, stdout } = await lint([path]);
        expect([code, stdout]).toEqual([1, expect.stringContaining('modules/gone/main.tf:1: prevent-destroy-removed')]);
        put({ 'modules/gone/README.md': '' });
      }
    }
  });

  it('judges the settings that were named, also below', async () => {
    put({ 'live/prod/firebreak.yaml': 'polices: {}\n' });
    expect(await lint(['live/prod/firebreak.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown key `polices`'),
    });
    put({ 'live/prod/firebreak.yaml': '' });
    commit();
    rmSync(join(repository, 'live/prod/firebreak.yaml'));
    expect(await lint(['live/prod/firebreak.yaml']), 'deleted').toMatchObject({ code: 0, stderr: '' });
  });

  it('says where it had nothing to compare with', async () => {
    put({ 'live/new/main.tf': `${s3}${bare}` });
    const { code, stdout } = await lint(['live/new']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('No earlier version of live/new to compare with')]);
  });

  it('judges the settings, which say what counts here', async () => {
    put({ 'firebreak.yaml': 'polices: {}\n' });
    expect(await lint(['firebreak.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown key `polices`'),
    });
    put({ 'firebreak.yaml': 'policies:\n  prevent-destroy-removed: { off: { reason: tests } }\n' });
    expect((await lint(['live/dev', '--base', 'HEAD~1'])).code).toBe(0);
    rmSync(join(repository, 'firebreak.yaml'));
  });

  it('leaves no copy of the base behind', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('firebreak-lint-base-'))).toEqual([]);
  });

  it('is a hook of pre-commit', () => {
    const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(hook).toMatchObject({ id: 'firebreak', entry: 'firebreak lint', language: 'node' });
    const files = new RegExp(hook.files);
    const named = ['main.tf', 'a/b.tofu', 'x.tf.json', 'firebreak.yaml', 'live/firebreak.yml'];
    expect(named.filter((name) => files.test(name))).toEqual(named);
    expect(['main.tfvars', 'notes.md', 'my-firebreak.yaml.txt'].filter((name) => files.test(name))).toEqual([]);
  });
});

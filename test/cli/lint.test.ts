/** `firebreak lint` in a repository of its own: what was taken away since a commit, and what can be seen at once. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
function lint(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  return firebreak(['lint', ...args], { cwd: repository, env });
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

  it('passes what is as it was', () => {
    expect(lint(['live/prod', 'live/dev', 'modules/db/main.tf'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds a guard that was taken away since the commit, through the root that calls the module, and in a file', () => {
    put({ 'modules/db/main.tf': bare });
    for (const [path, address, place] of [
      ['live/prod', 'module.db.aws_db_instance.db', 'modules/db/main.tf:1'],
      ['modules/db/main.tf', 'aws_db_instance.db', 'modules/db/main.tf:1'],
    ] as const) {
      const { code, stdout } = lint([path]);
      expect(code).toBe(1);
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `${place}: prevent-destroy-removed: ${address} had prevent_destroy in the base`,
      );
    }
    put({ 'modules/db/main.tf': guarded });
  });

  it('shows what is forgotten from now on, and does not fail for it', () => {
    put({
      'live/dev/main.tf': `${s3}removed {\n  from = aws_db_instance.db\n  lifecycle {\n    destroy = false\n  }\n}\n`,
    });
    const { stdout } = lint(['live/dev', '-f', 'json']);
    const { modules } = JSON.parse(stdout);
    const found: readonly { policy: string; enforcement: string }[] = modules[0].findings;
    expect(found.find(({ policy }) => policy === 'forget-added')).toMatchObject({
      enforcement: 'advisory',
      subject: { address: 'aws_db_instance.db' },
    });
    put({ 'live/dev/main.tf': `${s3}${guarded}` });
  });

  it('finds a local backend of a root module, and asks none of a module that others call', () => {
    put({ 'live/dev/main.tf': guarded });
    expect(lint(['live/dev'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('local-state: The state of live/dev'),
    });
    expect(lint(['live/dev/main.tf']), 'it does not look like a root').toMatchObject({ code: 0 });
    put({ 'live/dev/.terraform.lock.hcl': '' });
    expect(lint(['live/dev/main.tf']), 'it was initialised').toMatchObject({ code: 1 });
    rmSync(join(repository, 'live/dev/.terraform.lock.hcl'));
    put({ 'live/dev/main.tf': `${s3}${guarded}` });
  });

  it('compares with the commit that is named, by option, by pre-commit, or with a folder', () => {
    put({ 'live/dev/main.tf': `${s3}${bare}` });
    commit();
    expect(lint(['live/dev']).code).toBe(0);
    expect(lint(['live/dev', '--base', 'HEAD~1']).code).toBe(1);
    expect(lint(['live/dev'], { PRE_COMMIT_FROM_REF: 'HEAD~1' }).code).toBe(1);
    put({ 'before/main.tf': guarded });
    expect(lint(['live/dev', '--base-dir', 'before']).code).toBe(1);
  });

  it('says where it had nothing to compare with', () => {
    put({ 'live/new/main.tf': `${s3}${bare}` });
    const { code, stdout } = lint(['live/new']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('nothing to compare with in live/new')]);
  });

  it('judges the settings, which say what counts here', () => {
    put({ 'firebreak.yaml': 'polices: {}\n' });
    expect(lint(['firebreak.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`polices` is not known'),
    });
    put({ 'firebreak.yaml': 'policies:\n  prevent-destroy-removed: { off: { reason: tests } }\n' });
    expect(lint(['live/dev', '--base', 'HEAD~1']).code).toBe(0);
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

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readConfiguration, readConfigurationFromTexts } from '../../../src/read/configuration/configuration.ts';
import { findRootDirectory } from '../../../src/read/configuration/root-directory.ts';
import { tree } from './tree.ts';

async function read(
  files: Readonly<Record<string, string>>,
  more: { env?: NodeJS.ProcessEnv; timeLimitMs?: number } = {},
) {
  return readConfiguration({ dir: tree(files), shownAs: 'live', ...more });
}

const S3 = 'terraform {\n  backend "s3" {\n    bucket = "acme"\n    key    = "prod"\n  }\n}\n';
const LOCAL = 'terraform {\n  backend "local" {}\n}\n';

describe('the data directory', () => {
  const initialised = (backend: unknown) => JSON.stringify({ version: 3, terraform_version: '1.11.4', backend });
  const http = {
    type: 'http',
    config: { address: 'http://ci:hunter2@127.0.0.1/prod', username: 'ci', password: 'hunter2', lock_address: null },
    hash: 1,
  };

  test('the backend in force, without its credentials', async () => {
    const configuration = await read({ 'a.tf': '', '.terraform/terraform.tfstate': initialised(http) });
    expect(configuration.initialised).toEqual({
      kind: 'http',
      config: { address: 'http://127.0.0.1/prod' },
      file: 'live/.terraform/terraform.tfstate',
    });
    expect(JSON.stringify(configuration)).not.toContain('hunter2');
    expect(configuration.stateFiles).toEqual([]);
  });

  test('TF_DATA_DIR replaces .terraform', async () => {
    const files = {
      'a.tf': '',
      '.terraform/terraform.tfstate': initialised(http),
      'data/terraform.tfstate': initialised({ type: 'local', config: { path: 'x.tfstate', workspace_dir: null } }),
    };
    const configuration = await read(files, { env: { TF_DATA_DIR: 'data' } });
    expect(configuration.initialised).toMatchObject({ kind: 'local', config: { path: 'x.tfstate' } });
  });

  test('a broken one is named', async () => {
    const configuration = await read({ 'a.tf': '', '.terraform/terraform.tfstate': '{' });
    expect(configuration.initialised).toBeNull();
    expect(configuration.unreadable).toEqual([
      { file: 'live/.terraform/terraform.tfstate', reason: 'is not valid JSON' },
    ]);
  });
});

describe('state files', () => {
  const state = JSON.stringify({ version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'abc', resources: [] });

  test('real ones anywhere below, in any workspace, backups, encrypted; nothing else', async () => {
    const configuration = await read({
      'a.tf': 'module "m" {\n  source = "./m"\n}\n',
      'm/a.tf': '',
      'm/errored.tfstate': state,
      'terraform.tfstate': `${state.slice(0, -1)}, "padding": "${'x'.repeat(2 * 1024 * 1024)}"}`,
      'terraform.tfstate.backup': state,
      'terraform.tfstate.1700000000.backup': state,
      'terraform.tfstate.d/prod/terraform.tfstate': state,
      'sealed.tfstate': JSON.stringify({
        serial: 1,
        lineage: 'l',
        meta: {},
        encrypted_data: 'eA==',
        encryption_version: 'v0',
      }),
      'empty.tfstate': '',
      'other.tfstate': '{"version": 4}',
      'node_modules/x/terraform.tfstate': state,
      '.terraform/terraform.tfstate': state,
      '.terragrunt-cache/terraform.tfstate': state,
    });
    const files = [
      'live/m/errored.tfstate',
      'live/sealed.tfstate',
      'live/terraform.tfstate',
      'live/terraform.tfstate.1700000000.backup',
      'live/terraform.tfstate.backup',
      'live/terraform.tfstate.d/prod/terraform.tfstate',
    ];
    expect(configuration.stateFiles).toEqual(files.map((file) => ({ file, tracked: null })));
  });

  test('in a repository only what Git tracks: not what it ignores, not what nobody added', async () => {
    const dir = tree({
      '.gitignore': 'ignored.tfstate\n',
      'live/a.tf': '',
      'live/ignored.tfstate': state,
      'live/new.tfstate': state,
      'live/added.tfstate': state,
      'live/caf\u00e9 [1]/*.tfstate': state,
    });
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: dir });
    git('init', '--quiet');
    git('--literal-pathspecs', 'add', 'live/added.tfstate', 'live/caf\u00e9 [1]/*.tfstate');
    // As a hook sees it that Git runs at the top.
    vi.stubEnv('GIT_INDEX_FILE', '.git/index');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { stateFiles } = await readConfiguration({ dir: join(dir, 'live'), shownAs: 'live' });
    expect(stateFiles).toEqual([
      { file: 'live/added.tfstate', tracked: true },
      { file: 'live/caf\u00e9 [1]/*.tfstate', tracked: true },
    ]);
  });
});

describe('Terragrunt', () => {
  async function unit(files: Readonly<Record<string, string>>) {
    return readConfiguration({ dir: join(tree(files), 'live', 'app'), shownAs: 'live/app' });
  }
  const remoteState = (kind: string) =>
    `remote_state {\n  backend = ${kind}\n  config = {\n    bucket = "acme"\n    key = "\${path_relative_to_include()}/x"\n    secret_key = "hunter2"\n  }\n}\n`;

  test('the unit itself, without any *.tf beside it', async () => {
    const { terragrunt } = await unit({ 'live/app/terragrunt.hcl': remoteState('"s3"') });
    expect(terragrunt).toEqual({
      kind: 's3',
      config: { bucket: 'acme', key: null },
      file: 'live/app/terragrunt.hcl',
      line: 1,
    });
  });

  test.each([
    ['find_in_parent_folders("root.hcl")', 'root.hcl'],
    ['find_in_parent_folders()', 'terragrunt.hcl'],
    ['"../../common.hcl"', 'common.hcl'],
  ])('an include by %s', async (path, name) => {
    const include = `include "root" {\n  path = ${path}\n}\n`;
    const { terragrunt } = await unit({ 'live/app/terragrunt.hcl': include, [name]: remoteState('"local"') });
    expect(terragrunt).toMatchObject({ kind: 'local', file: name });
  });

  test.each([
    ['a computed backend', remoteState('local.kind'), ''],
    ['a computed include', `include "root" {\n  path = "\${get_repo_root()}/root.hcl"\n}\n`, remoteState('"s3"')],
    ['an include that is not there', 'include {\n  path = find_in_parent_folders("gone.hcl")\n}\n', ''],
    ['no remote state at all', 'inputs = {}\n', ''],
  ])('%s is unknown', async (_, own, root) => {
    const { terragrunt } = await unit({ 'live/app/terragrunt.hcl': own, 'root.hcl': root });
    expect(terragrunt).toMatchObject({ kind: null, file: 'live/app/terragrunt.hcl' });
  });

  test('one that does not parse is unknown and named', async () => {
    const configuration = await unit({ 'live/app/terragrunt.hcl': 'remote_state {' });
    expect(configuration.terragrunt?.kind).toBeNull();
    expect(configuration.unreadable).toMatchObject([{ file: 'live/app/terragrunt.hcl', line: 1 }]);
  });
});

test('texts of a saved plan are read the same way', async () => {
  const configuration = await readConfigurationFromTexts({
    root: 'plan.tfplan',
    origin: 'saved-plan',
    modules: [
      {
        address: '',
        dir: '.',
        files: new Map([
          ['a.tf', S3],
          ['zz_override.tf', LOCAL],
        ]),
      },
      { address: 'module.m', dir: 'modules/m', files: new Map([['a.tf', 'resource "a_b" "c" {}']]) },
    ],
  });
  expect(configuration.modules[0]?.backend).toEqual({ kind: 'local', config: {}, file: 'zz_override.tf', line: 2 });
  expect(configuration.modules[1]?.resources[0]?.file).toBe('modules/m/a.tf');
});

describe('the root directory', () => {
  test.each([
    ['the named one', { planFile: 'plans/p.json', dir: 'empty' }, { shownAs: 'empty', guessed: false }],
    ["the plan's folder", { planFile: 'live/p.json' }, { shownAs: 'live', guessed: true }],
    ['the working directory', { planFile: 'plans/p.json' }, { shownAs: '.', guessed: true }],
    ['standard input', { planFile: '-' }, { shownAs: '.', guessed: true }],
  ])('%s', async (_, options, expected) => {
    const cwd = tree({ 'a.tf': '', 'live/a.tf.json': '{}', 'plans/p.json': '{}' });
    expect(await findRootDirectory({ ...options, cwd })).toMatchObject(expected);
  });

  test('none', async () => {
    const cwd = tree({ 'plan.json': '{}', 'b.tf/c.txt': '' });
    expect(await findRootDirectory({ planFile: 'plan.json', cwd })).toBeNull();
  });
});

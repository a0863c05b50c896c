import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { readConfiguration } from '../../../src/read/configuration/configuration.ts';
import type { Configuration } from '../../../src/source/plan-and-configuration.ts';
import { tree } from './tree.ts';

async function read(
  files: Readonly<Record<string, string>>,
  more: { env?: NodeJS.ProcessEnv; timeLimitMs?: number } = {},
) {
  return readConfiguration({ dir: tree(files), shownAs: 'live', ...more });
}

function root(configuration: Configuration) {
  const [first] = configuration.modules;
  if (first === undefined) throw new Error('no root module');
  return first;
}

/** The depth ends the parser, on a loaded machine as well. */
const noTimeLimit = 2 ** 31 - 1;

const S3 = 'terraform {\n  backend "s3" {\n    bucket = "acme"\n    key    = "prod"\n  }\n}\n';
const LOCAL = 'terraform {\n  backend "local" {}\n}\n';

describe('OpenTofu beside Terraform', () => {
  test('x.tofu hides x.tf; what Terraform reads instead is said', async () => {
    const configuration = await read({ 'backend.tf': S3, 'backend.tofu': LOCAL, 'main.tf': 'resource "a_b" "c" {}' });
    expect(root(configuration).backend?.kind).toBe('local');
    expect(root(configuration).backendForTerraform?.kind).toBe('s3');
  });

  test('a guard that only one of them reads is no certain guard', async () => {
    const guarded = 'resource "a_b" "c" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
    const configuration = await read({
      'main.tf': 'resource "a_b" "c" {}',
      'main.tofu': guarded,
      'more.tofu': 'resource "a_b" "d" {}',
    });
    const [c, d] = root(configuration).resources;
    expect(c).toMatchObject({ name: 'c', lifecycle: { preventDestroy: null } });
    expect(c?.uncertain).toBeUndefined();
    expect(d).toMatchObject({ name: 'd', uncertain: true });
  });

  test('without *.tofu files nothing is said of it', async () => {
    expect(root(await read({ 'a.tf': S3 }))).not.toHaveProperty('backendForTerraform');
  });
});

describe('what cannot be read', () => {
  test('a file that does not parse is named with its line, without an excerpt', async () => {
    const configuration = await read({
      'a.tf': S3,
      'bad.tf': 'resource "a_b" "c" {\n  password = "hunter2" oops\n  lifecycle {}\n}',
      'bad.tf.json': '{"password": "hunter2" oops',
    });
    expect(configuration.unreadable).toEqual([
      { file: 'live/bad.tf', reason: 'is not valid HCL: Missing newline after argument', line: 2 },
      { file: 'live/bad.tf.json', reason: 'is not valid JSON' },
    ]);
    expect(root(configuration).partial).toBe(true);
    expect(root(configuration).backend?.kind).toBe('s3');
  });

  test('a file without anything that matters still has to be balanced', async () => {
    const configuration = await read({ 'a.tf': 'resource "a_b" "c" {' });
    expect(configuration.unreadable).toMatchObject([{ file: 'live/a.tf', line: 1 }]);
  });

  test('the time limit ends the parser and names what was not parsed', async () => {
    const block = (index: number) =>
      `resource "a_b" "c${index}" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n`;
    const large = Array.from({ length: 20_000 }, (_, index) => block(index)).join('');
    const configuration = await read({ 'large.tf': large, 'small.tf.json': '{}' }, { timeLimitMs: 50 });
    expect(configuration.unreadable).toEqual([
      { file: 'live/large.tf', reason: 'was not parsed within the time limit of 0.05 s' },
    ]);
    const after = await read({ 'a.tf': S3 });
    expect(root(after).backend?.kind).toBe('s3');
  });

  test('hostile nesting', async () => {
    const deep = 8_000;
    const files = {
      'a.tf': S3,
      'z_override.tf': LOCAL,
      'deep.tf': `x = "${'${"'.repeat(deep)}${'"}'.repeat(deep)}"\n`,
      'deep.tf.json': `{"resource": ${'['.repeat(10 * deep)}${']'.repeat(10 * deep)}}`,
    };
    const configuration = await read(files, { timeLimitMs: noTimeLimit });
    expect(configuration.unreadable[0]?.reason).toBe('could not be parsed: the HCL parser failed on it');
    expect(configuration.unreadable.map((fault) => fault.file)).toEqual(['live/deep.tf', 'live/deep.tf.json']);
    expect(root(configuration)).toMatchObject({ partial: true, backend: { kind: 'local' } });
  });

  test('a missing directory, a file, and a directory without configuration', async () => {
    const dir = tree({ 'notes.txt': '' });
    const reading = (name: string) => readConfiguration({ dir: name });
    await expect(reading(join(dir, 'gone'))).rejects.toThrow(InputError);
    await expect(reading(join(dir, 'notes.txt'))).rejects.toThrow(/not a directory/);
    await expect(reading(dir)).rejects.toThrow(/no Terraform configuration/);
  });
});

describe('modules', () => {
  test('local modules at every depth, one entry per call, each directory parsed once', async () => {
    const configuration = await read({
      'main.tf': 'module "a" {\n  source = "./m"\n}\nmodule "b" {\n  source = "./m"\n}\n',
      'm/main.tf': 'module "deep" {\n  source = "../n"\n}\n',
      'n/main.tf': 'resource "a_b" "c" {}',
    });
    expect(configuration.modules.map(({ address, dir }) => [address, dir])).toEqual([
      ['', 'live'],
      ['module.a', 'live/m'],
      ['module.b', 'live/m'],
      ['module.a.module.deep', 'live/n'],
      ['module.b.module.deep', 'live/n'],
    ]);
  });

  test('a registry module is read where init put it, otherwise it is named and is no fault', async () => {
    const main =
      'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\nmodule "x" {\n  source = "acme/x/aws"\n}\n';
    const configuration = await read({
      'main.tf': main,
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [
          { Key: '', Source: '', Dir: '.' },
          { Key: 'vpc', Source: 'registry.terraform.io/terraform-aws-modules/vpc/aws', Dir: '.terraform/modules/vpc' },
        ],
      }),
      '.terraform/modules/vpc/main.tf': 'resource "aws_vpc" "this" {}',
    });
    expect(configuration.modules.map((module) => module.address)).toEqual(['', 'module.vpc']);
    expect(configuration.unreadable).toEqual([]);
    expect(configuration.notFollowed).toEqual([
      { file: 'live/main.tf', reason: 'module.x comes from acme/x/aws and is not on this disk' },
    ]);
  });

  test('a local module that is not there is a fault', async () => {
    const configuration = await read({ 'main.tf': 'module "m" {\n  source = "./gone"\n}\n' });
    expect(configuration.unreadable).toEqual([
      { file: 'live/main.tf', reason: 'calls module.m from live/gone, which has no configuration' },
    ]);
  });

  test('the paths of a linked directory are the real ones, also of modules above it', async () => {
    const dir = realpathSync(
      tree({
        'real/live/main.tf': 'module "m" {\n  source = "../m"\n}\n',
        'real/m/main.tf': 'resource "a_b" "c" {}\n',
      }),
    );
    symlinkSync(join(dir, 'real', 'live'), join(dir, 'linked'));
    const { modules } = await readConfiguration({ dir: join(dir, 'linked'), shownAs: 'linked' });
    expect(modules.map((module) => module.dir)).toEqual(['real/live', 'real/m']);
    expect(modules[1]?.resources).toMatchObject([{ file: 'real/m/main.tf', line: 1 }]);
  });

  test('a module that calls itself, also through a link, comes to an end', async () => {
    const dir = tree({
      'main.tf': 'module "m" {\n  source = "./m"\n}\n',
      'm/main.tf': 'module "again" {\n  source = "../m"\n}\nmodule "loop" {\n  source = "./link"\n}\n',
    });
    symlinkSync(join(dir, 'm'), join(dir, 'm', 'link'));
    const configuration = await readConfiguration({ dir, shownAs: '.' });
    expect(configuration.modules.length).toBeLessThan(40);
    expect(configuration.notFollowed?.map((left) => left.reason)).toContain('module.m.module.again calls itself');
  });
});

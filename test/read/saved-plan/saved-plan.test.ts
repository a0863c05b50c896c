import { Readable } from 'node:stream';
import { zipSync } from 'fflate';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, test } from 'vitest';
import { isFirebreakError } from '../../../src/errors.ts';
import { readPlan } from '../../../src/read/plan/plan.ts';
import type { PlanSource } from '../../../src/source/plan-and-configuration.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text);

/** A string in MessagePack, up to 255 bytes. */
const packed = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xd9, Buffer.byteLength(text)]), Buffer.from(text)]);
const packedMap = (entries: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from([0x80 + Object.keys(entries).length]),
    ...Object.entries(entries).flatMap(([key, value]) => [packed(key), value]),
  ]);

/** A `tfplan` message as Terraform writes it, with a field before and one after the backend. */
function tfplan(options: { field?: number; type?: string; config?: Uint8Array; version?: number }): Uint8Array {
  const { field = 13, type = 'http', config, version = 3 } = options;
  const writer = protobuf.Writer.create();
  writer.uint32((1 << 3) | 0).uint32(version);
  writer.uint32((3 << 3) | 2).bytes(Buffer.alloc(300, 7));
  writer.uint32((field << 3) | 2).fork();
  writer.uint32((1 << 3) | 2).string(type);
  if (config)
    writer.uint32((2 << 3) | 2).bytes(
      protobuf.Writer.create()
        .uint32((1 << 3) | 2)
        .bytes(config)
        .finish(),
    );
  writer
    .uint32((3 << 3) | 2)
    .string('blue')
    .ldelim();
  writer.uint32((25 << 3) | 0).uint32(1);
  return writer.finish();
}

function read(entries: Readonly<Record<string, Uint8Array>>): Promise<PlanSource> {
  return readPlan({ file: '-', stdin: Readable.from([zipSync({ ...entries })]) });
}

async function fault(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => expect.fail('was read as a plan'),
    (reason: unknown) => reason,
  );
  if (!isFirebreakError(error)) throw error;
  return error.message;
}

describe('the backend', () => {
  test('its kind, workspace, and what of its settings is no secret', async () => {
    const config = packedMap({
      address: packed('https://ci:hunter2@state.example.com/prod?token=hunter2'),
      username: packed('hunter2'),
      password: packed('hunter2'),
      conn_str: packed('postgres://ci:hunter2@db/state'),
      lock_address: Buffer.from([0xc0]),
    });
    const { saved } = await read({ tfplan: tfplan({ config }) });
    expect(saved?.backend).toMatchObject({
      kind: 'http',
      workspace: 'blue',
      config: { address: 'https://state.example.com/prod' },
    });
    expect(JSON.stringify(saved)).not.toContain('hunter2');
    expect(saved?.configuration).toBeNull();
  });

  test('workspaces of a remote backend', async () => {
    const workspaces = Buffer.concat([
      Buffer.from([0x91]),
      packedMap({ name: packed('prod'), prefix: Buffer.from([0xc0]) }),
    ]);
    const config = packedMap({ organization: packed('acme'), token: packed('hunter2'), workspaces });
    const { saved } = await read({ tfplan: tfplan({ type: 'remote', config }) });
    expect(saved?.backend?.config).toMatchObject({ organization: 'acme', workspaces: [{ name: 'prod' }] });
    expect(JSON.stringify(saved)).not.toContain('hunter2');
  });

  test('a state store (Terraform 1.15)', async () => {
    const { saved } = await read({ tfplan: tfplan({ field: 29, type: 'acme_store' }) });
    expect(saved?.backend).toEqual({ kind: 'acme_store', workspace: 'blue', config: null });
  });

  test.each<[string, Uint8Array]>([
    ['no message', utf8('not protobuf at all')],
    ['an empty message', new Uint8Array()],
    ['a version that is not known', tfplan({ version: 4 })],
    ['no backend', tfplan({ field: 99 })],
    ['a backend without type', tfplan({ type: '' })],
    ['a message that ends early', tfplan({}).subarray(0, 320)],
  ])('not known: %s', async (_name, message) => {
    expect((await read({ tfplan: message })).saved?.backend).toBeNull();
  });

  test('settings that do not parse leave kind and workspace', async () => {
    const { saved } = await read({ tfplan: tfplan({ config: Buffer.from([0x81, 0xa3]) }) });
    expect(saved?.backend).toEqual({ kind: 'http', workspace: 'blue', config: null });
  });
});

describe('the configuration', () => {
  const manifest = (...records: readonly object[]): Uint8Array => utf8(JSON.stringify(records));

  test('module calls by address, the root first', async () => {
    const { saved } = await read({
      tfplan: tfplan({}),
      'tfconfig/m-network.subnets/main.tf': utf8('resource "a_subnet" "s" {}\n'),
      'tfconfig/m-network/main.tf': utf8('module "subnets" {\n  source = "./subnets"\n}\n'),
      'tfconfig/m-/main.tf': utf8('terraform {\n  backend "s3" {\n    bucket = "state"\n  }\n}\n'),
      'tfconfig/modules.json': manifest(
        { Key: 'network.subnets', Source: './subnets', Dir: 'network/subnets' },
        { Key: '', Dir: '.' },
        { Key: 'network', Source: './network', Dir: 'network' },
      ),
    });
    expect(saved?.configuration).toMatchObject({
      root: '-',
      origin: 'saved-plan',
      modules: [
        { address: '', dir: '.', backend: { kind: 's3', config: { bucket: 'state' } } },
        { address: 'module.network', dir: 'network', calls: [{ name: 'subnets', source: './subnets' }] },
        {
          address: 'module.network.module.subnets',
          dir: 'network/subnets',
          resources: [{ type: 'a_subnet', name: 's' }],
        },
      ],
    });
  });

  const AGAIN = '\n  Plan again with `terraform plan -out=FILE`, and copy the file in binary mode.';
  test.each<[string, Uint8Array, string]>([
    ['a list that is not JSON', utf8('{'), `-: the saved plan has a list of modules that is not JSON${AGAIN}`],
    ['a list that is none', utf8('{}'), `-: the saved plan has a list of modules that is not JSON${AGAIN}`],
    ['an entry without directory', manifest({ Key: '' }), `-: the saved plan has a damaged list of modules${AGAIN}`],
    ['an entry that is null', utf8('[null]'), `-: the saved plan has a damaged list of modules${AGAIN}`],
    [
      'files of a module that is not listed',
      manifest({ Key: 'other', Dir: 'other' }),
      `-: the saved plan holds files of a module that its list of modules does not name${AGAIN}`,
    ],
  ])('damaged: %s', async (_name, modules, expected) => {
    const entries = { tfplan: tfplan({}), 'tfconfig/modules.json': modules, 'tfconfig/m-/main.tf': utf8('') };
    expect(await fault(read(entries))).toBe(expected);
  });
});

describe('the zip', () => {
  test('another archive', async () => {
    expect(await fault(read({ 'word/document.xml': utf8('<x/>') }))).toBe(
      '-: not a saved plan: this zip archive has no entry `tfplan`\n  A saved plan is what `terraform plan -out=FILE` writes.',
    );
  });

  test('cut off', async () => {
    const bytes = Buffer.from(zipSync({ tfplan: tfplan({}) }));
    expect(await fault(readPlan({ file: '-', stdin: Readable.from([bytes.subarray(0, 120)]) }))).toBe(
      '-: the saved plan is truncated, or has extra bytes at the end\n  Plan again with `terraform plan -out=FILE`, and copy the file in binary mode.',
    );
  });

  test('on standard input it cannot be shown, but says its backend', async () => {
    const { json, failure, saved } = await read({ tfplan: tfplan({}) });
    expect(json).toBeNull();
    expect(failure?.message).toBe(
      '-: a saved plan on standard input cannot be shown as JSON\n  Terraform can show only files. Name the saved plan, or pipe in the output of `terraform show -json`.',
    );
    expect(saved?.backend?.kind).toBe('http');
  });
});

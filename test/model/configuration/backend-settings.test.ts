/** What the settings of a backend say about locking, encryption and the location of the state. */
import { describe, expect, test } from 'vitest';
import type { BackendKindSource } from '../../../src/source/tables.ts';
import { block, configuration, initialised, judge, savedPlan, terragrunt } from './backend-sample.ts';

const S3 = { bucket: 'b', key: 'k' };

describe('locking and encryption', () => {
  test.each([
    ['s3', S3, false, false],
    ['s3', { ...S3, dynamodb_table: 't', encrypt: true }, true, true],
    ['s3', { ...S3, use_lockfile: 'true', encrypt: 'false' }, true, false],
    ['s3', { ...S3, dynamodb_table: '' }, false, false],
    ['s3', { ...S3, use_lockfile: null }, null, false],
    ['s3', {}, null, null],
    ['s3', { use_lockfile: true, encrypt: true }, true, true],
    ['s3', { bucket: 'b', key: null }, null, null],
    ['gcs', {}, true, true],
    ['azurerm', {}, true, true],
    ['cloud', {}, true, true],
    ['remote', {}, true, true],
    ['http', { address: 'https://x' }, false, null],
    ['http', { address: 'https://x', lock_address: 'https://x' }, true, null],
    ['http', {}, null, null],
    ['consul', { path: 'p' }, true, null],
    ['consul', { path: 'p', lock: false }, false, null],
    ['etcdv3', { lock: false }, false, null],
    ['kubernetes', {}, true, null],
    ['pg', {}, true, null],
    ['cos', { bucket: 'b' }, true, true],
    ['oss', { bucket: 'b' }, false, false],
    ['oss', { bucket: 'b', tablestore_table: 't', encrypt: true }, true, true],
    ['constructor', {}, null, null],
  ])('%s %j', (kind, config, locked, encrypted) => {
    expect(judge(configuration(block(kind, config)))).toMatchObject({ kind, locked, encrypted });
  });

  test('a fixed answer does not depend on missing settings', () => {
    const kinds: Readonly<Record<string, BackendKindSource>> = {
      tape: { status: 'remote', required: ['label'], locked: false, encrypted: true },
    };
    expect(judge(configuration(block('tape')), null, kinds)).toMatchObject({ locked: false, encrypted: true });
  });

  test('only a block in HCL may get more settings later', () => {
    const noAnswer = { locked: null, encrypted: null };
    const off = { locked: false, encrypted: false };
    expect(judge(configuration(block('s3')))).toMatchObject(noAnswer);
    expect(judge(configuration({}, { ...initialised('s3'), ...terragrunt(null) }))).toMatchObject(off);
    expect(judge(configuration({}, terragrunt('s3')))).toMatchObject(off);
    expect(judge(null, savedPlan('s3'))).toMatchObject(off);
    expect(judge(null, savedPlan('s3', null))).toMatchObject(off);
  });
});

describe('state encryption of OpenTofu', () => {
  const encryption = { stateEncrypted: true } as const;

  test('encrypts the state in any backend', () => {
    expect(judge(configuration({ ...block('s3', S3), ...encryption }))).toMatchObject({ encrypted: true });
    expect(judge(configuration(encryption))).toMatchObject({ kind: 'none', encrypted: true });
  });

  test('counts if another source decides about the backend', () => {
    expect(judge(configuration({ ...block('s3'), ...encryption }), savedPlan('local'))).toMatchObject({
      kind: 'local',
      encrypted: true,
    });
    expect(judge(configuration({ ...block('s3'), ...encryption }, initialised('local')))).toMatchObject({
      kind: 'local',
      encrypted: true,
    });
  });

  test.each([
    ['a block', configuration(block('s3', S3))],
    ['no block', configuration()],
    ['an initialized directory', configuration({}, initialised('s3', S3))],
    ['Terragrunt', configuration({}, terragrunt('s3', S3))],
    [
      'a file that could not be read',
      configuration({ partial: true }, { unreadable: [{ file: 'live/a.tf', reason: 'is not valid HCL' }] }),
    ],
  ])('is not assumed from %s', (_, read) => {
    expect(judge(read, savedPlan('s3', S3))).toMatchObject({ kind: 's3', encrypted: false });
  });
});

describe('location of the state', () => {
  test.each([
    ['s3', S3, 'b/k'],
    ['s3', { bucket: 'b' }, 'b'],
    ['s3', { bucket: 'b', key: null }, 'b'],
    ['s3', { bucket: '', key: 'k' }, 'k'],
    ['s3', { bucket: 7, key: 'k' }, 'k'],
    ['s3', { region: 'eu-central-1' }, undefined],
    ['oss', { key: 'k', prefix: 'p', bucket: 'b' }, 'b/p/k'],
    ['azure', { key: 'k' }, undefined],
    ['floppy', S3, undefined],
  ])('%s %j: %s', (kind, config, place) => {
    const backend = judge(configuration(block(kind, config)));
    expect(backend.statePath).toBe(place);
    expect('statePath' in backend).toBe(place !== undefined);
  });
});

describe('settings from several sources', () => {
  test('init completes a partial block', () => {
    const read = configuration(
      block('s3', { key: null }),
      initialised('s3', { bucket: 'b', key: 'k', dynamodb_table: 't' }),
    );
    const backend = judge(read);
    expect(backend).toMatchObject({ status: 'remote', locked: true, encrypted: false, statePath: 'b/k' });
    expect(backend).not.toHaveProperty('conflicting');
  });

  test('a value in HCL counts more than one from init, and that more than one from Terragrunt', () => {
    const read = configuration(block('s3', { bucket: 'hcl', encrypt: false }), {
      ...initialised('s3', { bucket: 'init', key: 'init', encrypt: true }),
      ...terragrunt('s3', { bucket: 'terragrunt', key: 'terragrunt', dynamodb_table: 't' }),
    });
    expect(judge(read)).toMatchObject({ statePath: 'hcl/init', locked: true, encrypted: false });
  });

  test('settings of another backend are not taken over', () => {
    const backend = judge(configuration(block('s3'), initialised('gcs', { ...S3, encrypt: true })));
    expect(backend).toMatchObject({ kind: 's3', encrypted: null });
    expect(backend).not.toHaveProperty('statePath');
  });

  test('nothing is added to settings that are complete', () => {
    const read = configuration({}, { ...initialised('s3', { bucket: 'init' }), ...terragrunt('s3', S3) });
    expect(judge(read)).toMatchObject({ statePath: 'init' });
    const planned = judge(
      configuration(block('s3', { ...S3, dynamodb_table: 't' })),
      savedPlan('s3', { bucket: 'plan' }),
    );
    expect(planned).toMatchObject({ statePath: 'plan', locked: false });
  });
});

import { describe, expect, test } from 'vitest';
import { assessBackends } from '../../../src/model/configuration/backend.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import type { Configuration, HclModule, SavedPlan } from '../../../src/source/plan-and-configuration.ts';

const kinds = readBuiltinPolicies().catalog.tables.backends;

const EMPTY: HclModule = { address: '', dir: 'live', backend: null, resources: [], removed: [], moved: [], calls: [] };

function configuration(module: Partial<HclModule> = {}, more: Partial<Configuration> = {}): Configuration {
  const modules = [{ ...EMPTY, ...module }];
  const rest = { unreadable: [], initialised: null, terragrunt: null, stateFiles: [] };
  return { root: 'live', origin: 'directory', modules, ...rest, ...more };
}

function block(kind: string, config: Readonly<Record<string, unknown>> = {}) {
  return { backend: { kind, config, file: 'live/backend.tf', line: 2 } };
}

function judge(read: Configuration | null, saved: SavedPlan | null = null) {
  const [backend] = assessBackends({ configuration: read, saved, root: 'plan.json', kinds });
  if (backend === undefined) throw new Error('no backend');
  return backend;
}

function savedPlan(kind: string, config: unknown = {}): SavedPlan {
  return { backend: { kind, workspace: 'default', config }, partial: false, lineage: null, configuration: null };
}

describe('one source', () => {
  test('a plan in JSON alone is unknown, and the evidence says what to do', () => {
    expect(judge(null)).toMatchObject({
      root: 'plan.json',
      kind: null,
      status: 'unknown',
      locked: null,
      encrypted: null,
    });
    expect(judge(null).evidence).toMatch(/--dir DIR/);
  });

  test('no block is local', () => {
    expect(judge(configuration())).toMatchObject({ root: 'live', kind: 'none', status: 'local', locked: false });
    expect(judge(configuration()).evidence).toBe(
      'live has no backend or cloud block, so the state is a file in the working directory',
    );
  });

  test('a block, with its place', () => {
    expect(judge(configuration(block('local', { path: 'x.tfstate' })))).toEqual({
      root: 'live',
      kind: 'local',
      status: 'local',
      evidence: 'live/backend.tf:2 says backend "local"',
      location: { file: 'live/backend.tf', line: 2 },
      locked: false,
      encrypted: false,
      place: 'x.tfstate',
    });
  });

  test('a backend that nobody here knows is unknown', () => {
    const backend = judge(configuration(block('floppy')));
    expect(backend).toMatchObject({ kind: 'floppy', status: 'unknown', locked: null, encrypted: null });
    expect(backend.evidence).toMatch(/is no backend that is known here/);
  });
});

describe('locking and encryption', () => {
  const S3 = { bucket: 'b', key: 'k' };
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
    ['kubernetes', {}, true, null],
    ['pg', {}, true, null],
    ['cos', { bucket: 'b' }, true, true],
    ['oss', { bucket: 'b' }, false, false],
    ['oss', { bucket: 'b', tablestore_table: 't', encrypt: true }, true, true],
    ['constructor', {}, null, null],
  ])('%s %j', (kind, config, locked, encrypted) => {
    expect(judge(configuration(block(kind, config)))).toMatchObject({ kind, locked, encrypted });
  });

  test('what init merged completes a partial block', () => {
    const config = { bucket: 'b', key: 'k', dynamodb_table: 't' };
    const initialised = { kind: 's3', config, file: 'live/.terraform/terraform.tfstate' };
    const backend = judge(configuration(block('s3', { key: null }), { initialised }));
    expect(backend).toMatchObject({ status: 'remote', locked: true, encrypted: false, place: 'b/k' });
    expect(backend).not.toHaveProperty('conflicting');
  });

  test('OpenTofu encrypts a state by itself', () => {
    expect(judge(configuration({ ...block('s3', S3), stateEncrypted: true }))).toMatchObject({ encrypted: true });
  });
});

describe('places that disagree', () => {
  const initialised = (kind: string) => ({
    initialised: { kind, config: {}, file: 'live/.terraform/terraform.tfstate' },
  });

  test.each([
    ['s3', 'local'],
    ['local', 's3'],
  ])('HCL says %s, init says %s: local, and both are named', (written, inForce) => {
    const backend = judge(configuration(block(written), initialised(inForce)));
    expect(backend).toMatchObject({ kind: 'local', status: 'local' });
    expect(backend.evidence).toMatch(/live\/backend\.tf:2 says/);
    expect(backend.evidence).toMatch(/the initialised directory \(live\/\.terraform\/terraform\.tfstate\) uses/);
    expect(backend.conflicting).toHaveLength(1);
  });

  test('no block, but an initialised remote one: the block is gone, so the next init makes it local', () => {
    expect(judge(configuration({}, initialised('s3')))).toMatchObject({ kind: 'none', status: 'local' });
  });

  test('OpenTofu and Terraform read different files', () => {
    const other = { kind: 's3', config: {}, file: 'live/backend.tf' };
    const backend = judge(configuration({ ...block('local'), backendForTerraform: other }));
    expect(backend).toMatchObject({ kind: 'local', status: 'local' });
    expect(backend.evidence).toMatch(/for Terraform, which passes over \*\.tofu files/);
    const reverse = judge(configuration({ ...block('s3'), backendForTerraform: null }));
    expect(reverse).toMatchObject({ kind: 'none', status: 'local' });
  });

  test('the word of a saved plan decides, and what else is said is named', () => {
    const backend = judge(configuration(block('s3')), savedPlan('local', { path: 'x.tfstate', workspace_dir: null }));
    expect(backend).toMatchObject({ kind: 'local', status: 'local', place: 'x.tfstate' });
    expect(backend.evidence).toBe(
      'the saved plan itself was made with backend "local"; but live/backend.tf:2 says backend "s3"',
    );
    const remote = judge(configuration(block('local')), savedPlan('s3', { bucket: 'b', key: 'k', encrypt: null }));
    expect(remote).toMatchObject({ kind: 's3', status: 'remote', locked: false, encrypted: false });
  });

  test('a saved plan of a root without a block does not disagree with it', () => {
    expect(judge(configuration(), savedPlan('local'))).not.toHaveProperty('conflicting');
  });

  test('without its own word, the configuration in a saved plan counts', () => {
    const copy = configuration(block('local'), { origin: 'saved-plan', root: 'plan.tfplan' });
    const backend = judge(null, { backend: null, partial: null, lineage: null, configuration: copy });
    expect(backend).toMatchObject({ root: 'plan.tfplan', kind: 'local' });
    expect(backend.evidence).toMatch(/in the saved plan/);
    expect(
      judge(configuration(block('s3')), { backend: null, partial: null, lineage: null, configuration: copy }),
    ).toMatchObject({
      kind: 'local',
    });
  });
});

describe('files that could not be read', () => {
  const partial = (file: string) => ({ unreadable: [{ file, reason: 'is not valid HCL' }] });

  test('without a block they may hold one', () => {
    const backend = judge(configuration({ partial: true }, partial('live/main.tf')));
    expect(backend).toMatchObject({ kind: null, status: 'unknown' });
    expect(backend.evidence).toBe('live/main.tf may hold a backend block, but it is not valid HCL');
  });

  test('beside a block only an override file may hold another', () => {
    const beside = (file: string) => judge(configuration({ ...block('s3'), partial: true }, partial(file))).status;
    expect(beside('live/main.tf')).toBe('remote');
    expect(beside('live/backend_override.tf')).toBe('unknown');
    expect(beside('live/override.tofu.json')).toBe('unknown');
    expect(beside('live/modules/override.tf')).toBe('remote');
  });

  test('a fault in another module says nothing of the root', () => {
    expect(judge(configuration({}, partial('live/modules/m/main.tf')))).toMatchObject({ kind: 'none' });
  });
});

describe('Terragrunt', () => {
  const terragrunt = (kind: string | null) => ({ terragrunt: { kind, config: {}, file: 'live/terragrunt.hcl' } });

  test.each([
    ['nothing, and Terragrunt cannot be read', {}, null, null, 'unknown'],
    ['nothing, and Terragrunt says s3', {}, 's3', 's3', 'remote'],
    ['nothing, and Terragrunt says local', {}, 'local', 'local', 'local'],
    ['s3, and Terragrunt cannot be read', block('s3'), null, 's3', 'remote'],
    ['s3, and Terragrunt says local', block('s3'), 'local', 'local', 'local'],
  ])('the HCL says %s', (_, module, said, kind, status) => {
    expect(judge(configuration(module, terragrunt(said)))).toMatchObject({ kind, status });
  });
});

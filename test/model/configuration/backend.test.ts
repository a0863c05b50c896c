/** Which source decides about the backend of a root module, and what the evidence says. */
import { describe, expect, test } from 'vitest';
import { block, configuration, EMPTY, initialised, judge, savedPlan, terragrunt } from './backend-sample.ts';

describe('one source', () => {
  test('a plan in JSON alone is unknown, and the evidence says what to do', () => {
    expect(judge(null)).toStrictEqual({
      root: 'plan.json',
      kind: null,
      status: 'unknown',
      evidence: 'plan JSON does not contain the state location; pass --dir DIR or the saved plan',
      locked: null,
      encrypted: null,
    });
  });

  test('no block is local', () => {
    expect(judge(configuration())).toMatchObject({ root: 'live', kind: 'none', status: 'local', locked: false });
    expect(judge(configuration()).evidence).toBe('no backend or cloud block in the code');
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
      statePath: 'x.tfstate',
    });
  });

  test('a backend that nobody here knows is unknown', () => {
    const backend = judge(configuration(block('floppy')));
    expect(backend).toMatchObject({ kind: 'floppy', status: 'unknown', locked: null, encrypted: null });
    expect(backend.evidence).toBe('live/backend.tf:2 says backend "floppy", an unknown backend');
  });

  test('a cloud block has the name of the product', () => {
    expect(judge(configuration(block('cloud'))).evidence).toBe('live/backend.tf:2 says HCP Terraform (cloud block)');
  });

  test('a block whose line is unknown', () => {
    const backend = judge(configuration({ backend: { kind: 's3', config: {}, file: 'live/backend.tf' } }));
    expect(backend.evidence).toBe('live/backend.tf says backend "s3"');
    expect(backend.location).toStrictEqual({ file: 'live/backend.tf' });
  });

  test('an initialized directory without files', () => {
    const backend = judge(configuration({}, { ...initialised('gcs'), modules: [] }));
    expect(backend).toMatchObject({ kind: 'gcs', location: { file: 'live/.terraform/terraform.tfstate' } });
    expect(backend.evidence).toBe('the initialised directory (live/.terraform/terraform.tfstate) uses backend "gcs"');
  });

  test('a configuration that contains nothing', () => {
    expect(judge(configuration({}, { modules: [] }))).toMatchObject({ root: 'live', kind: null, status: 'unknown' });
  });

  test('only the root module counts, in any order', () => {
    const child = { ...EMPTY, ...block('local'), address: 'module.child', dir: 'live/child' };
    const root = { ...EMPTY, ...block('s3') };
    expect(judge(configuration({}, { modules: [child, root] }))).toMatchObject({ kind: 's3' });
    expect(judge(configuration({}, { modules: [child] }))).toMatchObject({ kind: null });
  });

  test('a saved plan has no location', () => {
    const backend = judge(null, savedPlan('s3'));
    expect(backend).toMatchObject({ root: 'plan.json', kind: 's3', status: 'remote' });
    expect(backend.evidence).toBe('the saved plan was made with backend "s3"');
    expect(backend).not.toHaveProperty('location');
    expect(backend).not.toHaveProperty('conflicting');
  });
});

describe('places that disagree', () => {
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

  test.each([
    ['local', 'floppy', 'local'],
    ['s3', 'floppy', 'floppy'],
    ['s3', 'gcs', 's3'],
  ])('HCL says %s, init says %s: the worst is %s, and HCL comes first', (written, inForce, worst) => {
    expect(judge(configuration(block(written), initialised(inForce)))).toMatchObject({ kind: worst });
  });

  test('OpenTofu and Terraform read different files', () => {
    const forTerraform = { kind: 's3', config: {}, file: 'live/backend.tf', line: 5 };
    const ofTofu = 'live/backend.tf:2 says backend "local"';
    const ofTerraform = 'live/backend.tf:5 says backend "s3" for Terraform, which ignores *.tofu files';
    const both = judge(configuration({ ...block('local'), backendForTerraform: forTerraform }));
    expect(both).toMatchObject({ kind: 'local', status: 'local', conflicting: [ofTerraform] });
    expect(both.evidence).toBe(`${ofTofu}; but ${ofTerraform}`);
    const onlyTofu = judge(configuration({ ...block('s3'), backendForTerraform: null }));
    expect(onlyTofu).toMatchObject({ kind: 'none', status: 'local' });
    expect(onlyTofu.evidence).toMatch(/in the code for Terraform, which/);
    const onlyTerraform = judge(configuration({ backendForTerraform: forTerraform }));
    expect(onlyTerraform).toMatchObject({ kind: 'none', conflicting: [ofTerraform] });
  });

  test('the block that Terraform reads is not repeated if it is of the same kind', () => {
    const same = { kind: 's3', config: { bucket: 'b', key: 'k' }, file: 'live/backend.tf' };
    // Its settings are not used either.
    expect(judge(configuration({ ...block('s3'), backendForTerraform: same }))).not.toHaveProperty('place');
    const { conflicting } = judge(configuration({ backendForTerraform: null }), savedPlan('s3'));
    expect(conflicting).toHaveLength(1);
  });

  test('the word of a saved plan decides, and what else is said is named', () => {
    const backend = judge(configuration(block('s3')), savedPlan('local', { path: 'x.tfstate', workspace_dir: null }));
    expect(backend).toMatchObject({ kind: 'local', status: 'local', statePath: 'x.tfstate' });
    expect(backend.evidence).toBe(
      'the saved plan was made with backend "local"; but live/backend.tf:2 says backend "s3"',
    );
    const remote = judge(configuration(block('local')), savedPlan('s3', { bucket: 'b', key: 'k', encrypt: null }));
    expect(remote).toMatchObject({ kind: 's3', status: 'remote', locked: false, encrypted: false });
  });

  test('a saved plan of a root without a block does not disagree with it', () => {
    expect(judge(configuration(), savedPlan('local'))).not.toHaveProperty('conflicting');
    expect(judge(configuration(), savedPlan('s3')).conflicting).toEqual(['no backend or cloud block in the code']);
  });

  test('every source that disagrees with a saved plan is named, its own configuration first', () => {
    const copy = configuration({}, { origin: 'saved-plan', root: 'plan.tfplan' });
    const read = configuration(block('gcs'), { ...initialised('pg'), ...terragrunt('http') });
    const { conflicting, root } = judge(read, savedPlan('s3', {}, copy));
    expect(root).toBe('live');
    expect(conflicting).toEqual([
      'no backend or cloud block in the configuration of the saved plan',
      'live/backend.tf:2 says backend "gcs"',
      'the initialised directory (live/.terraform/terraform.tfstate) uses backend "pg"',
      'Terragrunt (live/terragrunt.hcl) sets backend "http"',
    ]);
  });

  test('without its own word, the configuration in a saved plan counts', () => {
    const copy = configuration(block('local'), { origin: 'saved-plan', root: 'plan.tfplan' });
    const backend = judge(null, { backend: null, partial: null, lineage: null, configuration: copy });
    expect(backend).toMatchObject({ root: 'plan.tfplan', kind: 'local' });
    expect(backend.evidence).toBe('live/backend.tf:2 (in the saved plan) says backend "local"');
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
    expect(backend.evidence).toBe('live/main.tf may contain a backend block, but it is not valid HCL');
    expect(backend.location).toStrictEqual({ file: 'live/main.tf' });
  });

  test('the line of the fault is kept', () => {
    const unreadable = [{ file: 'live/main.tf', line: 3, reason: 'is not valid HCL' }];
    const { location } = judge(configuration({ partial: true }, { unreadable }));
    expect(location).toStrictEqual({ file: 'live/main.tf', line: 3 });
  });

  test.each([
    ['live/main.tf', false],
    ['live/override.tf', true],
    ['live/backend_override.tf', true],
    ['live/override.tofu', true],
    ['live/override.tf.json', true],
    ['live/backend_override.tofu.json', true],
    ['live/myoverride.tf', false],
    ['live/override_backend.tf', false],
    ['live/override.tf.bak', false],
    ['live/override.tfvars', false],
    ['live/override.json', false],
    ['live/modules/override.tf', false],
    ['other/override.tf', false],
    ['override.tf', false],
  ])('beside a block only an override file of the module may hold another: %s', (file, hides) => {
    const backend = judge(configuration({ ...block('s3'), partial: true }, partial(file)));
    expect(backend.status).toBe(hides ? 'unknown' : 'remote');
    expect(backend.conflicting).toEqual(hides ? ['live/backend.tf:2 says backend "s3"'] : undefined);
  });

  test.each(['.', ''])('the root directory may be the working directory: "%s"', (dir) => {
    const statusOf = (file: string) =>
      judge(configuration({ ...block('s3'), dir, partial: true }, partial(file))).status;
    expect(statusOf('override.tf')).toBe('unknown');
    expect(statusOf('modules/override.tf')).toBe('remote');
  });

  test('a fault in another module, or in a file that is not part of the root, says nothing of it', () => {
    expect(judge(configuration({}, partial('live/modules/m/main.tf')))).toMatchObject({ kind: 'none' });
    expect(judge(configuration({ partial: true }, partial('live/modules/m/main.tf')))).toMatchObject({ kind: 'none' });
    expect(judge(configuration({}, partial('live/main.tf')))).toMatchObject({ kind: 'none' });
  });

  test('beside a saved plan an override file is named once', () => {
    const read = configuration({ partial: true }, partial('live/override.tf'));
    expect(judge(read, savedPlan('s3')).conflicting).toEqual([
      'live/override.tf may contain a backend block, but it is not valid HCL',
    ]);
  });
});

/** The backend of a root module that Terragrunt runs. */
import { describe, expect, test } from 'vitest';
import { block, configuration, initialised, judge, terragrunt } from './backend-sample.ts';

describe('with Terragrunt', () => {
  test.each([
    ['nothing, and Terragrunt cannot be read', {}, null, null, 'unknown'],
    ['nothing, and Terragrunt says s3', {}, 's3', 's3', 'remote'],
    ['nothing, and Terragrunt says local', {}, 'local', 'local', 'local'],
    ['s3, and Terragrunt cannot be read', block('s3'), null, 's3', 'remote'],
    ['s3, and Terragrunt says local', block('s3'), 'local', 'local', 'local'],
  ])('the HCL says %s', (_, module, said, kind, status) => {
    expect(judge(configuration(module, terragrunt(said)))).toMatchObject({ kind, status });
  });

  test('a block that it generates when it runs', () => {
    const backend = judge(configuration({}, terragrunt(null)));
    expect(backend.evidence).toBe('Terragrunt sets the backend at run time (live/terragrunt.hcl)');
    expect(backend.location).toStrictEqual({ file: 'live/terragrunt.hcl' });
    expect(backend).not.toHaveProperty('conflicting');
  });

  test('a backend that it names, with the line', () => {
    const said = { kind: 's3', config: {}, file: 'live/terragrunt.hcl', line: 4 };
    const backend = judge(configuration({}, { terragrunt: said }));
    expect(backend.evidence).toBe('Terragrunt (live/terragrunt.hcl) sets backend "s3"');
    expect(backend.location).toStrictEqual({ file: 'live/terragrunt.hcl', line: 4 });
  });

  test('without a block, what init recorded counts', () => {
    const backend = judge(configuration({}, { ...initialised('s3'), ...terragrunt(null) }));
    expect(backend).toMatchObject({ kind: 's3', status: 'remote' });
    expect(backend).not.toHaveProperty('conflicting');
    const other = judge(configuration({}, { ...initialised('s3'), ...terragrunt('local') }));
    expect(other).toMatchObject({ kind: 'local', conflicting: [expect.stringMatching(/^the initialised directory/)] });
  });
});

/** Every fact that is read from what only a saved plan says is covered by the fingerprint. */
import { describe, expect, it } from 'vitest';
import type { Configuration, HclModule, HclResource, SavedPlan } from '../../../src/source/plan-and-configuration.ts';
import { isSameFingerprint } from '../../../src/verdict/fingerprint/fingerprint.ts';
import { everyFact } from './every-fact.ts';
import { fingerprintOfJson } from './fingerprint-of.ts';
import { fieldAt, type Path, recordReads, withField } from './recorded-reads.ts';

const entry = (address: string, type: string, actions: readonly string[]) => ({
  address,
  mode: 'managed',
  type,
  name: 'a',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { actions, before: { id: 'x' }, after: actions[0] === 'delete' ? null : { id: 'x' } },
});
const json = {
  format_version: '1.2',
  resource_changes: [
    entry('aws_db_instance.a', 'aws_db_instance', ['delete', 'create']),
    entry('module.m.null_resource.a', 'null_resource', ['delete']),
    entry('aws_s3_bucket.a', 'aws_s3_bucket', ['no-op']),
  ],
};

const block = (type: string, more: Partial<HclResource> = {}): HclResource => ({
  file: 'main.tf',
  mode: 'managed',
  type,
  name: 'a',
  lifecycle: {},
  provisioners: [],
  ...more,
});
const module = (address: string, more: Partial<HclModule>): HclModule => ({
  address,
  dir: address,
  backend: null,
  resources: [],
  removed: [],
  moved: [],
  calls: [],
  ...more,
});
const configuration = (modules: readonly HclModule[], more: Partial<Configuration> = {}): Configuration => ({
  root: 'tfplan',
  origin: 'saved-plan',
  modules,
  unreadable: [],
  initialised: null,
  terragrunt: null,
  stateFiles: [],
  ...more,
});
const run = (when: 'create' | 'destroy', command: string) => ({ type: 'local-exec', when, command });

const saved: SavedPlan = {
  backend: {
    kind: 's3',
    workspace: 'default',
    config: { bucket: 'acme', key: 'k', encrypt: true, use_lockfile: true },
  },
  partial: false,
  lineage: null,
  configuration: configuration(
    [
      module('', {
        backend: { file: 'main.tf', kind: 's3', config: { bucket: 'acme', key: 'k' } },
        resources: [
          block('aws_db_instance', { lifecycle: { preventDestroy: true } }),
          block('aws_s3_bucket', { lifecycle: { preventDestroy: false, destroy: true } }),
          block('terraform_remote_state', { mode: 'data', attributes: { backend: 'local', config: { path: 'a' } } }),
        ],
        calls: [{ file: 'main.tf', name: 'm', source: './m' }],
      }),
      module('module.m', {
        partial: true,
        resources: [
          block('null_resource', {
            provisioners: [run('create', 'echo hello'), run('destroy', 'aws s3 rb --force s3://b')],
          }),
        ],
      }),
    ],
    { unreadable: [{ file: 'm/broken.tf', reason: 'is no HCL' }] },
  ),
};
/** The guards of the base are compared with those of the plan. */
const base = configuration([
  module('', {
    resources: [
      block('aws_db_instance', { lifecycle: { preventDestroy: true } }),
      block('aws_s3_bucket', { lifecycle: { preventDestroy: true } }),
    ],
  }),
]);

const judged = (from: SavedPlan): string =>
  everyFact({ source: { file: 'tfplan', sha256: '', json, saved: from }, base });

const of = (from: SavedPlan): string => fingerprintOfJson(json, from);

/** What the plan is called and the line of a block are shown with a finding, and decide nothing. */
const isPlace = (path: Path): boolean => ['line', 'root'].includes(path.at(-1) ?? '');

function mutations(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value, null];
  if (typeof value === 'string') return [`${value}x`, 'local', 'destroy', 'create', 'echo bye', null];
  return [true, false, 'local'];
}

const fields = (() => {
  const { recorded, read } = recordReads(saved);
  judged(recorded as SavedPlan);
  return read().filter((path) => !isPlace(path));
})();

describe('what facts read of a saved plan', () => {
  it.each([
    'preventDestroy',
    'destroy',
    'command',
    'when',
    'kind',
    'encrypt',
    'path',
    'partial',
    'reason',
    'stateEncrypted',
  ])('includes %s', (name) => {
    expect(fields.map((path) => path.at(-1))).toContain(name);
  });

  it('is covered: another fact is another fingerprint', () => {
    const [own, facts] = [of(saved), judged(saved)];
    const changed = fields.flatMap((path) =>
      mutations(fieldAt(saved, path)).flatMap((value) => {
        const other = withField(saved, path, value);
        const changed = orNull(() => judged(other) !== facts && { missed: of(other) === own });
        return changed ? [{ path: path.join('.'), value, ...changed }] : [];
      }),
    );
    expect(changed.length).toBeGreaterThan(20);
    expect(changed.filter(({ missed }) => missed)).toEqual([]);
  });
});

/** Some mutations make what is read no configuration at all. */
function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

describe('a saved plan and its JSON', () => {
  const ofJson = fingerprintOfJson(json);
  const unguarded = withField(
    saved,
    ['configuration', 'modules', '0', 'resources', '0', 'lifecycle', 'preventDestroy'],
    false,
  );
  const without: SavedPlan = { ...saved, partial: null, configuration: configuration([]) };

  it('are compared by what both say', () => {
    expect(of(without)).not.toBe(ofJson);
    expect(isSameFingerprint(of(without), ofJson)).toBe(true);
    expect(isSameFingerprint(ofJson, of(without).toUpperCase())).toBe(true);
  });

  it('are two plans if the saved one runs something at a destroy, which the JSON does not say', () => {
    expect(isSameFingerprint(of(saved), ofJson)).toBe(false);
  });

  it('two saved plans are compared by everything', () => {
    expect(isSameFingerprint(of(saved), of(unguarded))).toBe(false);
    expect(isSameFingerprint(of(saved), of(structuredClone(saved)))).toBe(true);
  });

  it('no fingerprint is that of no plan', () => {
    expect(isSameFingerprint('', '')).toBe(false);
  });
});

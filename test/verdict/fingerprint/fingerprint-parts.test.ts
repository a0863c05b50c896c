/** Every part of a plan that the fingerprint covers: another value is another fingerprint, and the bytes stay the same. */
import { describe, expect, it } from 'vitest';
import type { SavedPlan } from '../../../src/source/plan-and-configuration.ts';
import { fingerprintOfJson } from './fingerprint-of.ts';

type Json = Readonly<Record<string, unknown>>;
type Configuration = SavedPlan['configuration'];

const thing = {
  address: 'cloud_thing.a',
  mode: 'managed',
  type: 'cloud_thing',
  name: 'a',
  provider_name: 'registry.terraform.io/hashicorp/cloud',
  previous_address: 'cloud_thing.old',
  deposed: 'abcd1234',
  action_reason: 'replace_because_cannot_update',
  change: {
    actions: ['delete', 'create'],
    before: { size: 1, name: 'x' },
    after: { size: 2, name: 'x' },
    after_unknown: {},
    importing: { id: 'i-1' },
    replace_paths: [['size'], ['name']],
  },
};
const invocation = {
  address: 'action.cloud_call.a',
  type: 'cloud_call',
  provider_name: 'registry.terraform.io/hashicorp/cloud',
  config_values: { payload: 'p', key: 'k' },
  config_sensitive: { key: true },
  lifecycle_action_trigger: { triggering_resource_address: 'cloud_thing.a', action_trigger_event: 'AfterCreate' },
};
const stored = {
  address: 'cloud_thing.kept',
  mode: 'managed',
  type: 'cloud_thing',
  provider_name: 'registry.terraform.io/hashicorp/cloud',
  deposed_key: 'ef567890',
  values: { size: 1, password: 'correct-horse-9' },
  sensitive_values: { password: true },
  depends_on: ['cloud_thing.b', 'cloud_thing.a'],
};
const module = {
  variables: { token: { sensitive: true, default: 'battery-staple-1' }, region: { default: 'eu' } },
  module_calls: {
    inner: {
      source: './inner',
      module: { variables: { key: { sensitive: true, default: 'battery-staple-2' }, zone: { default: 'a' } } },
    },
  },
  resources: [{ address: 'cloud_thing.a', expressions: { db_password: { constant_value: 'written-secret-1' } } }],
};
const plan = {
  format_version: '1.2',
  complete: true,
  errored: false,
  applyable: true,
  resource_changes: [thing],
  deferred_changes: [{ resource_change: { ...thing, address: 'cloud_thing.deferred' } }],
  resource_drift: [{ ...thing, address: 'cloud_thing.drift' }],
  relevant_attributes: [{ resource: 'cloud_thing.a', attribute: ['size'] }],
  output_changes: { url: { actions: ['update'], before: 'a', after: 'b', after_unknown: false } },
  action_invocations: [invocation],
  deferred_action_invocations: [{ action_invocation: { ...invocation, address: 'action.cloud_call.later' } }],
  checks: [{ address: { to_display: 'check.health' }, status: 'pass' }],
  prior_state: { values: { root_module: { resources: [stored] } } },
  planned_values: { root_module: { resources: [stored] } },
  variables: { region: { value: 'eu' }, token: { value: 'correct-horse-8' } },
  configuration: { root_module: module },
};
const saved = (provisioner: Json = {}, more: Json = {}): { readonly configuration: Configuration } => ({
  configuration: {
    root: 'tfplan',
    origin: 'saved-plan',
    unreadable: [],
    initialised: null,
    terragrunt: null,
    stateFiles: [],
    modules: [
      {
        address: 'module.m',
        dir: '.',
        backend: null,
        removed: [],
        moved: [],
        calls: [],
        resources: [
          {
            file: 'main.tf',
            mode: 'managed',
            type: 'cloud_thing',
            name: 'a',
            lifecycle: {},
            provisioners: [
              { type: 'local-exec', when: 'create', command: 'echo hello' },
              { type: 'local-exec', when: 'destroy', command: 'echo bye', ...provisioner },
            ],
            ...more,
          },
        ],
      },
    ],
  } satisfies Configuration as Configuration,
});

const of = (changed: Json = {}, from: ReturnType<typeof saved> | null = saved()): string =>
  fingerprintOfJson({ ...plan, ...changed }, from);
/** Made in each test: what fails while a file is loaded fails no test. */
const whole = (): string => of();

const withThing = (more: Json, change: Json = {}): Json => ({
  resource_changes: [{ ...thing, ...more, change: { ...thing.change, ...change } }],
});
const withAction = (more: Json): Json => ({ action_invocations: [{ ...invocation, ...more }] });
const withStored = (more: Json): Json => ({
  prior_state: { values: { root_module: { resources: [{ ...stored, ...more }] } } },
});
const withModule = (more: Json): Json => ({ configuration: { root_module: { ...module, ...more } } });
const inner = (variables: Json): Json => ({ inner: { source: './inner', module: { variables } } });

/** Facts about something hidden depend on what is known of its type. Here nothing is hidden. */
const open = {
  action_invocations: [],
  deferred_action_invocations: [],
  prior_state: {},
  variables: { region: { value: 'eu' } },
  configuration: {},
};

it('has the same bytes as in the last version: another scheme needs another name', () => {
  expect(of(open, null)).toBe('25e50fceaca889226d69d6de90010f6219484c07f038d4557304c836f488036a');
  expect(of(open, { configuration: null })).toBe(
    '25e50fceaca889226d69d6de90010f6219484c07f038d4557304c836f488036a.2b07d6c394ca862774d76817a673cf5e',
  );
});

describe('another value is another fingerprint', () => {
  it.each<[string, Json]>([
    ['complete', { complete: false }],
    ['errored', { errored: true }],
    ['applyable', { applyable: false }],
    ['a plan without a list of changes', { resource_changes: undefined }],
    ['nothing planned', { planned_values: {} }],
    ['type', withThing({ type: 'cloud_other' })],
    ['mode', withThing({ mode: 'data' })],
    ['provider', withThing({ provider_name: 'example.com/other/cloud' })],
    ['reason', withThing({ action_reason: 'replace_by_request' })],
    ['replaced paths', withThing({}, { replace_paths: [['size']] })],
    ['importing', withThing({}, { importing: undefined })],
    ['a deferred change', { deferred_changes: [] }],
    ['drift', { resource_drift: [] }],
    ['what drift is relevant', { relevant_attributes: [{ resource: 'cloud_thing.b', attribute: ['size'] }] }],
    ['the name of an output', { output_changes: { uri: plan.output_changes.url } }],
    ['address of an action', withAction({ address: 'action.cloud_call.b' })],
    ['type of an action', withAction({ type: 'cloud_wipe' })],
    ['provider of an action', withAction({ provider_name: 'example.com/other/cloud' })],
    ['trigger of an action', withAction({ lifecycle_action_trigger: { action_trigger_event: 'AfterCreate' } })],
    ['payload of an action', withAction({ config_values: { payload: 'q', key: 'k' } })],
    ['deferred actions', { deferred_action_invocations: [] }],
    ['status of a check', { checks: [{ address: { to_display: 'check.health' }, status: 'fail' }] }],
    ['name of a check', { checks: [{ address: { to_display: 'check.other' }, status: 'pass' }] }],
    ['address in the state', withStored({ address: 'cloud_thing.other' })],
    ['deposed in the state', withStored({ deposed_key: 'ef567891' })],
    ['mode in the state', withStored({ mode: 'data' })],
    ['type in the state', withStored({ type: 'cloud_other' })],
    ['provider in the state', withStored({ provider_name: 'example.com/other/cloud' })],
    ['dependencies in the state', withStored({ depends_on: ['cloud_thing.a'] })],
    ['a value in the state', withStored({ values: { size: 2, password: 'correct-horse-9' } })],
    ['a variable', { variables: { region: { value: 'us' }, token: { value: 'correct-horse-8' } } }],
    ['a default', withModule({ variables: { ...module.variables, region: { default: 'us' } } })],
    [
      'a default of a module',
      withModule({ module_calls: inner({ key: module.module_calls.inner.module.variables.key }) }),
    ],
  ])('%s', (_, changed) => {
    expect(of(changed)).not.toBe(whole());
  });

  it.each<[string, Json, Json]>([
    ['the command', { command: 'aws rds delete-db-instance' }, {}],
    ['its type', { type: 'remote-exec' }, {}],
    ['the type of its resource', {}, { type: 'cloud_other' }],
    ['the name of its resource', {}, { name: 'b' }],
  ])('of what runs at a destroy: %s', (_, provisioner, more) => {
    expect(of({}, saved(provisioner, more))).not.toBe(whole());
  });
});

describe('the same fingerprint', () => {
  it.each<[string, Json]>([
    ['a new time', { timestamp: '2026-01-01T00:00:00Z', terraform_version: '1.99.0' }],
    ['replaced paths in another order', withThing({}, { replace_paths: [['name'], ['size']] })],
    ['dependencies in another order', withStored({ depends_on: ['cloud_thing.a', 'cloud_thing.b'] })],
    ['another secret in the state', withStored({ values: { size: 1, password: 'correct-horse-7' } })],
    ['another secret for an action', withAction({ config_values: { payload: 'p', key: 'other' } })],
    [
      'another value of a sensitive variable',
      { variables: { region: { value: 'eu' }, token: { value: 'correct-horse-7' } } },
    ],
    [
      'another sensitive default',
      withModule({ variables: { ...module.variables, token: { sensitive: true, default: 'battery-staple-9' } } }),
    ],
    [
      'another sensitive default of a module',
      withModule({
        module_calls: inner({
          ...module.module_calls.inner.module.variables,
          key: { sensitive: true, default: 'battery-staple-9' },
        }),
      }),
    ],
    [
      'another secret that the configuration holds in clear',
      withModule({
        resources: [{ address: 'cloud_thing.a', expressions: { db_password: { constant_value: 'written-secret-2' } } }],
      }),
    ],
  ])('%s', (_, changed) => {
    expect(of(changed)).toBe(whole());
  });

  it('on whichever line a block of a saved plan stands', () => {
    expect(of({}, saved({}, { line: 7 }))).toBe(whole());
  });
});

describe('a secret in the configuration', () => {
  const written = (secret: string, more: Json = {}): string =>
    of({
      ...withModule({
        resources: [{ address: 'cloud_thing.a', expressions: { db_password: { constant_value: secret } } }],
      }),
      ...more,
    });

  it('counts in clear where it is a name in the plan as well', () => {
    const named = (name: string) => ({ output_changes: { [name]: plan.output_changes.url } });
    expect(written('written-secret-1', named('written-secret-1'))).not.toBe(
      written('written-secret-2', named('written-secret-1')),
    );
  });

  it('counts in clear where it is the name of the environment', () => {
    const environment = { variables: { ...plan.variables, stage: { value: 'production' } } };
    expect(written('production', environment)).not.toBe(written('written-secret-2', environment));
  });
});

describe('what the state holds of a changed object', () => {
  const both = (change: Json, state: Json): string =>
    of({
      resource_changes: [{ ...thing, change: { ...thing.change, ...change } }],
      prior_state: {
        values: {
          root_module: { resources: [{ ...stored, address: thing.address, deposed_key: thing.deposed, ...state }] },
        },
      },
    });
  const before = { list: [1, { a: 'x' }], name: 'n', password: 'correct-horse-1' };
  const sensitive = { before_sensitive: { password: true } };

  it('counts only where it differs from the change', () => {
    const same = both({ before, ...sensitive }, { values: before });
    expect(both({ before, ...sensitive }, { values: { ...before, list: [1, { a: 'y' }] } })).not.toBe(same);
    expect(both({ before, ...sensitive }, { values: { ...before, name: 'm' } })).not.toBe(same);
    expect(both({ before, ...sensitive }, { values: { ...before, list: { 0: 1, 1: { a: 'x' } } } })).not.toBe(same);
    expect(both({ before, ...sensitive }, { values: { ...before, list: null } })).not.toBe(same);
    expect(both({ before, ...sensitive }, { values: { ...before, extra: 1 } })).not.toBe(same);
  });

  it.each([null, 'x', {}, []].flatMap((a, i, all) => all.flatMap((b, k) => (i === k ? [] : [[a, b] as const]))))(
    'counts where the change has %j and the state %j',
    (a, b) => {
      expect(both({ before: { value: a } }, { values: { value: b } })).not.toBe(
        both({ before: { value: a } }, { values: { value: a } }),
      );
    },
  );

  it('is compared with the object of the same address and deposed key, in the same bytes as in the last version', () => {
    const objects = [
      { address: thing.address, deposed: undefined },
      { address: thing.address, deposed: 'abcd1234' },
      { address: 'cloud_thing.b', deposed: undefined },
    ].map((object, size) => ({ ...object, values: { size } }));
    const own = of(
      {
        ...open,
        resource_changes: objects.map(({ values, ...object }) => ({
          ...thing,
          ...object,
          change: { ...thing.change, before: values },
        })),
        prior_state: {
          values: {
            root_module: {
              resources: objects.map(({ address, deposed, values }) => ({
                ...stored,
                address,
                deposed_key: deposed,
                values,
                sensitive_values: {},
              })),
            },
          },
        },
      },
      null,
    );
    expect(own).toBe('b6383f67a0058fd8f3deb8b22ddd88d7c9fe04aba0eaf44607d98262f6ad4c0b');
  });

  it.each([
    ['the state', {}, { sensitive_values: { password: true } }],
    ['the change before', { before_sensitive: { password: true } }, { sensitive_values: {} }],
    ['the change after', { after_sensitive: { password: true } }, { sensitive_values: {} }],
  ])('does not count where a mask of %s covers it', (_, change, state) => {
    const [one, other] = ['p1', 'p2'].map((password) =>
      both({ before: { ...before, password: 'p1' }, ...change }, { values: { ...before, password }, ...state }),
    );
    expect(one).toBe(other);
  });
});

describe('secrets that are too short to be found in texts', () => {
  const short = (pin: string, sensitive: boolean): Json => ({ pin: { sensitive, default: pin } });

  it.each<[string, (pin: string, sensitive: boolean) => Json]>([
    ['a default of a variable', (pin, sensitive) => withModule({ variables: short(pin, sensitive) })],
    ['a default in an inner module', (pin, sensitive) => withModule({ module_calls: inner(short(pin, sensitive)) })],
    [
      'the value of a variable',
      (pin, sensitive) => ({ ...withModule({ variables: short('', sensitive) }), variables: { pin: { value: pin } } }),
    ],
  ])('do not count: %s', (_, change) => {
    expect(of(change('a1', true))).toBe(of(change('b2', true)));
    expect(of(change('a1', false))).not.toBe(of(change('b2', false)));
  });
});

describe('the part that a plan in JSON has as well', () => {
  const shown = (provisioner: Json = {}): string => of({}, saved(provisioner)).split('.')[0] ?? '';

  it('holds what runs at a destroy, which JSON does not say of a plan without it', () => {
    expect(shown()).not.toBe(of({}, null));
    expect(shown({ command: 'echo other' })).not.toBe(shown());
    expect(shown({ type: 'remote-exec' })).not.toBe(shown());
  });

  it('does not hold what runs at a creation', () => {
    const both = ['echo one', 'echo two'].map((command) => shown({ when: 'create', command }));
    expect(both[0]).toBe(both[1]);
    expect(both[0]).toBe(of({}, null));
  });
});

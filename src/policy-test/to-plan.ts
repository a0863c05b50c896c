/** Completes the short form of a policy test to a full plan JSON. */
import { parseAddress } from '../model/address.ts';
import type { PolicyTestCase, ShortChange } from '../source/policy-test.ts';
import { isObject } from '../text/is-object.ts';

type Json = Readonly<Record<string, unknown>>;

const envelope = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  timestamp: '2026-01-01T00:00:00Z',
  applyable: true,
  complete: true,
  errored: false,
  variables: {},
} as const;

/** Returns the plan of the fixture, or one built from the short form. `plan` is merged over it. */
export function toPlanJson(test: PolicyTestCase): Json {
  const changes = (test.changes ?? []).flatMap(instances);
  const drift = (test.drift ?? []).flatMap(instances);
  const made = {
    ...envelope,
    resource_changes: changes.map(toResourceChange),
    ...(drift.length > 0 && {
      resource_drift: drift.map(toResourceChange),
      relevant_attributes: drift
        .filter(({ relevant }) => relevant !== false)
        .map(({ address }) => ({ resource: address, attribute: [] })),
    }),
    prior_state: { format_version: '1.0', values: toValues(changes, sidesOf('before')) },
    planned_values: toValues(changes, sidesOf('after')),
    configuration: { root_module: {} },
  };
  return merge(test.fixture?.plan ?? made, test.plan ?? {});
}

function instances(change: ShortChange): readonly ShortChange[] {
  if (change.count === undefined) return [change];
  return Array.from({ length: change.count }, (_, index) => ({ ...change, address: `${change.address}[${index}]` }));
}

const actions: Readonly<Record<string, readonly string[]>> = {
  replace: ['delete', 'create'],
  'create-first-replace': ['create', 'delete'],
};

function actionsOf({ action }: ShortChange): readonly string[] {
  return typeof action === 'string' ? (actions[action] ?? [action]) : action;
}

function before(change: ShortChange): Json | null {
  const isNew = actionsOf(change).every((action) => action === 'create' || action === 'read');
  return change.before === undefined ? (isNew ? null : {}) : change.before;
}

function after(change: ShortChange): Json | null {
  const isGone = actionsOf(change).every((action) => action === 'delete' || action === 'forget');
  return change.after === undefined ? (isGone ? null : (change.before ?? {})) : change.after;
}

function sidesOf(side: 'before' | 'after'): (change: ShortChange) => Json | null {
  return side === 'before' ? before : after;
}

function identity(change: ShortChange): Json {
  const { mode, type, name, key } = parseAddress(change.address);
  const provider = change.provider ?? `registry.terraform.io/hashicorp/${type.split('_', 1)[0]}`;
  const index: unknown = key === '' ? undefined : JSON.parse(key.slice(1, -1));
  return { address: change.address, mode, type, name, ...(index !== undefined && { index }), provider_name: provider };
}

function toResourceChange(change: ShortChange): Json {
  const { module } = parseAddress(change.address);
  const { reason, deposed, previous_address, importing, replace_paths } = change;
  return {
    ...identity(change),
    ...(module !== '' && { module_address: module }),
    ...(deposed !== undefined && { deposed }),
    ...(previous_address !== undefined && { previous_address }),
    change: {
      actions: actionsOf(change),
      before: before(change),
      after: after(change),
      after_unknown: change.after_unknown ?? {},
      before_sensitive: {},
      after_sensitive: {},
      ...(replace_paths && { replace_paths }),
      ...(importing && { importing }),
    },
    ...(reason !== undefined && { action_reason: reason }),
  };
}

function toValues(changes: readonly ShortChange[], side: (change: ShortChange) => Json | null): Json {
  const modules = new Map<string, Json[]>();
  for (const change of changes) {
    const values = side(change);
    if (values === null || change.deposed !== undefined) continue;
    const { module } = parseAddress(change.address);
    const { depends_on } = change;
    const resource = { ...identity(change), values, sensitive_values: {}, ...(depends_on && { depends_on }) };
    modules.set(module, [...(modules.get(module) ?? []), resource]);
  }
  const children = [...modules].filter(([address]) => address !== '');
  return {
    root_module: {
      ...(modules.has('') && { resources: modules.get('') }),
      ...(children.length > 0 && {
        child_modules: children.map(([address, resources]) => ({ address, resources })),
      }),
    },
  };
}

/** JSON Merge Patch (RFC 7396): merges objects, removes on null, replaces everything else. */
function merge(target: Json, patch: Json): Json {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const old = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) && isObject(old) ? merge(old, value) : value);
  }
  return Object.fromEntries(merged);
}

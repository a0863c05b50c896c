/** Entries of a plan that contradict themselves: no Terraform writes them, and each reader would believe another part. */
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Entry = { readonly at: string; readonly entry: JsonObject };

const hint = 'Terraform and OpenTofu do not write such plans. Check the unchanged output of `terraform show -json`.';
const readsOnly: ReadonlySet<unknown> = new Set(['no-op', 'read']);
/** Module calls with their instance keys. */
const modulePath = /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)+/;

/** Every contradiction in the entries of a plan whose envelope is sound; values are never quoted. */
export function contradictions(json: JsonObject, file: string): readonly (Fault & { readonly hint: string })[] {
  const providers = namedProviders(json);
  const changes = [
    entriesOf(json, 'resource_changes', (item) => item),
    entriesOf(json, 'resource_drift', (item) => item),
    entriesOf(json, 'deferred_changes', (item) => item.resource_change),
  ];
  const ofChanges = changes.flatMap((entries) => {
    const seen = new Set<string>();
    return entries.flatMap(({ at, entry }) => {
      const faults = [
        faultOfAddress(entry),
        faultOfData(entry),
        faultOfSides(entry),
        faultOfProvider(entry, providers),
      ];
      const { address, deposed = null } = entry;
      if (typeof address === 'string') {
        const name = deposed === null ? address : JSON.stringify([address, deposed]);
        if (seen.has(name)) faults.push('this object already has an entry');
        seen.add(name);
      }
      return faults.map((message) => ({ at, message }));
    });
  });
  const invoked = [
    ...entriesOf(json, 'action_invocations', (item) => item),
    ...entriesOf(json, 'deferred_action_invocations', (item) => item.action_invocation),
  ];
  const found = [
    ...ofChanges,
    ...invoked.map(({ at, entry }) => ({ at, message: faultOfAction(entry) })),
    // Terraform 0.12 writes no instance keys here, so one address may have several entries.
    ...stateEntries(json).map(({ at, entry }) => ({ at, message: faultOfAddress(entry) })),
  ];
  return found.flatMap(({ at, message }) => (message === null ? [] : [{ file, path: at, message, hint }]));
}

function entriesOf(
  json: JsonObject,
  key: string,
  entryOf: (item: JsonObject) => unknown,
  path = '$',
): readonly Entry[] {
  const list = json[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, i) => {
    const entry = isObject(item) ? entryOf(item) : null;
    return isObject(entry) ? [{ at: `${path}.${key}[${i}]`, entry }] : [];
  });
}

/** HCP's redacted plans name no address in the drift. */
function faultOfAddress({ address, mode, type }: JsonObject): string | null {
  if (typeof address !== 'string') return null;
  const own = address.startsWith('module.') ? address.replace(modulePath, '') : address;
  if (typeof mode === 'string' && own.startsWith('data.') !== (mode === 'data')) {
    return '`mode` differs from the address';
  }
  // Other modes, such as `ephemeral`, are written before the type, as `data` is.
  const prefix = ['data', mode].find((each) => typeof each === 'string' && own.startsWith(`${each}.`));
  const rest = typeof prefix === 'string' ? own.slice(prefix.length + 1) : own;
  return typeof type === 'string' && !rest.startsWith(`${type}.`) ? '`type` differs from the address' : null;
}

/** An action is named `action.TYPE.NAME`. */
function faultOfAction({ address, type }: JsonObject): string | null {
  if (typeof address !== 'string' || typeof type !== 'string') return null;
  return address.replace(modulePath, '').startsWith(`action.${type}.`) ? null : '`type` differs from the address';
}

/**
 * What an action says of the object before and after it. Source: `Change` in Terraform's internal/plans/changes.go.
 * Other programs write a `create` with values before it, so that is accepted.
 */
function faultOfSides({ change }: JsonObject): string | null {
  const { actions, before, after, after_unknown: unknown } = isObject(change) ? change : {};
  const [action, ...others] = Array.isArray(actions) ? actions : [];
  if (others.length > 0) return null;
  if (action === 'delete' && isSet(after)) return 'an object that is deleted has values after that';
  if (!isSet(before) || unknown === true) return null;
  if (action === 'update' && !isSet(after)) return 'an object that is updated has no values after that';
  return action === 'no-op' && !isDeepStrictEqual(before, after) ? 'a `no-op` changes values' : null;
}

/** Published plans have `{}` where somebody cut out the values. */
function isSet(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function faultOfData({ mode, change }: JsonObject): string | null {
  const actions = mode === 'data' && isObject(change) && Array.isArray(change.actions) ? change.actions : [];
  return actions.every((action) => readsOnly.has(action)) ? null : 'a data source can only be read';
}

function faultOfProvider({ provider_name: name }: JsonObject, named: ReadonlySet<unknown> | null): string | null {
  if (named === null || typeof name !== 'string' || named.has(name)) return null;
  return 'neither the configuration nor the state names the provider in `provider_name`';
}

/** Full names; null where the configuration does not give them (Terraform before 1.1). */
function namedProviders(json: JsonObject): ReadonlySet<unknown> | null {
  const { configuration } = json;
  const configured = isObject(configuration) ? configuration.provider_config : undefined;
  const full = isObject(configured)
    ? Object.values(configured).map((provider) => (isObject(provider) ? provider.full_name : undefined))
    : [];
  if (full.length === 0 || full.includes(undefined)) return null;
  return new Set([...full, ...stateEntries(json).map(({ entry }) => entry.provider_name)]);
}

function stateEntries({ prior_state: state }: JsonObject): readonly Entry[] {
  const values = isObject(state) ? state.values : undefined;
  return isObject(values) ? entriesInModule(values.root_module, '$.prior_state.values.root_module') : [];
}

function entriesInModule(module: unknown, at: string): readonly Entry[] {
  if (!isObject(module)) return [];
  const { child_modules: children } = module;
  return [
    ...entriesOf(module, 'resources', (item) => item, at),
    ...(Array.isArray(children)
      ? children.flatMap((each, i) => entriesInModule(each, `${at}.child_modules[${i}]`))
      : []),
  ];
}

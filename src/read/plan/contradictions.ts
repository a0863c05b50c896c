/** Entries of a plan that contradict themselves: no Terraform writes them, and each reader would believe another part. */
import type { Fault } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Entry = { readonly at: string; readonly entry: JsonObject };

const hint = 'Terraform and OpenTofu do not write such plans. Check the unchanged output of `terraform show -json`.';
const readsOnly: ReadonlySet<unknown> = new Set(['no-op', 'read']);
/** Module calls with their instance keys. */
const modulePath = /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)+/;

/** Every contradiction in the changes of a plan whose envelope is sound; values are never quoted. */
export function contradictions(json: JsonObject, file: string): readonly (Fault & { readonly hint: string })[] {
  const lists = [
    entriesOf(json, 'resource_changes', (item) => item),
    entriesOf(json, 'resource_drift', (item) => item),
    entriesOf(json, 'deferred_changes', (item) => item.resource_change),
  ];
  const providers = namedProviders(json);
  return lists.flatMap((entries) => {
    const seen = new Set<string>();
    return entries.flatMap(({ at, entry }) => {
      const faults = [faultOfAddress(entry), faultOfData(entry), faultOfProvider(entry, providers)];
      const { address, deposed = null } = entry;
      if (typeof address === 'string') {
        const name = deposed === null ? address : JSON.stringify([address, deposed]);
        if (seen.has(name)) faults.push('this object already has an entry');
        seen.add(name);
      }
      return faults.filter((message) => message !== null).map((message) => ({ file, path: at, message, hint }));
    });
  });
}

function entriesOf(json: JsonObject, key: string, entryOf: (item: JsonObject) => unknown): readonly Entry[] {
  const list = json[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, i) => {
    const entry = isObject(item) ? entryOf(item) : null;
    return isObject(entry) ? [{ at: `$.${key}[${i}]`, entry }] : [];
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

function faultOfData({ mode, change }: JsonObject): string | null {
  const actions = mode === 'data' && isObject(change) && Array.isArray(change.actions) ? change.actions : [];
  return actions.every((action) => readsOnly.has(action)) ? null : 'a data source can only be read';
}

function faultOfProvider({ provider_name: name }: JsonObject, named: ReadonlySet<unknown> | null): string | null {
  if (named === null || typeof name !== 'string' || named.has(name)) return null;
  return 'neither the configuration nor the state names the provider in `provider_name`';
}

/** Full names; null where the configuration does not give them (Terraform before 1.1). */
function namedProviders({ configuration, prior_state: state }: JsonObject): ReadonlySet<unknown> | null {
  const configured = isObject(configuration) ? configuration.provider_config : undefined;
  const full = isObject(configured)
    ? Object.values(configured).map((provider) => (isObject(provider) ? provider.full_name : undefined))
    : [];
  if (full.length === 0 || full.includes(undefined)) return null;
  const values = isObject(state) ? state.values : undefined;
  return new Set([...full, ...(isObject(values) ? stateProviders(values.root_module) : [])]);
}

function stateProviders(module: unknown): readonly unknown[] {
  if (!isObject(module)) return [];
  const { resources, child_modules: children } = module;
  return [
    ...(Array.isArray(resources) ? resources.map((resource) => isObject(resource) && resource.provider_name) : []),
    ...(Array.isArray(children) ? children.flatMap(stateProviders) : []),
  ];
}

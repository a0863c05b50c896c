/** Entries of a plan that contradict themselves: no Terraform writes them, and each reader would believe another part. */
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';
import { readLazy } from '../../text/lazy-json.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const hint = 'Terraform and OpenTofu do not write such plans. Check the unchanged output of `terraform show -json`.';
const readsOnly: ReadonlySet<unknown> = new Set(['no-op', 'read']);
/** Module calls with their instance keys. */
const modulePath = /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)+/;

/** Every contradiction in the entries of a plan whose envelope is sound; values are never quoted. */
export function contradictions(json: JsonObject, file: string): readonly (Fault & { readonly hint: string })[] {
  const found: (Fault & { readonly hint: string })[] = [];
  const add = (message: string | null, list: string, i: number): void => {
    if (message !== null) found.push({ file, path: `${list}[${i}]`, message, hint });
  };
  const providers = namedProviders(json);
  for (const key of ['resource_changes', 'resource_drift', 'deferred_changes']) {
    const seen = new Set<string>();
    eachEntry(json, key, '$', (item, list, i) => {
      const entry = key === 'deferred_changes' ? item.resource_change : item;
      if (!isObject(entry)) return;
      add(faultOfAddress(entry), list, i);
      add(faultOfData(entry), list, i);
      add(faultOfSides(entry), list, i);
      add(faultOfProvider(entry, providers), list, i);
      add(faultOfRepetition(entry, seen), list, i);
    });
  }
  eachEntry(json, 'action_invocations', '$', (item, list, i) => add(faultOfAction(item), list, i));
  eachEntry(json, 'deferred_action_invocations', '$', ({ action_invocation: action }, list, i) => {
    if (isObject(action)) add(faultOfAction(action), list, i);
  });
  // Terraform 0.12 writes no instance keys here, so one address may have several entries.
  eachStateEntry(json, (entry, list, i) => add(faultOfAddress(entry), list, i));
  return found;
}

/** @param list JSON path of the list that holds the item */
type Visit = (item: JsonObject, list: string, i: number) => void;

function eachEntry(json: JsonObject, key: string, path: string, visit: Visit): void {
  const items = json[key];
  if (!Array.isArray(items)) return;
  const list = `${path}.${key}`;
  for (let i = 0; i < items.length; i += 1) {
    const item: unknown = items[i];
    if (isObject(item)) visit(item, list, i);
  }
}

function faultOfRepetition({ address, deposed = null }: JsonObject, seen: Set<string>): string | null {
  if (typeof address !== 'string') return null;
  const name = deposed === null ? address : JSON.stringify([address, deposed]);
  if (seen.has(name)) return 'this object already has an entry';
  seen.add(name);
  return null;
}

/** HCP's redacted plans name no address in the drift. */
function faultOfAddress({ address, mode, type }: JsonObject): string | null {
  if (typeof address !== 'string') return null;
  const own = withoutModules(address);
  if (typeof mode === 'string' && own.startsWith('data.') !== (mode === 'data')) {
    return '`mode` differs from the address';
  }
  // Other modes, such as `ephemeral`, are written before the type, as `data` is.
  const prefix = ['data', mode].find((each) => typeof each === 'string' && own.startsWith(`${each}.`));
  const rest = typeof prefix === 'string' ? own.slice(prefix.length + 1) : own;
  return typeof type === 'string' && !rest.startsWith(`${type}.`) ? '`type` differs from the address' : null;
}

/** The modules of the last address: most objects are in the same modules as the one before. */
let lastModules = '';

function withoutModules(address: string): string {
  if (lastModules !== '' && address.startsWith(lastModules) && !address.startsWith('module.', lastModules.length))
    return address.slice(lastModules.length);
  const [modules = ''] = modulePath.exec(address) ?? [];
  lastModules = modules;
  return address.slice(modules.length);
}

/** An action is named `action.TYPE.NAME`. */
function faultOfAction({ address, type }: JsonObject): string | null {
  if (typeof address !== 'string' || typeof type !== 'string') return null;
  return withoutModules(address).startsWith(`action.${type}.`) ? null : '`type` differs from the address';
}

/**
 * What an action says of the object before and after it. Source: `Change` in Terraform's internal/plans/changes.go.
 * Other programs write a `create` with values before it, so that is accepted.
 */
function faultOfSides({ change }: JsonObject): string | null {
  const { actions, before, after, after_unknown: unknown } = isObject(change) ? change : {};
  const [action, ...others] = Array.isArray(actions) ? actions : [];
  if (others.length > 0) return null;
  // Nearly every object of a plan stays as it is, and then both sides are one value.
  if (action === 'no-op' && before === after) return null;
  if (action === 'delete' && isSet(after)) return 'an object that is deleted has values after that';
  if (!isSet(before) || unknown === true) return null;
  if (action === 'update' && !isSet(after)) return 'an object that is updated has no values after that';
  return action === 'no-op' && !isEqual(readLazy(before), readLazy(after)) ? 'a `no-op` changes values' : null;
}

/** Terraform writes both sides in one order, and comparing texts takes a third of the time. */
function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other) || isDeepStrictEqual(one, other);
}

/** Published plans have `{}` where somebody cut out the values. */
function isSet(lazy: unknown): boolean {
  const value = readLazy(lazy);
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
  const named = new Set<unknown>(full);
  eachStateEntry(json, ({ provider_name: name }) => named.add(name));
  return named;
}

function eachStateEntry({ prior_state: state }: JsonObject, visit: Visit): void {
  const values = isObject(state) ? state.values : undefined;
  if (isObject(values)) visitModule(values.root_module, '$.prior_state.values.root_module', visit);
}

function visitModule(module: unknown, path: string, visit: Visit): void {
  if (!isObject(module)) return;
  eachEntry(module, 'resources', path, visit);
  const { child_modules: children } = module;
  if (!Array.isArray(children)) return;
  for (const [i, each] of children.entries()) visitModule(each, `${path}.child_modules[${i}]`, visit);
}

/** One object and what the plan does to it. */
import { type Action, type Order, reasonInWords, toAction } from './action.ts';
import { type Address, parseAddress } from './address.ts';
import type { Catalog, Criticality, TypeEntry } from './catalog.ts';
import type { JsonChange, StateResource } from './plan-json.ts';
import { type Protection, readProtection } from './protection.ts';

export interface Change {
  /** Absolute, with instance keys. One address may occur twice: once current, once deposed. */
  readonly address: string;
  readonly parsed: Address;
  readonly deposed: string | null;
  readonly type: string;
  /** Last part of the provider's name, e.g. `aws`. */
  readonly provider: string;
  readonly mode: string;
  readonly action: Action;
  readonly order: Order | null;
  readonly previousAddress: string | null;
  readonly importing: boolean;
  readonly deferred: boolean;
  /** In words. */
  readonly reasons: readonly string[];
  /** Top-level attributes of the replace paths, sorted. */
  readonly forcedBy: readonly string[];
  /** From the catalogue alone; what depends on the object may raise it later. */
  readonly criticality: Criticality;
  readonly entry: TypeEntry;
  readonly protection: Protection;
  /** The true values: they feed facts and never leave the model unmasked. */
  readonly values: JsonChange;
}

export interface ChangeContext {
  readonly catalog: Catalog;
  readonly deferred?: boolean;
}

const unlisted: TypeEntry = {};

export function toChange(json: JsonChange, context: ChangeContext): Change {
  const { action, order } = toAction(json.actions);
  const parsed = parseAddress(json.address);
  const type = json.type || parsed.type;
  const entry = context.catalog.entry(type) ?? unlisted;
  let protection: Protection | undefined;
  return {
    address: json.address,
    parsed,
    deposed: json.deposed,
    type,
    provider: json.provider.slice(json.provider.lastIndexOf('/') + 1),
    mode: json.mode,
    action,
    order: order ?? null,
    previousAddress: json.previousAddress,
    importing: json.importing,
    deferred: context.deferred ?? false,
    reasons: json.reason ? [reasonInWords(json.reason)] : [],
    forcedBy: [...new Set(json.replacePaths.map((path) => String(path[0])))].sort(),
    criticality: entry.criticality ?? 'standard',
    entry,
    // Most objects of a big plan are no-ops that nobody asks about.
    get protection() {
      protection ??= readProtection(
        { type, before: json.before, after: json.after, afterUnknown: json.afterUnknown },
        context.catalog,
      );
      return protection;
    },
    values: json,
  };
}

/** An object of the prior state that the plan does not mention (refresh-only plans, old formats): a no-op. */
export function toUntouched(resource: StateResource, context: ChangeContext): Change {
  return toChange(
    {
      address: resource.address,
      previousAddress: null,
      deposed: null,
      mode: resource.mode,
      type: resource.type,
      name: '',
      provider: resource.provider,
      actions: ['no-op'],
      reason: null,
      before: resource.values,
      after: resource.values,
      afterUnknown: false,
      beforeSensitive: resource.sensitive,
      afterSensitive: resource.sensitive,
      replacePaths: [],
      importing: false,
      importId: undefined,
    },
    context,
  );
}

export function destroys(change: Change): boolean {
  return change.action === 'delete' || change.action === 'replace';
}

export function forgets(change: Change): boolean {
  return change.action === 'forget' || change.action === 'create+forget' || change.action === 'forget+create';
}

export function creates(change: Change): boolean {
  return ['create', 'replace', 'create+forget', 'forget+create'].includes(change.action);
}

export function holdsData(change: Change): boolean {
  return change.entry.data !== undefined || change.criticality === 'stateful';
}

/** A moved or imported no-op is listed in reports; a plain one is only counted. */
export function isPlainNoOp(change: Change): boolean {
  return change.action === 'no-op' && change.previousAddress === null && !change.importing;
}

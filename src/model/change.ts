/** One object and what the plan does to it. */
import { type Action, type Order, reasonInWords, toAction } from './action.ts';
import { type Address, parseAddress } from './address.ts';
import type { Catalog, Criticality, TypeEntry } from './catalog.ts';
import { fulfils } from './conditions.ts';
import type { IsSet } from './configuration/set-attributes.ts';
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
  /** What is known of resource types: this change was read with it. */
  readonly catalog: Catalog;
  /** The true values: they feed facts and never leave the model unmasked. */
  readonly values: JsonChange;
}

export interface ChangeContext {
  readonly catalog: Catalog;
  readonly deferred?: boolean;
  readonly isSet?: IsSet;
}

const unlisted: TypeEntry = {};
const none: readonly string[] = [];
const unguarded: Protection = { guards: [], risksBefore: none, risksAfter: none, keepsObject: false };

/** One class for all, and what nobody asks of a no-op is not made: a big plan has ten thousand of them. */
class PlannedChange implements Change {
  readonly address: string;
  readonly parsed: Address;
  readonly deposed: string | null;
  readonly type: string;
  readonly provider: string;
  readonly mode: string;
  readonly action: Action;
  readonly order: Order | null;
  readonly previousAddress: string | null;
  readonly importing: boolean;
  readonly deferred: boolean;
  readonly reasons: readonly string[];
  readonly forcedBy: readonly string[];
  readonly criticality: Criticality;
  readonly entry: TypeEntry;
  readonly values: JsonChange;
  readonly catalog: Catalog;
  readonly #isSet: IsSet | undefined;
  #protection: Protection | undefined;

  constructor(json: JsonChange, context: ChangeContext) {
    const { catalog, deferred = false } = context;
    const { action, order } = toAction(json.actions);
    this.address = json.address;
    this.parsed = parseAddress(json.address);
    this.deposed = json.deposed;
    this.type = json.type || this.parsed.type;
    this.provider = json.provider.slice(json.provider.lastIndexOf('/') + 1);
    this.mode = json.mode;
    this.action = action;
    this.order = order ?? null;
    this.previousAddress = json.previousAddress;
    this.importing = json.importing;
    this.deferred = deferred;
    this.reasons = json.reason ? [reasonInWords(json.reason)] : none;
    this.forcedBy =
      json.replacePaths.length > 0 ? [...new Set(json.replacePaths.map((path) => String(path[0])))].sort() : none;
    // A data source is read: whatever its type is, there is no object of the state that could be lost.
    const entry = json.mode === 'data' ? unlisted : catalog.describe(this.type, json.before ?? json.after);
    this.entry = entry.noDataWhen && hasNoData(entry.noDataWhen, json) ? withoutData(entry) : entry;
    this.criticality = this.entry.criticality ?? 'standard';
    this.values = json;
    this.catalog = catalog;
    this.#isSet = context.isSet;
  }

  get protection(): Protection {
    const { before, after, afterUnknown } = this.values;
    if (this.mode === 'data') return unguarded;
    this.#protection ??= readProtection(
      { type: this.type, entry: this.entry, before, after, afterUnknown, ...this.#ofNewObject() },
      this.catalog,
    );
    return this.#protection;
  }

  /** An update keeps what nobody sets; only a new object has the provider's defaults. */
  #ofNewObject(): { readonly isSet?: (path: string) => boolean | null } {
    const isSet = this.#isSet;
    return isSet && creates(this) ? { isSet: (path) => isSet(this.parsed.config, path) } : {};
  }
}

/** On every side of the plan where the object exists: a replica that becomes a primary starts to hold data of its own. */
function hasNoData(
  conditions: NonNullable<TypeEntry['noDataWhen']>,
  { before, after, afterUnknown }: JsonChange,
): boolean {
  const sides = [
    [before, false],
    [after, afterUnknown],
  ].filter(([values]) => values !== null);
  return (
    sides.length > 0 && sides.every(([values, unknown]) => conditions.some((each) => fulfils(each, values, unknown)))
  );
}

function withoutData({ data: _, criticality, backups: __, ...rest }: TypeEntry): TypeEntry {
  return criticality === 'critical' ? { ...rest, criticality } : rest;
}

export function toChange(json: JsonChange, context: ChangeContext): Change {
  return new PlannedChange(json, context);
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

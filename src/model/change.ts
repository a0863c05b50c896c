/** One object and what the plan does to it. */

import type { ParsedYaml } from '../source/embedded-documents.ts';
import { type Action, type Order, reasonInWords, toAction } from './action.ts';
import { type Address, parseAddress } from './address.ts';
import type { Catalog, Criticality, TypeEntry } from './catalog.ts';
import { fulfils } from './conditions.ts';
import type { IsSet } from './configuration/set-attributes.ts';
import { withDocuments } from './embedded-documents.ts';
import type { JsonChange, StateResource } from './plan-json.ts';
import { type Protection, readProtection } from './protection.ts';

/** A change of one object. */
export interface Change {
  /** Absolute address with instance keys. An address may occur twice: for the current and for a deposed object. */
  readonly address: string;
  readonly parsed: Address;
  readonly deposed: string | null;
  readonly type: string;
  /** Last part of the provider source address, e.g. `aws`. */
  readonly provider: string;
  readonly mode: string;
  readonly action: Action;
  readonly order: Order | null;
  readonly previousAddress: string | null;
  readonly importing: boolean;
  readonly deferred: boolean;
  /** Phrases for the report. */
  readonly reasons: readonly string[];
  /** Top-level attributes that force the replacement, sorted. */
  readonly forcedBy: readonly string[];
  /** Criticality from the catalog only. Dependents may raise it later. */
  readonly criticality: Criticality;
  readonly entry: TypeEntry;
  readonly protection: Protection;
  /** The catalog that was used for this change. */
  readonly catalog: Catalog;
  /** Unmasked values. Facts are computed from them; they must be masked before they are shown. */
  readonly values: JsonChange;
}

/** What is needed to build a change. */
export interface ChangeContext {
  readonly catalog: Catalog;
  readonly deferred?: boolean;
  readonly isSet?: IsSet;
  /** Content of YAML texts in attributes. */
  readonly yaml?: ParsedYaml | undefined;
}

const unlisted: TypeEntry = {};
const none: readonly string[] = [];
const unguarded: Protection = { guards: [], risksBefore: none, risksAfter: none, keepsObject: false };

/** One class with lazy parts, because a large plan has ten thousand no-ops that no policy looks at. */
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

  constructor(source: JsonChange, context: ChangeContext) {
    const { catalog, deferred = false } = context;
    const json = withDocuments(source, context.yaml);
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
    // A data source is only read, so no object of the state can be lost.
    const entry = json.mode === 'data' ? unlisted : catalog.describe(this.type, json.lazyBefore ?? json.lazyAfter);
    this.entry = entry.noDataWhen && hasNoData(entry.noDataWhen, json) ? withoutData(entry) : entry;
    this.criticality = this.entry.criticality ?? 'standard';
    this.values = json;
    this.catalog = catalog;
    this.#isSet = context.isSet;
  }

  get protection(): Protection {
    if (this.mode === 'data') return unguarded;
    const { type, entry } = this;
    const { lazyBefore: before, lazyAfter: after, afterUnknown } = this.values;
    this.#protection ??= readProtection(
      { type, entry, before, after, afterUnknown, ...this.#ofNewObject() },
      this.catalog,
    );
    return this.#protection;
  }

  /** An update keeps attributes that are not set; only a new object gets the provider's defaults. */
  #ofNewObject(): { readonly isSet?: (path: string) => boolean | null } {
    const isSet = this.#isSet;
    return isSet && creates(this) ? { isSet: (path) => isSet(this.parsed.config, path) } : {};
  }
}

/** On every side of the plan where the object exists: a replica that becomes a primary starts to hold data of its own. */
function hasNoData(
  conditions: NonNullable<TypeEntry['noDataWhen']>,
  { lazyBefore, lazyAfter, afterUnknown }: JsonChange,
): boolean {
  const sides = [
    [lazyBefore, false],
    [lazyAfter, afterUnknown],
  ].filter(([values]) => values !== null);
  return (
    sides.length > 0 && sides.every(([values, unknown]) => conditions.some((each) => fulfils(each, values, unknown)))
  );
}

function withoutData({ data: _, criticality, backups: __, ...rest }: TypeEntry): TypeEntry {
  return criticality === 'critical' ? { ...rest, criticality } : rest;
}

/** Builds a change from its JSON entry. */
export function toChange(json: JsonChange, context: ChangeContext): Change {
  return new PlannedChange(json, context);
}

/** Builds a no-op for an object of the prior state without an entry in the plan (refresh-only plans, old formats). */
export function toUntouched(resource: StateResource, context: ChangeContext): Change {
  return toChange(resource.toNoOp(), context);
}

/** Whether the object is deleted or replaced. */
export function destroys(change: Change): boolean {
  return change.action === 'delete' || change.action === 'replace';
}

/** Whether the object is removed from the state but continues to exist. */
export function forgets(change: Change): boolean {
  return change.action === 'forget' || change.action === 'create+forget' || change.action === 'forget+create';
}

/** Whether a new object is created, also as part of a replacement. */
export function creates(change: Change): boolean {
  return ['create', 'replace', 'create+forget', 'forget+create'].includes(change.action);
}

/** Whether the object stores data. */
export function holdsData(change: Change): boolean {
  return change.entry.data !== undefined || change.criticality === 'stateful';
}

/** Whether the change is a no-op without a move or import. Reports only count those. */
export function isPlainNoOp(change: Change): boolean {
  return change.action === 'no-op' && change.previousAddress === null && !change.importing;
}

/** Returns what a change does, in the words of `limits.actions`. A move or a read by itself is nothing. */
export function actionNames({ action, importing }: Change): readonly string[] {
  const own = action === 'no-op' || action === 'read' ? [] : action.split('+');
  return importing ? [...own, 'import'] : own;
}

/** The plan as the rest of the program uses it: changes, counts, mode. */
import type { ParsedYaml } from '../source/embedded-documents.ts';
import { groupBy } from '../text/group-by.ts';
import { type Action, toAction } from './action.ts';
import { parseAddress } from './address.ts';
import type { Catalog } from './catalog.ts';
import { type Change, isPlainNoOp, toChange, toUntouched } from './change.ts';
import { toSetAttributes } from './configuration/set-attributes.ts';
import { isRelevantDrift } from './drift.ts';
import type { PlanDocument } from './plan-json.ts';

/** Mode in which the plan was made. */
export type PlanMode = 'normal' | 'destroy' | 'refresh-only';

/** A plan with its changes. */
export interface Plan {
  readonly document: PlanDocument;
  readonly catalog: Catalog;
  readonly mode: PlanMode;
  /** All entries of `resource_changes` (including deposed objects and no-ops) and of `deferred_changes`. */
  readonly changes: readonly Change[];
  /** Objects of the prior state without an entry in `resource_changes`. */
  readonly untouched: readonly Change[];
  readonly drift: readonly (Change & { readonly relevant: boolean })[];
  readonly counts: PlanCounts;
}

/** Number of changes by kind. Deferred changes are counted only in `deferred`. */
export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly replace: number;
  readonly forget: number;
  readonly read: number;
  readonly noOp: number;
  readonly import: number;
  readonly move: number;
  readonly deposed: number;
  readonly deferred: number;
  readonly drift: number;
  readonly actionInvocations: number;
}

/** Builds the plan from its document. */
export function toPlan(document: PlanDocument, catalog: Catalog, yaml?: ParsedYaml): Plan {
  const isSet = toSetAttributes(document.configuration);
  const changes = [
    ...(document.resourceChanges ?? []).map((json) => toChange(json, { catalog, isSet, yaml })),
    ...document.deferredChanges.map((json) => toChange(json, { catalog, isSet, yaml, deferred: true })),
  ];
  const mentioned = new Set(changes.map((change) => change.address));
  const untouched = document.priorState
    .filter((resource) => resource.mode === 'managed' && !resource.deposed && !mentioned.has(resource.address))
    .map((resource) => toUntouched(resource, { catalog }));
  const listed = groupBy(document.relevant, ({ resource }) => [parseAddress(resource).config]);
  const planned = new Map(document.resourceDrift.length === 0 ? [] : changes.map((change) => [change.address, change]));
  const drift = document.resourceDrift.map((json) => {
    const change = toChange(json, { catalog });
    const attributes = listed.get(change.parsed.config) ?? [];
    return Object.assign(change, { relevant: isRelevantDrift(change, planned.get(change.address), attributes) });
  });
  return {
    document,
    catalog,
    mode: modeOf(document, changes, untouched),
    changes,
    untouched,
    drift,
    counts: count(document, changes, drift),
  };
}

/**
 * Terraform records no mode. A destroy plan has only deletes and plans no resources; a refresh-only plan has no
 * `resource_changes`.
 */
function modeOf(document: PlanDocument, changes: readonly Change[], untouched: readonly Change[]): PlanMode {
  if (document.resourceChanges === null && untouched.length > 0) return 'refresh-only';
  const managed = changes.filter((change) => change.mode === 'managed');
  const onlyDeletes = managed.length > 0 && managed.every((change) => change.action === 'delete');
  return onlyDeletes && document.plannedResources === 0 ? 'destroy' : 'normal';
}

/** Whether applying does anything: a change, move, import, output or invocation. Reading data does not count. */
export function hasEffect({ document, changes }: Plan): boolean {
  return (
    changes.some((change) => !isPlainNoOp(change) && change.action !== 'read') ||
    document.outputChanges.some(({ actions }) => toAction(actions).action !== 'no-op') ||
    document.actionInvocations.length > 0
  );
}

/**
 * Returns addresses of all objects that are or may be destroyed, replaced or forgotten. A deposed object is given as
 * `address (deposed key)`.
 */
export function lostAddresses(plan: { readonly changes: readonly LosableChange[] }): readonly string[] {
  return lostObjects(plan).map(({ name }) => name);
}

/** The part of a change that says whether its object is lost. */
interface LosableChange {
  readonly address: string;
  readonly action: string;
  readonly deposed?: string | null;
}

/** Returns the changes themselves, with the names that `lostAddresses` returns. */
export function lostObjects<Lost extends LosableChange>(plan: {
  readonly changes: readonly Lost[];
}): readonly { readonly name: string; readonly change: Lost }[] {
  return plan.changes
    .filter(({ action }) => losingActions.has(action))
    .map((change) => ({
      name: change.deposed ? `${change.address} (deposed ${change.deposed})` : change.address,
      change,
    }));
}

const losingActions: ReadonlySet<string> = new Set<Action>([
  'delete',
  'replace',
  'forget',
  'create+forget',
  'forget+create',
  'unknown',
]);

function count(document: PlanDocument, changes: readonly Change[], drift: readonly Change[]): PlanCounts {
  const byAction = new Map<Action, number>();
  const of = (action: Action): number => byAction.get(action) ?? 0;
  let [imports, moves, deposed, deferred] = [0, 0, 0, 0];
  for (const change of changes) {
    if (change.deferred) {
      deferred += 1;
      continue;
    }
    byAction.set(change.action, of(change.action) + 1);
    if (change.importing) imports += 1;
    if (change.previousAddress !== null) moves += 1;
    if (change.deposed !== null) deposed += 1;
  }
  return {
    create: of('create'),
    update: of('update'),
    delete: of('delete'),
    replace: of('replace'),
    forget: of('forget') + of('create+forget') + of('forget+create'),
    read: of('read'),
    noOp: of('no-op'),
    import: imports,
    move: moves,
    deposed,
    deferred,
    drift: drift.filter((change) => change.action !== 'no-op').length,
    actionInvocations: document.actionInvocations.length,
  };
}

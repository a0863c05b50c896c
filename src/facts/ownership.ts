/** Compares what a plan touches with the owners, scope and limits of the settings. */
import type { BlastRadius } from '../graph/blast-radius.ts';
import { type Limit, measureLimits } from '../impact/limits.ts';
import { actionNames, type Change, isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import type { ActionInvocation } from '../model/plan-json.ts';
import type { Settings } from '../settings/resolve.ts';

/** Owner and scope of one change. */
export interface Ownership {
  readonly owner: string;
  readonly inScope: boolean;
  /** Path from a destroyed object to this address; empty if it depends on nothing that is destroyed. */
  readonly pulledInBy: readonly string[];
  /** Whether it was also changed outside Terraform. */
  readonly drifted: boolean;
  /** The settings allow some actions only. */
  readonly actionsLimited: boolean;
  readonly actionsNotAllowed: readonly string[];
}

/** Owners and scope of what a plan touches. */
export interface Ownerships {
  readonly of: (change: Change) => Ownership;
  readonly ofAction: (action: ActionInvocation) => Pick<Ownership, 'owner' | 'inScope'>;
  /** Owners of what is changed or invoked, sorted. */
  readonly touched: readonly string[];
  readonly limits: readonly Limit[];
  /** Entries of the settings' `critical` that match nothing. */
  readonly unmatchedCritical: readonly string[];
}

/** Determines owners and scope for every change and action of the plan. */
export function toOwnerships(input: {
  readonly plan: Plan;
  readonly radius: BlastRadius;
  readonly settings: Settings;
}): Ownerships {
  const { plan, radius, settings } = input;
  const { owners, scope, critical } = settings;
  const paths = new Map(radius.dependents.map((dependent) => [dependent.address, withGap(dependent)]));
  const drifted = new Set(plan.drift.filter(({ action }) => action !== 'no-op').map(({ address }) => address));
  const covers = (address: string, values: unknown): boolean =>
    scope?.covers({ address, owner: owners.at(address, values) }) ?? true;
  const ofAction = ({ address, trigger }: ActionInvocation): Pick<Ownership, 'owner' | 'inScope'> => {
    const owner = owners.at(address, null) || owners.at(trigger, null);
    return { owner, inScope: scope?.covers({ address, owner }) ?? true };
  };
  const touched = [
    ...plan.changes
      .filter((change) => change.mode === 'managed' && acts(change))
      .flatMap((change) => [owners.of(change), owners.at(change.address, presentOf(change))]),
    ...plan.document.actionInvocations.map((action) => ofAction(action).owner),
  ];
  return {
    of: (change) => {
      const { address, previousAddress } = change;
      const owner = owners.of(change);
      const allowed = [settings.limits.actions, settings.ownerLimits.get(owner)?.actions].filter((list) => list);
      return {
        owner,
        // A move touches the place that it leaves as well.
        inScope: [address, previousAddress ?? address].every((each) => covers(each, presentOf(change))),
        pulledInBy: paths.get(address) ?? [],
        drifted: drifted.has(address),
        actionsLimited: allowed.length > 0,
        actionsNotAllowed: actionNames(change).filter((action) => allowed.some((list) => !list?.includes(action))),
      };
    },
    ofAction,
    touched: [...new Set(touched)].filter(Boolean).sort(),
    limits: measureLimits({ ...input, ...settings }),
    unmatchedCritical: critical.unmatched([...plan.changes, ...plan.untouched]),
  };
}

/** Says how many steps a long path leaves out. */
function withGap({ path, morePath }: BlastRadius['dependents'][number]): readonly string[] {
  return morePath === undefined ? path : [...path.slice(0, 1), `${morePath} more`, ...path.slice(1)];
}

/** Attributes that the object has now; of a new one those it will have. */
function presentOf({ values }: Change): unknown {
  return values.lazyBefore ?? values.lazyAfter;
}

function acts(change: Change): boolean {
  return change.action !== 'read' && !isPlainNoOp(change);
}

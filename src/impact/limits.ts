/** How much a plan does, where the settings set a limit to it: of the whole plan, and of each owner. */
import type { BlastRadius } from '../graph/blast-radius.ts';
import { scoreOf } from '../graph/score.ts';
import { type Change, destroys } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import type { Owners } from '../settings/owner.ts';
import type { LimitsSource } from '../source/settings.ts';

/** Name of a limit in the settings that is a number. */
export type LimitName = Exclude<keyof LimitsSource, 'actions'>;

/** A limit of the settings with the value of this plan. */
export interface Limit {
  readonly name: LimitName;
  /** Owner whose objects are counted; empty: all owners. */
  readonly owner: string;
  readonly max: number;
  readonly actual: number;
  /** What was counted, sorted. */
  readonly addresses: readonly string[];
}

/** What limits are measured on. */
export interface LimitInput {
  readonly plan: Plan;
  readonly radius: BlastRadius;
  readonly owners: Owners;
  readonly limits: LimitsSource;
  readonly ownerLimits: ReadonlyMap<string, LimitsSource>;
}

/** Measures every limit that is set. Deposed objects count as destroyed objects. */
export function measureLimits(input: LimitInput): readonly Limit[] {
  const { plan, radius, owners } = input;
  const budgets = [['', input.limits] as const, ...input.ownerLimits].filter(([, limits]) =>
    names.some((name) => limits[name] !== undefined),
  );
  if (budgets.length === 0) return [];
  const managed = [...plan.changes, ...plan.untouched].filter((change) => change.mode === 'managed');
  const isDirect = new Set(radius.direct);
  const beside = new Set(radius.dependents.map(({ address }) => address).filter((address) => !isDirect.has(address)));
  return budgets.flatMap(([owner, limits]) => {
    const own = owner === '' ? managed : managed.filter((change) => owners.of(change) === owner);
    const measured = measure(own, { radius, beside });
    return names.flatMap((name): readonly Limit[] => {
      const max = limits[name];
      return max === undefined ? [] : [{ name, owner, max, ...measured[name] }];
    });
  });
}

const names = ['destroys', 'replaces', 'share', 'dependents', 'score'] as const satisfies readonly LimitName[];

function measure(
  own: readonly Change[],
  { radius, beside }: { readonly radius: BlastRadius; readonly beside: ReadonlySet<string> },
): Readonly<Record<LimitName, Pick<Limit, 'actual' | 'addresses'>>> {
  const destroyed = own.filter(destroys);
  const replaced = own.filter(({ action }) => action === 'replace');
  const current = own.filter(({ deposed, values }) => deposed === null && values.existed);
  const lost = current.filter(destroys);
  const dependents = current.filter(({ address }) => beside.has(address));
  return {
    destroys: counted(destroyed),
    replaces: counted(replaced),
    share: { actual: current.length === 0 ? 0 : lost.length / current.length, addresses: addressesOf(lost) },
    dependents: counted(dependents),
    score: { actual: scoreOf(lost.map(radius.criticalityOf), dependents.length), addresses: addressesOf(lost) },
  };
}

function counted(changes: readonly Change[]): Pick<Limit, 'actual' | 'addresses'> {
  return { actual: changes.length, addresses: addressesOf(changes) };
}

function addressesOf(changes: readonly Change[]): readonly string[] {
  return changes.map(({ address }) => address).sort();
}

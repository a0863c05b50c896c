/** AWS accounts that a plan is for, and those of AWS services. */
import { matchesGlob } from '../../model/address.ts';
import type { Change } from '../../model/change.ts';
import type { StateResource } from '../../model/plan-json.ts';
import { child } from '../../model/values.ts';
import type { PrivilegesSource } from '../../source/tables.ts';
import { memoize } from '../../text/memoize.ts';

/** AWS account IDs (12 digits). */
export interface Accounts {
  /** Empty if unknown. */
  readonly own: ReadonlySet<string>;
  readonly service: ReadonlySet<string>;
}

type AccountTypes = PrivilegesSource['aws']['accounts'];

/** Collects accounts from ARNs and owners of the objects of the plan. Accounts named in policies do not count. */
export function readAccounts(
  plan: { readonly changes: readonly Change[]; readonly priorState: readonly StateResource[] },
  types: AccountTypes,
): Accounts {
  const own = new Set<string>();
  const service = new Set<string>();
  // Of an object that stays as it is, the values before, after and in the state are one.
  const seen = new Set<unknown>();
  const look = (type: string, values: unknown): void => {
    if (seen.has(values)) return;
    seen.add(values);
    const isService = types.services.includes(type);
    const arn = child(values, 'arn');
    const account = typeof arn === 'string' ? accountOf(arn) : null;
    const into = isService ? service : own;
    if (account !== null) into.add(account);
    for (const key of isService ? ['id'] : types.owners) {
      for (const id of twelveDigits(child(values, key))) into.add(id);
    }
  };
  const isOfPlan = { managed: isOfPlanAccount(types, 'managed'), data: isOfPlanAccount(types, 'data') };
  const isOwn = (type: string, mode: string): boolean => (mode === 'managed' ? isOfPlan.managed : isOfPlan.data)(type);
  for (const { type, mode, values } of plan.changes) {
    if (!isOwn(type, mode)) continue;
    look(type, values.lazyBefore);
    look(type, values.lazyAfter);
  }
  for (const { type, mode, lazyValues } of plan.priorState) {
    if (isOwn(type, mode)) look(type, lazyValues);
  }
  return { own, service };
}

/**
 * Whether the account of an object is that of the plan. Other data sources may read objects of another account;
 * shares, peerings, permissions and members name another account.
 */
function isOfPlanAccount(types: AccountTypes, mode: 'managed' | 'data'): (type: string) => boolean {
  return memoize((type) => {
    if (!type.startsWith('aws_') || types.others.some((pattern) => matchesGlob(pattern, type))) return false;
    return mode === 'managed' || types.own.includes(type) || types.services.includes(type);
  });
}

/** Returns the account ID in an ARN; null if it has none. */
export function accountOf(arn: string): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null;
}

function twelveDigits(value: unknown): readonly string[] {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? [value] : [];
}

/** Which AWS accounts a plan is for, and which belong to services of AWS. */
import type { Change } from '../../model/change.ts';
import type { StateResource } from '../../model/plan-json.ts';
import { child } from '../../model/values.ts';

export interface Accounts {
  /** Empty where nothing tells. */
  readonly own: ReadonlySet<string>;
  readonly service: ReadonlySet<string>;
}

const ownerAttributes = ['owner_id', 'account_id', 'registry_id'];

/** Whoever delivers a service's logs to a bucket has an account of its own. */
const serviceAccounts = /^aws_(?:elb|redshift|cloudtrail|billing)_service_account$/;

/** From the ARNs and owners of the plan's own objects, never from those that its policies name. */
export function readAccounts(plan: {
  readonly changes: readonly Change[];
  readonly priorState: readonly StateResource[];
}): Accounts {
  const own = new Set<string>();
  const service = new Set<string>();
  const look = (type: string, values: unknown): void => {
    const isService = serviceAccounts.test(type);
    const arn = child(values, 'arn');
    const account = typeof arn === 'string' ? accountOf(arn) : null;
    const into = isService ? service : own;
    if (account !== null) into.add(account);
    for (const key of isService ? ['id'] : ownerAttributes) {
      for (const id of twelveDigits(child(values, key))) into.add(id);
    }
  };
  for (const { type, mode, values } of plan.changes) {
    if (!tells(type, mode)) continue;
    look(type, values.before);
    look(type, values.after);
  }
  for (const { type, mode, values } of plan.priorState) if (tells(type, mode)) look(type, values);
  return { own, service };
}

/** Other data sources may read another account's objects; a share, a peering, a permission or a member names another account. */
function tells(type: string, mode: string): boolean {
  if (!type.startsWith('aws_') || /_(?:accepter|permission|member)$|^aws_(?:ram|organizations)_/.test(type))
    return false;
  return mode === 'managed' || type === 'aws_caller_identity' || serviceAccounts.test(type);
}

/** The account in an ARN; null where it has none. */
export function accountOf(arn: string): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null;
}

function twelveDigits(value: unknown): readonly string[] {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? [value] : [];
}

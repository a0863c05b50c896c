/** Attributes that were changed outside Terraform and that this plan sets back. */
import type { Change } from '../model/change.ts';
import { pathText, realDifferences } from '../model/drift.ts';
import { type Difference, isBlank, isSensitive, sameValue } from '../model/values.ts';

/** An attribute that was changed outside Terraform and that the plan sets back. */
export interface UndoneChange {
  readonly path: string;
  /** `desired_count: 4 → 2`; without values where they are not to be shown. */
  readonly text: string;
  /** A guard, a size, a count or a rule that would be less than it is now. */
  readonly weighs: boolean;
}

/** Numbers and names that say how much there is, what protects it, or what is let through. */
const weighty =
  /size|count|capacity|replica|instance_(?:type|class)|machine_type|sku|tier|storage|iops|throughput|memory|cpu|min_|max_|min$|max$|shape|num_|_num|protect|prevent|lock|retention|backup|delet|rule|ingress|egress|route|policy|cidr|allow|deny|firewall|acl|enabled/;

/** Returns the attributes that drifted from A to B and that the plan sets back from B to A. */
export function undoneChanges(change: Change, drift: Change | undefined): readonly UndoneChange[] {
  if (drift === undefined || change.action !== 'update' || drift.values.before === null) return [];
  const planned = new Map(realDifferences(change).map((each) => [pathText(each), each]));
  return realDifferences(drift).flatMap((made) => {
    const path = pathText(made);
    const taken = planned.get(path);
    if (taken === undefined || taken.unknown) return [];
    if (!isSame(taken.before, made.after) || !isSame(taken.after, made.before)) return [];
    return [{ path, text: textOf(change, drift, taken, path), weighs: weighs(taken, path) }];
  });
}

/** A number that is set back up and a switch that is set back on repair something. */
function weighs({ before, after }: Difference, path: string): boolean {
  if (typeof before === 'number' && typeof after === 'number') return after < before;
  return weighty.test(path) && after !== true;
}

function isSame(a: unknown, b: unknown): boolean {
  return (isBlank(a) && isBlank(b)) || sameValue(a, b);
}

/** Only numbers and booleans are shown, since they are never secrets. */
function textOf(change: Change, drift: Change, { path: steps, before, after }: Difference, path: string): string {
  const masks = [change, drift].flatMap(({ values }) => [values.beforeSensitive, values.afterSensitive]);
  const isPlain = [before, after].every((value) => typeof value === 'number' || typeof value === 'boolean');
  return isPlain && !isSensitive(masks, steps) ? `${path}: ${String(before)} → ${String(after)}` : path;
}

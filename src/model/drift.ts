/** What was changed outside Terraform, and whether this plan follows from it. */
import type { Change } from './change.ts';
import type { RelevantAttribute } from './plan-json.ts';
import { type Difference, differences, isBlank } from './values.ts';

/** Attributes that differ in more than the way that nothing is written. */
export function realDifferences({ values }: Change): readonly Difference[] {
  return differences(values.before, values.after, values.afterUnknown).filter(
    ({ before, after, unknown }) => unknown || !(isBlank(before) && isBlank(after)),
  );
}

/** An attribute as it is written in a reference, e.g. `ingress[0].from_port`. */
export function pathText({ path }: Pick<Difference, 'path'>): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
}

/**
 * Whether one of the attributes that drifted is read by what this plan changes, or changed by this plan itself. Terraform
 * lists the former in `relevant_attributes`, never those of the drifted object.
 */
export function isRelevantDrift(
  drift: Change,
  planned: Change | undefined,
  listed: readonly RelevantAttribute[],
): boolean {
  if (drift.action === 'delete') return listed.length > 0 || (planned !== undefined && planned.action === 'create');
  const drifted = realDifferences(drift);
  if (drifted.some(({ path }) => listed.some(({ attribute }) => isOnSamePath(path, attribute)))) return true;
  if (planned?.action !== 'update' && planned?.action !== 'replace') return false;
  const changed = realDifferences(planned);
  return drifted.some(({ path }) => changed.some((other) => isOnSamePath(path, other.path)));
}

/** Whether one path is the other, or leads to it. */
function isOnSamePath(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.slice(0, b.length).every((step, i) => step === b[i]);
}

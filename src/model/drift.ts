/** Changes outside Terraform, and whether they affect this plan. */
import type { Change } from './change.ts';
import type { RelevantAttribute } from './plan-json.ts';
import { type Difference, differences, isBlank } from './values.ts';

/** Returns differences in attributes, except between two ways to write an empty value. */
export function realDifferences({ values }: Change): readonly Difference[] {
  return differences(values.before, values.after, values.afterUnknown).filter(
    ({ before, after, unknown }) => unknown || !(isBlank(before) && isBlank(after)),
  );
}

/** Returns the path as in a reference, e.g. `ingress[0].from_port`. */
export function pathText({ path }: Pick<Difference, 'path'>): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
}

/**
 * Whether a drifted attribute is read by a change of this plan, or changed by the plan itself. Terraform lists the
 * former in `relevant_attributes`, but never those of the drifted object.
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

/** Whether the paths are equal or one is a prefix of the other. */
function isOnSamePath(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.slice(0, b.length).every((step, i) => step === b[i]);
}

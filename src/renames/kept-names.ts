/** Names that a `moved` block alone cannot keep, because the new code sets others. */
import { namingAttributes } from '../graph/value-match.ts';
import type { Change } from '../model/change.ts';
import { shownValue } from '../model/shown-value.ts';
import { child } from '../model/values.ts';

/**
 * A name of a renamed object. Most providers cannot change a name in place, so after the move Terraform would still
 * replace the object, unless the code keeps the old name.
 */
export interface NameToKeep {
  /** Address after the move. */
  readonly address: string;
  readonly attribute: string;
  /** The value to keep; `(sensitive)` if the plan marks it so. */
  readonly before: string;
  readonly planned: string;
}

/** Returns the names that are known on both sides and differ. */
export function namesToKeep(match: {
  readonly from: Change;
  readonly to: Change;
  readonly differs: readonly string[];
}): readonly NameToKeep[] {
  const { from, to, differs } = match;
  const naming = new Set(namingAttributes(to.type));
  return differs.flatMap((attribute) => {
    const [before, planned] = [child(from.values.before, attribute), child(to.values.after, attribute)];
    if (!naming.has(attribute) || typeof before !== 'string' || typeof planned !== 'string') return [];
    return [
      {
        address: to.address,
        attribute,
        before: shownValue(from, attribute, before),
        planned: shownValue(to, attribute, planned),
      },
    ];
  });
}

/** Objects that are lost because the one they live in is destroyed, though the plan itself does not delete them. */
import type { Graph } from '../graph/graph.ts';
import type { Instance } from '../graph/nodes.ts';
import { directDependents } from '../graph/reachable.ts';
import { attributeRefersTo, identities } from '../graph/value-match.ts';
import { type Change, destroys, forgets, holdsData } from '../model/change.ts';
import { child } from '../model/values.ts';

/**
 * By the object that the plan keeps or only forgets: the destroyed ones that it lives in. Of those that are kept, only
 * such as hold data or are listed with that parent.
 */
export function findCascadeDeletes(changes: readonly Change[], graph: Graph): ReadonlyMap<Change, readonly string[]> {
  const dependentsOf = ({ address }: Change): readonly string[] => [...directDependents(graph, address)];
  const parents = changes.filter((change) => isContainer(change) && graph.dependents.has(change.address));
  const dependents = new Set(parents.flatMap(dependentsOf));
  const staying = new Map(
    changes
      .filter((change) => dependents.has(change.address) && isStaying(change))
      .map((change) => [change.address, change]),
  );
  const emptied = new Map<Change, string[]>();
  for (const parent of parents) {
    const instance = graph.instances.get(parent.address);
    if (!instance) continue;
    for (const address of dependentsOf(parent)) {
      const dependent = staying.get(address);
      if (dependent && livesIn(dependent, parent, instance)) {
        emptied.set(dependent, [...(emptied.get(dependent) ?? []), parent.address]);
      }
    }
  }
  return emptied;
}

function isStaying(change: Change): boolean {
  const isKept = change.action === 'no-op' || change.action === 'update' || isForgotten(change);
  return isKept && change.mode === 'managed' && change.deposed === null;
}

/** Terraform gives it up, and deletes nothing. */
export function isForgotten(change: Change): boolean {
  return forgets(change) || (destroys(change) && change.protection.keepsObject);
}

/** A key holds no objects: what is encrypted with it is not inside it. */
function isContainer(change: Change): boolean {
  if (!destroys(change) || change.deposed !== null || change.protection.keepsObject) return false;
  if (change.entry.key || change.entry.detachesMembers) return false;
  return holdsData(change) || change.criticality === 'critical';
}

/** An attribute that is named after the parent's type holds the parent's name: `dataset_id`, `instance`, `bucket`. */
function livesIn(dependent: Change, parent: Change, instance: Instance): boolean {
  const names = identities(instance);
  const { before } = dependent.values;
  const isNamedBy = (attribute: string): boolean => {
    const value = child(before, attribute);
    return typeof value === 'string' && names.has(value);
  };
  const isListed = (dependent.entry.protectedBy ?? []).some(
    (rule) => rule.parent === parent.type && isNamedBy(rule.via),
  );
  if (isListed) return true;
  if (typeof before !== 'object' || before === null || dependent.entry.key) return false;
  if (!holdsData(dependent) && !isForgotten(dependent)) return false;
  return Object.keys(before).some((attribute) => attributeRefersTo(attribute, parent.type) && isNamedBy(attribute));
}

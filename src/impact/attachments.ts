/** Objects that only connect others: attachments, associations, memberships, permissions. */
import type { Graph } from '../graph/graph.ts';
import { directDependents } from '../graph/reachable.ts';
import { type Change, holdsData } from '../model/change.ts';

const connecting = /_(?:attachment|association|membership|member|permission|binding|peering_attachment)(?:_v\d+)?$/;

/** Whether losing it takes nothing but a connection: as the catalog says, else by the last word of the type. */
export function isAttachment(change: Change): boolean {
  if (holdsData(change) || change.criticality === 'critical') return false;
  return change.entry.attaches ?? connecting.test(change.type);
}

/** Deleted attachments of which an end is deleted in the same plan. */
export function findDetachedWithEnds(changes: readonly Change[], graph: Graph): ReadonlySet<string> {
  return new Set(
    changes
      .filter((change) => change.action === 'delete' && change.deposed === null && !isAttachment(change))
      .flatMap(({ address }) => [...directDependents(graph, address)]),
  );
}

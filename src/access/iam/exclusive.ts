/** Exclusive lists: applying one removes everyone who is not listed, although the plan shows only a create. */
import type { ExclusiveListSource } from '../../source/access.ts';
import { type Grant, noDetections, type Reader, textAt, textsAt } from '../grants.ts';

/** Returns the exclusive list and its entries. Nothing if its target is created by the same plan. */
export const readExclusiveList: Reader<ExclusiveListSource> = (
  side,
  { of, members, says = 'every other entry of' },
) => {
  const target = textAt(side, of);
  if (target === null || side.index.isCreated(target)) return noDetections;
  const listed = members.flatMap((path) => textsAt(side, path).known);
  return [
    { kind: 'authoritative', keys: [side.change.type], holder: target, text: [`${says} `, target] },
    ...listed.map(
      (member): Grant => ({ kind: 'dropped', keys: [member], holder: target, text: [member, ' from ', target] }),
    ),
  ];
};

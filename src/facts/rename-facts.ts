/** Why an object is destroyed and where it went: renames without a `moved` block, and shifts of a `count` index. */
import type { Change } from '../model/change.ts';
import type { NameToKeep } from '../renames/kept-names.ts';
import { movedBlock, type Rename } from '../renames/moved-blocks.ts';
import type { FactTable } from './fact.ts';

/** Facts about renames without a `moved` block and shifted `count` indexes. */
export const renameFacts = {
  cause: {
    type: 'string',
    doc: 'why it is destroyed: rename, index-shift, attribute (it forces the replacement), dependency (the same, but its new value follows from another change), block-removed (from the code), instance-removed (from count or for_each), tainted, requested (-replace), triggered (replace_triggered_by), destroy-plan or deposed; else empty',
    read: (change, { effects }) => effects.causeOf(change) ?? '',
  },
  removedBlock: {
    type: 'string',
    doc: 'for the cause block-removed: header of the block to restore, e.g. `module "network"`; else empty',
    read: (change, { effects }) => (effects.causeOf(change) === 'block-removed' ? effects.removedBlockOf(change) : ''),
  },
  renamedTo: {
    type: 'string',
    doc: 'address at which the deleted object is created again without a `moved` block; else empty',
    read: (change, { effects }) => effects.renameOf(change)?.to.address ?? '',
  },
  renameKind: {
    type: 'string',
    doc: 'block: the resource or module was renamed; key: only an instance key; else empty',
    read: (change, { effects }) => effects.renameOf(change)?.kind ?? '',
  },
  renameDiffers: {
    type: 'list<string>',
    doc: 'attributes that differ between the two',
    read: (change, { effects }) => effects.renameOf(change)?.differs ?? [],
  },
  renameCandidates: {
    type: 'list<string>',
    doc: 'candidates for the new address, if several are equally similar',
    read: (change, { effects }) => effects.candidatesFor(change),
  },
  movedBlock: {
    type: 'string',
    doc: 'the `moved` block to paste; else empty',
    read: (change, { effects }) => blockOf(effects.renameOf(change)),
  },
  keepAfterMove: {
    type: 'list<string>',
    doc: 'names that its `moved` block cannot keep, because the new code sets others, e.g. `name = "orders" (planned: "orders-db")`; the first 3 and the number of others',
    read: (change, { effects }) => keptNames(effects.renameOf(change)),
  },
  declared: {
    type: 'bool',
    doc: 'its resource block is still in the configuration that the plan holds',
    read: (change, { effects }) => effects.isDeclared(change),
  },
  isFirstOfMovedBlock: {
    type: 'bool',
    doc: 'the first of the changes that its `moved` block covers',
    read: (change, { effects }) => effects.renameOf(change)?.isFirstOfMovedBlock ?? false,
  },
  inheritsFrom: {
    type: 'string',
    doc: 'instance of the same `count` whose attributes it takes over; else empty',
    read: (change, { effects }) => effects.shiftOf(change)?.inheritsFrom ?? '',
  },
  isFirstOfBlock: {
    type: 'bool',
    doc: 'the first instance of its block that takes over the attributes of another',
    read: (change, { effects }) => effects.shiftOf(change)?.isFirstOfBlock ?? false,
  },
} satisfies FactTable<Change>;

function blockOf(rename: Rename | undefined): string {
  return rename ? movedBlock(rename.move) : '';
}

const shownNames = 2;

/** Other objects that the block covers are named by their addresses. */
function keptNames(rename: Rename | undefined): readonly string[] {
  const all = rename?.move.keep ?? [];
  const text = ({ address, attribute, before, planned }: NameToKeep): string =>
    `${address === rename?.to.address ? '' : `${address}: `}${attribute} = ${JSON.stringify(before)} (planned: ${JSON.stringify(planned)})`;
  const more = all.length > shownNames ? [`${all.length - shownNames} more: firebreak fix PLAN`] : [];
  return [...all.slice(0, shownNames).map(text), ...more];
}

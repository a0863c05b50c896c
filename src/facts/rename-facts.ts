/** Where a deleted object went: renames without a `moved` block, and shifts of a `count` index. */
import type { Change } from '../model/change.ts';
import type { FactTable } from './fact.ts';

export const renameFacts = {
  renamedTo: {
    type: 'string',
    doc: 'address that the deleted object is created at again, without a `moved` block; else empty',
    read: (change, { effects }) => effects.renameOf(change)?.to.address ?? '',
  },
  renameKind: {
    type: 'string',
    doc: 'block: the resource or module was renamed; key: only an instance key; else empty',
    read: (change, { effects }) => effects.renameOf(change)?.kind ?? '',
  },
  renameDiffers: {
    type: 'list<string>',
    doc: 'attributes in which the two differ',
    read: (change, { effects }) => effects.renameOf(change)?.differs ?? [],
  },
  renameCandidates: {
    type: 'list<string>',
    doc: 'addresses that it may have been renamed to, where several are equally similar',
    read: (change, { effects }) => effects.candidatesFor(change),
  },
  movedBlock: {
    type: 'string',
    doc: 'the `moved` block to paste; else empty',
    read: (change, { effects }) => effects.renameOf(change)?.movedBlock ?? '',
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
    doc: 'neighbour of the same `count` whose attributes it gets; else empty',
    read: (change, { effects }) => effects.shiftOf(change)?.inheritsFrom ?? '',
  },
  isFirstOfBlock: {
    type: 'bool',
    doc: 'the first instance of its block that gets the attributes of a neighbour',
    read: (change, { effects }) => effects.shiftOf(change)?.isFirstOfBlock ?? false,
  },
} satisfies FactTable<Change>;

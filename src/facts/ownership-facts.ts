/** Who owns a resource, and what the settings allow a change to do to it. */
import type { Change } from '../model/change.ts';
import type { FactTable } from './fact.ts';
import { changeEffectPart } from './plan-effects.ts';

/** Facts about the owner of a resource and the scope of the change. */
export const ownershipFacts = {
  owner: {
    type: 'string',
    doc: 'owner from the settings, else empty',
    read: (change, { ownerships }) => ownerships.of(change).owner,
  },
  inScope: {
    type: 'bool',
    doc: 'the settings or flags allow the change to touch it; true without a scope',
    read: (change, { ownerships }) => ownerships.of(change).inScope,
    content: (change) => [changeEffectPart(change)],
  },
  pulledInBy: {
    type: 'list<string>',
    doc: 'path from what is destroyed to this address; empty where it depends on nothing destroyed',
    read: (change, { ownerships }) => ownerships.of(change).pulledInBy,
  },
  drifted: {
    type: 'bool',
    doc: 'was changed outside Terraform as well',
    read: (change, { ownerships }) => ownerships.of(change).drifted,
  },
  actionsLimited: {
    type: 'bool',
    doc: 'the settings allow some actions only',
    read: (change, { ownerships }) => ownerships.of(change).actionsLimited,
  },
  actionsNotAllowed: {
    type: 'list<string>',
    doc: 'actions of this change that the settings do not allow',
    read: (change, { ownerships }) => ownerships.of(change).actionsNotAllowed,
    content: (change) => [changeEffectPart(change)],
  },
} satisfies FactTable<Change>;

/** The rights that a plan grants and the access that it opens. Every list holds only what this plan adds. */
import type { GrantKind, UndecidableKind } from '../access/grants.ts';
import type { Change } from '../model/change.ts';
import { Unknown } from '../policy/unknown.ts';
import type { PlanContext } from './context.ts';
import type { FactPart, FactTable } from './fact.ts';

/** Facts about rights that the plan grants and access that it opens. */
export const grantFacts = {
  grantsAccess: {
    type: 'bool',
    doc: 'its type can grant rights, create keys or give others access',
    read: (change, { grants }) => grants.concerns(change),
  },
  adminGrants: {
    type: 'list<string>',
    doc: 'administrator and wildcard grants that this plan adds',
    unknown: true,
    ...granted('admin'),
  },
  escalations: {
    type: 'list<string>',
    doc: 'known privilege escalations that this plan allows, e.g. `iam:PassRole with ec2:RunInstances`',
    unknown: true,
    ...granted('escalation'),
  },
  trustOpened: {
    type: 'list<string>',
    doc: 'other accounts, anyone, or any identity of an issuer that this plan trusts',
    unknown: true,
    ...granted('trust'),
  },
  publicGrants: {
    type: 'list<string>',
    doc: 'what this plan opens to the public',
    unknown: true,
    ...granted('public', 'public-guard'),
  },
  ownerGrants: {
    type: 'list<string>',
    doc: 'owner, editor and similar roles that this plan grants',
    unknown: true,
    ...granted('owner'),
  },
  authoritativeBindings: {
    type: 'list<string>',
    doc: 'roles whose other members this plan removes without listing them',
    ...certainlyGranted('authoritative'),
  },
  membersDropped: {
    type: 'list<string>',
    doc: 'members that this plan removes from an exclusive list, as listed in the plan',
    ...certainlyGranted('dropped'),
  },
  keysCreated: {
    type: 'list<string>',
    doc: 'long-lived credentials that this plan creates; a rotation adds none',
    ...certainlyGranted('key'),
  },
  worldOpenings: {
    type: 'list<string>',
    doc: 'sensitive ports that this plan opens to the internet',
    unknown: true,
    ...granted('opening'),
  },
  guardsRemoved: {
    type: 'list<string>',
    doc: 'deny rules of firewalls and web application firewalls that this plan removes or turns off, while the protected resource stays',
    unknown: true,
    ...granted('network-guard'),
  },
  denialsRemoved: {
    type: 'list<string>',
    doc: 'actions that a policy no longer denies, or denies to fewer principals; organization policies no longer enforced',
    unknown: true,
    ...granted('policy-guard'),
  },
  lockouts: {
    type: 'list<string>',
    doc: 'policies that deny everything to everyone, or remove the access of the account root to a key',
    unknown: true,
    ...granted('lockout', 'account-root'),
  },
} satisfies FactTable<Change>;

/** Unknown where nothing is added for certain, and a value known only after apply decides. */
function granted(...kinds: readonly GrantKind[]) {
  return {
    read: (change: Change, { grants }: PlanContext): readonly string[] | Unknown => {
      const { known, unknown } = grants.read(change, kinds);
      return unknown === null ? known : new Unknown(unknown);
    },
    content: partsOf(kinds),
  };
}

/** Kinds that no value known only after apply decides. */
function certainlyGranted(kind: Exclude<GrantKind, UndecidableKind>) {
  return {
    read: (change: Change, { grants }: PlanContext): readonly string[] => grants.read(change, [kind]).known,
    content: partsOf([kind]),
  };
}

function partsOf(kinds: readonly GrantKind[]) {
  return (change: Change, { grants }: PlanContext): readonly FactPart[] =>
    grants.read(change, kinds).parts.map((value) => ({ value }));
}

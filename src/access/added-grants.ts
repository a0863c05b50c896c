/**
 * Finds the grants and openings that a plan adds. They are compared as sets over the whole plan, so a grant that only
 * moves is not new.
 */
import type { Change } from '../model/change.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import type { AccessSource } from '../source/access.ts';
import { isObject } from '../text/is-object.ts';
import { once } from '../text/once.ts';
import { GrantSet, type GrantSets, toGrantSets } from './grant-sets.ts';
import { type Detection, type Grant, type GrantKind, partsOf, type Side } from './grants.ts';
import { type Accounts, readAccounts } from './iam/aws-accounts.ts';
import { escalationPaths } from './iam/escalation.ts';
import {
  controlledPrincipals,
  type IdentityDocument,
  identityDocuments,
  mayAllowMore,
  writesPermissions,
} from './iam/identity.ts';
import { matchesPattern } from './iam/policy.ts';
import { detectGrants } from './registry.ts';

/** The plan, and how to mask its texts. */
export interface PlanToRead {
  readonly index: PlanIndex;
  /** Replaces a piece of text that contains a secret. */
  readonly mask?: (text: string) => string;
}

/**
 * Texts of what is certainly added. If that is empty, the path of a value known only after apply that decides, else
 * null.
 */
export interface Granted {
  readonly known: readonly string[];
  /** What is certainly added, as parts that can be compared with those of another plan. Not masked. */
  readonly parts: readonly unknown[];
  readonly unknown: string | null;
}

/** Finds what each change of the plan grants. */
export interface Grants {
  /** Whether the type can grant or open anything. */
  readonly concerns: (change: Change) => boolean;
  /** Returns what this change adds. For guards, returns what it removes. */
  readonly read: (change: Change, kinds: readonly GrantKind[]) => Granted;
}

const nothing: Granted = { known: [], parts: [], unknown: null };

const guards: ReadonlySet<GrantKind> = new Set([
  'network-guard',
  'public-guard',
  'policy-guard',
  'account-root',
  'dropped',
]);

/** Returns the grants of a plan. Nothing is computed before the first `read`. */
export function readGrants(plan: PlanToRead): Grants {
  const reading = new GrantReader(plan);
  return {
    concerns: (change) => accessSourcesOf(change).length > 0,
    read: (change, kinds) => reading.read(change, kinds),
  };
}

class GrantReader {
  readonly #plan: PlanToRead;
  readonly #index: PlanIndex;
  readonly #accounts: () => Accounts;
  readonly #detections = new Map<
    Change,
    { readonly before: readonly Detection[]; readonly after: readonly Detection[] }
  >();
  #grantSets: GrantSets | undefined;
  #documents: ReadonlyMap<string, readonly WrittenDocument[]> | undefined;

  constructor(plan: PlanToRead) {
    this.#plan = plan;
    this.#index = plan.index;
    const { objects, plan: planned } = plan.index;
    const { catalog, document } = planned;
    const types = catalog.tables.privileges.aws.accounts;
    this.#accounts = once(() => readAccounts({ changes: objects, priorState: document.priorState }, types));
  }

  read(change: Change, kinds: readonly GrantKind[]): Granted {
    if (change.deposed !== null || accessSourcesOf(change).length === 0 || change.action === 'no-op') return nothing;
    const { before, after } = this.#detectionsOf(change);
    if (before.length === 0 && after.length === 0 && !writesPermissions(change)) return nothing;
    const grants = kinds.flatMap((kind) =>
      guards.has(kind) ? this.#removed(change, kind) : this.#added(change, kind),
    );
    const paths = kinds.includes('escalation') ? this.#escalations(change) : [];
    const mask = this.#plan.mask ?? ((text: string): string => text);
    const texts = [...grants.map(({ text }) => text), ...paths.map((path) => [path])];
    const known = [...new Set(texts.map((text) => text.map(mask).join('')))];
    return {
      known,
      parts: [...grants.flatMap(partsOf), ...paths],
      unknown: known.length > 0 ? null : this.#unknownPath(change, kinds),
    };
  }

  #unknownPath(change: Change, kinds: readonly GrantKind[]): string | null {
    const { before, after } = this.#detectionsOf(change);
    const isThere = (kind: GrantKind): boolean => !guards.has(kind) || before.some((sign) => sign.kind === kind);
    const doubt = after.find((sign) => 'unknown' in sign && kinds.includes(sign.kind) && isThere(sign.kind));
    if (doubt && 'unknown' in doubt) return doubt.unknown;
    const side = kinds.includes('escalation') && writesPermissions(change) ? this.#side(change, true) : null;
    const document = side === null ? undefined : identityDocuments(side).find((each) => mayAllowMore(each.document));
    return document === undefined ? null : `after.${document.path}`;
  }

  /** The rest of the plan is compared only if the change itself adds a grant. */
  #added(change: Change, kind: GrantKind): readonly Grant[] {
    const { before, after } = this.#detectionsOf(change);
    const fresh = notCovered(after, before, kind);
    const pools = fresh.length > 0 ? this.#grantSetsOfPlan() : null;
    return fresh.filter((grant) => !pools?.moved.has(grant) && !pools?.before.covers(grant));
  }

  #removed(change: Change, kind: GrantKind): readonly Grant[] {
    const isUndone = change.action === 'delete' || change.action === 'forget';
    if (kind === 'dropped' && isUndone) return [];
    const { before, after } = this.#detectionsOf(change);
    if (after.some((sign) => sign.kind === kind && !isGrant(sign))) return [];
    const edited = new Set(notCovered(after, before, kind).flatMap(({ identity }) => identity ?? []));
    // If the parent is replaced, the new guard refers to a parent whose ID is not known yet.
    const renewed = after.filter(isGrant).filter((each) => each.kind === kind && each.holder === null);
    return notCovered(before, after, kind)
      .filter(({ identity }) => identity === undefined || !edited.has(identity))
      .filter((guard) => !renewed.some((each) => coversKeys(each, guard)))
      .filter(({ guarded }) => guarded === undefined || !this.#index.isDestroyed(guarded))
      .filter((guard) => !this.#grantSetsOfPlan().after.covers(guard));
  }

  /** Includes all policies of the same identity, since a path may combine several of them. */
  #escalations(change: Change): readonly string[] {
    const after = this.#side(change, true);
    if (after === null || !writesPermissions(change)) return [];
    this.#documents ??= this.#collectDocuments();
    const own = identityDocuments(after);
    const holders = [...new Set(own.map(({ holder }) => holder))];
    return holders.flatMap((holder) => {
      const written = holder === null ? [] : (this.#documents?.get(holder) ?? []);
      const of = (isAfter: boolean, but: Change | null): readonly string[] =>
        this.#pathsOf([
          ...written.filter((each) => each.isAfter === isAfter && each.change !== but).map((each) => each.identity),
          ...(holder === null && (isAfter ? but === null : true) ? this.#ownDocuments(change, isAfter) : []),
        ]);
      const [before, rest] = [new Set(of(false, null)), new Set(of(true, change))];
      return of(true, null).filter((path) => !before.has(path) && !rest.has(path));
    });
  }

  #pathsOf(documents: readonly IdentityDocument[]): readonly string[] {
    const statements = documents.flatMap(({ document }) => document.statements);
    return [
      ...escalationPaths(statements, this.#index.plan.catalog.tables.privileges.aws),
      ...controlledPrincipals(statements).map((resource) => `\`*\` on ${resource}`),
    ];
  }

  #ownDocuments(change: Change, isAfter: boolean): readonly IdentityDocument[] {
    const side = this.#side(change, isAfter);
    return side === null ? [] : identityDocuments(side);
  }

  #collectDocuments(): ReadonlyMap<string, readonly WrittenDocument[]> {
    const all = new Map<string, WrittenDocument[]>();
    for (const change of this.#index.objects.filter(canGrant).filter(writesPermissions)) {
      for (const isAfter of [false, true]) {
        const side = this.#side(change, isAfter);
        for (const identity of side === null ? [] : identityDocuments(side)) {
          if (identity.holder === null) continue;
          const known = all.get(identity.holder);
          if (known) known.push({ change, isAfter, identity });
          else all.set(identity.holder, [{ change, isAfter, identity }]);
        }
      }
    }
    return all;
  }

  #detectionsOf(change: Change): { readonly before: readonly Detection[]; readonly after: readonly Detection[] } {
    const known = this.#detections.get(change);
    if (known) return known;
    const sources = accessSourcesOf(change);
    const read = (side: Side | null): readonly Detection[] =>
      side === null ? [] : sources.flatMap((source) => detectGrants(side, source));
    const signs = { before: read(this.#side(change, false)), after: read(this.#side(change, true)) };
    this.#detections.set(change, signs);
    return signs;
  }

  /** Values on one side. A forgotten object continues to exist unchanged. */
  #side(change: Change, isAfter: boolean): Side | null {
    const { values, action } = change;
    const stays = isAfter && action !== 'forget';
    const object = stays ? values.after : values.before;
    const isNew = !isAfter && action === 'create';
    if (!isObject(object) || isNew || (isAfter && action === 'delete')) return null;
    const unknown = stays ? values.afterUnknown : false;
    return { change, values: object, unknown, isAfter, index: this.#index, accounts: this.#accounts };
  }

  #grantSetsOfPlan(): GrantSets {
    this.#grantSets ??= toGrantSets(
      this.#index.objects.filter(canGrant).map((change) => {
        const { before, after } = this.#detectionsOf(change);
        return { change, before: before.filter(isGrant), after: after.filter(isGrant) };
      }),
    );
    return this.#grantSets;
  }
}

interface WrittenDocument {
  readonly change: Change;
  readonly isAfter: boolean;
  readonly identity: IdentityDocument;
}

/** Grants of one kind that are not covered by a grant of the other side. */
function notCovered(signs: readonly Detection[], others: readonly Detection[], kind: GrantKind): readonly Grant[] {
  const grants = signs.filter(isGrant).filter((grant) => grant.kind === kind);
  if (grants.length === 0) return grants;
  const pool = new GrantSet();
  for (const other of others) if (isGrant(other)) pool.add(other);
  return grants.filter((grant) => !pool.covers(grant));
}

function coversKeys(grant: Grant, other: Grant): boolean {
  return other.keys.every((key) => grant.keys.some((pattern) => matchesPattern(pattern, key)));
}

function isGrant(sign: Detection): sign is Grant {
  return !('unknown' in sign);
}

function accessSourcesOf({ catalog, type }: Change): readonly AccessSource[] {
  return catalog.access(type);
}

function canGrant(change: Change): boolean {
  return change.mode === 'managed' && change.deposed === null && accessSourcesOf(change).length > 0;
}

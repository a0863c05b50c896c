/** All grants of a plan before and after it, to distinguish grants that only move from new ones. */
import { type Change, creates, destroys } from '../model/change.ts';
import type { Grant } from './grants.ts';
import { matchesPattern } from './iam/policy.ts';

/** Grants of one change. */
export interface GrantsOfChange {
  readonly change: Change;
  readonly before: readonly Grant[];
  readonly after: readonly Grant[];
}

/** Grants of all changes. */
export interface GrantSets {
  readonly before: GrantSet;
  readonly after: GrantSet;
  /**
   * Grants that are removed elsewhere in the same plan, and whose holder is known only after apply or whose module is
   * new.
   */
  readonly moved: ReadonlySet<Grant>;
}

/** Collects the grants of all changes and finds those that only move. */
export function toGrantSets(all: readonly GrantsOfChange[]): GrantSets {
  const [before, after] = [new GrantSet(), new GrantSet()];
  const vanishing = new Map<string, Vanishing[]>();
  for (const each of all) {
    for (const grant of each.after) after.add(grant);
    for (const grant of each.before) {
      before.add(grant);
      if (!destroys(each.change)) continue;
      const known = vanishing.get(grantLocation(each.change, grant));
      if (known) known.push({ change: each.change, grant });
      else vanishing.set(grantLocation(each.change, grant), [{ change: each.change, grant }]);
    }
  }
  const moved = new Set<Grant>();
  for (const { change, after: made } of all.filter((each) => creates(each.change))) {
    for (const grant of made.filter((each) => !before.covers(each))) {
      const candidates = vanishing.get(grantLocation(change, grant)) ?? [];
      const at = candidates.findIndex((each) => isMovedFrom(each, change, grant));
      if (at < 0) continue;
      // Each removed grant can explain only one new grant.
      candidates.splice(at, 1);
      moved.add(grant);
    }
  }
  return { before, after, moved };
}

interface Vanishing {
  readonly change: Change;
  readonly grant: Grant;
}

function grantLocation(change: Change, grant: Grant): string {
  return `${change.type} ${grant.kind}`;
}

function isMovedFrom(from: Vanishing, to: Change, grant: Grant): boolean {
  const [old, young] = [from.change.parsed, to.parsed];
  const isSameBlock = old.name === young.name && old.key === young.key;
  const isMadeAnew = isSameBlock && (old.module !== young.module || (grant.kind === 'opening' && from.change === to));
  if (grant.holder !== null && !isMadeAnew) return false;
  return grant.keys.every((key) => from.grant.keys.some((pattern) => matchesPattern(pattern, key)));
}

/** A set of grant keys by kind and holder. */
export class GrantSet {
  readonly #keys = new Map<string, Set<string>>();

  add({ kind, holder, alias, keys }: Grant): void {
    for (const name of alias === undefined ? [holder] : [holder, alias]) {
      const place = `${kind} ${name}`;
      const known = this.#keys.get(place) ?? new Set<string>();
      for (const key of keys) known.add(key);
      this.#keys.set(place, known);
    }
  }

  /** Whether the set has every key of the grant. A holder known only after apply is new, so it is never covered. */
  covers({ kind, holder, keys }: Grant): boolean {
    const there = holder === null ? undefined : this.#keys.get(`${kind} ${holder}`);
    return (
      there !== undefined && keys.every((key) => there.has(key) || [...there].some((one) => matchesPattern(one, key)))
    );
  }
}

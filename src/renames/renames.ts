/** Objects that a plan destroys at one address and creates at another, most likely renamed without a `moved` block. */
import type { Change } from '../model/change.ts';
import { type Match, type Rename, type RenameKind, toMovedBlocks } from './moved-blocks.ts';
import { type Profile, type Similarity, similarityOf, toProfile } from './similarity.ts';

/** Renames found in a plan. */
export interface Renames {
  readonly of: (change: Change) => Rename | undefined;
  /** Addresses that fit equally well, if the rename is ambiguous; empty otherwise. */
  readonly candidatesFor: (change: Change) => readonly string[];
}

/** Below this many pairs of one type all are compared; above, only those that share a value which few others have. */
const mostPairs = 400;
const fewOthers = 8;
const shownCandidates = 5;

/** Required similarity (0 to 1) if only attributes match, and if the addresses match too. */
const alikeEnough = 0.75;
const alikeInPlace = 0.4;
const clearly = 0.04;

/** @param declared addresses without keys of the modules and resources that the configuration still declares */
export function findRenames(changes: readonly Change[], declared: ReadonlySet<string> = new Set()): Renames {
  const managed = changes.filter((change) => change.mode === 'managed' && change.deposed === null);
  const matches: Match[] = [];
  const candidates = new Map<Change, readonly string[]>();
  const gone = byType(managed.filter((change) => change.action === 'delete'));
  const made = byType(managed.filter((change) => change.action === 'create'));
  for (const [type, deleted] of gone) {
    const created = made.get(type);
    if (created) matchType(deleted.map(toProfile), created.map(toProfile), matches, candidates);
  }
  const renames = new Map(toMovedBlocks({ matches, managed, declared }).map((rename) => [rename.from, rename]));
  return { of: (change) => renames.get(change), candidatesFor: (change) => candidates.get(change) ?? [] };
}

function byType(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const types = new Map<string, Change[]>();
  for (const change of changes) {
    const known = types.get(change.type);
    if (known) known.push(change);
    else types.set(change.type, [change]);
  }
  return types;
}

interface Pair {
  readonly gone: Profile;
  readonly made: Profile;
  readonly likeness: Similarity;
  readonly rank: number;
}

function matchType(
  gone: readonly Profile[],
  made: readonly Profile[],
  matches: Match[],
  candidates: Map<Change, readonly string[]>,
): void {
  const pairs = pairsOf(gone, made);
  const best = new Map<Profile, Pair[]>();
  for (const pair of pairs) {
    for (const side of [pair.gone, pair.made]) {
      const known = best.get(side);
      if (known) known.push(pair);
      else best.set(side, [pair]);
    }
  }
  const tops = new Map([...best].map(([side, all]) => [side, topOf(all)]));
  for (const profile of gone) {
    const top = tops.get(profile) ?? [];
    const [first] = top;
    if (!first) continue;
    const rivals = tops.get(first.made) ?? [];
    if (top.length === 1 && rivals.length === 1 && rivals[0] === first) {
      const { change: from } = first.gone;
      const { change: to } = first.made;
      matches.push({ from, to, kind: kindOf(from, to), differs: first.likeness.differs });
    } else if (first.likeness.sameNames && first.likeness.score >= alikeEnough) {
      candidates.set(
        profile.change,
        top.slice(0, shownCandidates).map((pair) => pair.made.change.address),
      );
    }
  }
}

/** The best pair, and those that come so near that it would be a guess. */
function topOf(pairs: readonly Pair[]): readonly Pair[] {
  const most = Math.max(...pairs.map((pair) => pair.rank));
  return pairs.filter((pair) => pair.rank > most - clearly);
}

function pairsOf(gone: readonly Profile[], made: readonly Profile[]): readonly Pair[] {
  const all = gone.length * made.length <= mostPairs;
  const index = all ? null : indexOf(made);
  return gone.flatMap((profile) =>
    (index ? likelyOf(profile, index) : made).flatMap((other) => {
      const found = similarityOf(profile, other);
      if (!found) return [];
      const near = nearness(profile.change, other.change);
      const isAlike = found.score >= alikeEnough && found.sameNames;
      if (!isAlike && !(near >= 0.2 && found.score >= alikeInPlace)) return [];
      return [{ gone: profile, made: other, likeness: found, rank: found.score + near }];
    }),
  );
}

type ValueIndex = ReadonlyMap<string, readonly Profile[]>;

function indexOf(made: readonly Profile[]): ValueIndex {
  const index = new Map<string, Profile[]>();
  for (const profile of made) {
    for (const token of tokensOf(profile)) {
      const known = index.get(token);
      if (known) known.push(profile);
      else index.set(token, [profile]);
    }
  }
  return index;
}

function likelyOf(profile: Profile, index: ValueIndex): readonly Profile[] {
  const found = tokensOf(profile).flatMap((token) => {
    const holders = index.get(token) ?? [];
    return holders.length <= fewOthers ? holders : [];
  });
  return [...new Set(found)];
}

/** Values that tell one object from another, and what stays of an address in a move. */
function tokensOf({ change, attributes }: Profile): readonly string[] {
  const { name, key } = change.parsed;
  const tokens = [`address ${name}${key}`, `key ${key}`];
  for (const [attribute, value] of attributes) if (typeof value === 'string') tokens.push(`${attribute} ${value}`);
  return tokens;
}

/** What the addresses say for two being one: the same name elsewhere, or another key of the same block. */
function nearness(gone: Change, made: Change): number {
  const [from, to] = [gone.parsed, made.parsed];
  const sameLabel = from.name === to.name && from.key === to.key;
  if (sameLabel && from.module !== to.module) return from.moduleConfig === to.moduleConfig ? 0.35 : 0.3;
  if (from.config === to.config && from.module === to.module) return 0.2;
  return from.name === to.name ? 0.1 : from.key !== '' && from.key === to.key ? 0.05 : 0;
}

function kindOf(from: Change, to: Change): RenameKind {
  return from.parsed.config === to.parsed.config ? 'key' : 'block';
}

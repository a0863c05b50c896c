/**
 * The `moved` blocks for what was renamed: one set per plan that Terraform accepts as a whole, each block as wide as it
 * can be. Source of the rules: Terraform's `internal/refactoring/move_validate.go` and `move_execute.go`.
 */
import type { Change } from '../model/change.ts';
import { withoutKeys } from '../model/configuration/source-locations.ts';
import { type NameToKeep, namesToKeep } from './kept-names.ts';
import { type AddressIndex, indexAddresses, type Move, movesFor, targetOf } from './moves.ts';
import { similarityOf, toProfile } from './similarity.ts';

/** `block`: the resource or its module got another name; `key`: only an instance key differs. */
export type RenameKind = 'block' | 'key';

/** A deleted object and the created one that replaces it, with the `moved` block that would keep it. */
export interface Rename {
  readonly from: Change;
  readonly to: Change;
  readonly kind: RenameKind;
  /** Attributes known on both sides that differ: the object would still be changed after the move. */
  readonly differs: readonly string[];
  /** The move that covers it; it may be of a whole module or block. */
  readonly move: ProposedMove;
  /** The first of those that the move covers. */
  readonly isFirstOfMovedBlock: boolean;
}

/** One `moved` block to add to the root module. */
export interface ProposedMove {
  readonly from: string;
  readonly to: string;
  /** Names of all objects that it covers and that the new code sets otherwise. */
  readonly keep: readonly NameToKeep[];
}

/** Returns the HCL of a move. */
export function movedBlock({ from, to }: Pick<ProposedMove, 'from' | 'to'>): string {
  return `moved {\n  from = ${from}\n  to   = ${to}\n}`;
}

/** A pair before its block is known. */
export type Match = Pick<Rename, 'from' | 'to' | 'kind' | 'differs'>;

interface MoveInput {
  readonly matches: readonly Match[];
  /** Every managed current change of the plan. */
  readonly managed: readonly Change[];
  /** Addresses without keys of the modules and resources that the configuration still declares. */
  readonly declared: ReadonlySet<string>;
}

/** Renames with the block that says so; what no block can say is left out. */
export function toMovedBlocks(input: MoveInput): readonly Rename[] {
  if (input.matches.length === 0) return [];
  const addresses = indexAddresses(input.managed);
  const chosen = chooseMoves(input, addresses);
  const carried = carriedAlong([...new Set(chosen.values())], input, addresses);
  const covered = new Map<Move, Match[]>();
  for (const [match, move] of [...chosen, ...carried]) {
    const others = covered.get(move);
    if (others) others.push(match);
    else covered.set(move, [match]);
  }
  return [...covered].flatMap(([{ from, to }, matches]) => {
    const move = { from, to, keep: matches.flatMap(namesToKeep) };
    return matches.map((match, i) => ({ ...match, move, isFirstOfMovedBlock: i === 0 }));
  });
}

/** The widest move that is possible for each match; all matches below its ends take the same one. */
function chooseMoves(input: MoveInput, addresses: AddressIndex): ReadonlyMap<Match, Move> {
  const targets = new Map(input.matches.map(({ from, to }) => [from.address, to.address]));
  const sources = new Map(input.matches.map(({ from, to }) => [to.address, from.address]));
  const known = new Map<string, Move | null>();
  const possible = (move: Move): Move | null => {
    const key = `${move.from} ${move.to} ${move.isWhole}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = isPossible(move, { addresses, targets, sources, declared: input.declared }) ? move : null;
    known.set(key, made);
    return made;
  };
  // Two things cannot be moved to one place: both then move in smaller parts.
  const refused = new Set<string>();
  for (;;) {
    const chosen = new Map<Match, Move>();
    const sourcesOf = new Map<string, Set<string>>();
    for (const match of input.matches) {
      const move = movesFor(match)
        .filter(({ to }) => !refused.has(to))
        .map(possible)
        .find((each) => each !== null);
      if (!move) continue;
      chosen.set(match, move);
      sourcesOf.set(move.to, (sourcesOf.get(move.to) ?? new Set()).add(move.from));
    }
    const contested = [...sourcesOf].filter(([, from]) => from.size > 1).map(([to]) => to);
    if (contested.length === 0) return chosen;
    for (const to of contested) refused.add(to);
  }
}

interface MoveContext extends Pick<MoveInput, 'declared'> {
  readonly addresses: AddressIndex;
  /** Address of a deleted object → address that it is created at, and back. */
  readonly targets: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
}

/** Terraform refuses to move what is still declared, and does not move to where something is already. */
function isPossible(move: Move, { addresses, targets, sources, declared }: MoveContext): boolean {
  const isGone = move.parent.includes('[') && addresses.below(move.parent, false).every(isDeleted);
  if (move.isWhole && declared.has(withoutKeys(move.from)) && !isGone) return false;
  const below = addresses.below(move.from, move.isWhole);
  if (!below.every(isDeleted)) return false;
  if (addresses.below(move.to, move.isWhole).some((change) => change.values.before !== null)) return false;
  return below.every(({ address }) => {
    const to = targetOf(move, address);
    const target = targets.get(address);
    return target === undefined ? !sources.has(to) : target === to;
  });
}

/** What nothing but its module tells: it goes where the rest of the module goes. */
function carriedAlong(
  moves: readonly Move[],
  { matches, managed }: MoveInput,
  addresses: AddressIndex,
): readonly (readonly [Match, Move])[] {
  const matched = new Set(matches.map(({ from }) => from));
  const created = new Map(managed.filter((each) => each.action === 'create').map((each) => [each.address, each]));
  return moves.flatMap((move) =>
    addresses.below(move.from, move.isWhole).flatMap((from) => {
      const to = created.get(targetOf(move, from.address));
      if (matched.has(from) || !to || to.type !== from.type) return [];
      const kind = from.parsed.config === to.parsed.config ? ('key' as const) : ('block' as const);
      const differs = similarityOf(toProfile(from), toProfile(to))?.differs ?? [];
      return [[{ from, to, kind, differs }, move] as const];
    }),
  );
}

function isDeleted({ action }: Change): boolean {
  return action === 'delete';
}

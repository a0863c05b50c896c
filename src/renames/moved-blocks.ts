/** The `moved` blocks for what was renamed: one for a whole module or block where it can be, else one for each instance. */
import { tokenize } from '../model/address.ts';
import type { Change } from '../model/change.ts';

/** `block`: the resource or its module got another name; `key`: only an instance key differs. */
export type RenameKind = 'block' | 'key';

export interface Rename {
  readonly from: Change;
  readonly to: Change;
  readonly kind: RenameKind;
  /** Attributes known on both sides that differ: the object would still be changed after the move. */
  readonly differs: readonly string[];
  /** HCL to paste; it may cover a whole module or block. */
  readonly movedBlock: string;
  /** The first of those that `movedBlock` covers. */
  readonly isFirstOfMovedBlock: boolean;
}

/** A pair before its block is known. */
export type Match = Pick<Rename, 'from' | 'to' | 'kind' | 'differs'>;

interface Move {
  readonly from: string;
  readonly to: string;
}

export function toMovedBlocks(found: readonly Match[], managed: readonly Change[]): readonly Rename[] {
  if (found.length === 0) return [];
  const matches = [...found, ...carriedAlong(found, managed)];
  const stays = managed.filter((change) => change.values.before !== null && change.action !== 'delete');
  const modulesLeft = new Set(stays.flatMap((change) => prefixesOf(change.parsed.module)));
  const blocksLeft = new Set(stays.map(blockOf));
  const blocks = blockMoves(matches);
  const seen = new Set<string>();
  return matches.map((match) => {
    const module = moduleMove(match);
    const block: Move = { from: blockOf(match.from), to: blockOf(match.to) };
    const move =
      module !== null && !modulesLeft.has(module.from)
        ? module
        : match.from.parsed.key === match.to.parsed.key &&
            !blocksLeft.has(block.from) &&
            blocks.get(block.from) === block.to
          ? block
          : { from: match.from.address, to: match.to.address };
    const isFirstOfMovedBlock = !seen.has(move.from);
    seen.add(move.from);
    return { ...match, movedBlock: `moved {\n  from = ${move.from}\n  to   = ${move.to}\n}`, isFirstOfMovedBlock };
  });
}

/** What nothing but its module tells: it goes where the rest of the module goes. */
function carriedAlong(matches: readonly Match[], managed: readonly Change[]): readonly Match[] {
  const targets = new Map(matches.map(moduleMove).flatMap((move) => (move ? [[move.from, move.to] as const] : [])));
  if (targets.size === 0) return [];
  const [matched, taken] = [new Set(matches.map(({ from }) => from)), new Set(matches.map(({ to }) => to))];
  const created = new Map(
    managed.filter(({ action }) => action === 'create').map((change) => [change.address, change]),
  );
  return managed.flatMap((from) => {
    if (from.action !== 'delete' || matched.has(from)) return [];
    const prefix = prefixesOf(from.parsed.module).find((module) => targets.has(module));
    const to = prefix && created.get(`${targets.get(prefix)}${from.address.slice(prefix.length)}`);
    if (!to || taken.has(to) || to.type !== from.type) return [];
    return [
      { from, to, kind: from.parsed.config === to.parsed.config ? ('key' as const) : ('block' as const), differs: [] },
    ];
  });
}

/** Blocks all of whose matched instances go to one other block; null where they part. */
function blockMoves(matches: readonly Match[]): ReadonlyMap<string, string | null> {
  const moves = new Map<string, string | null>();
  for (const { from, to } of matches) {
    const source = blockOf(from);
    const target = from.parsed.key === to.parsed.key ? blockOf(to) : null;
    moves.set(source, moves.has(source) && moves.get(source) !== target ? null : target);
  }
  return moves;
}

/** The module that was renamed, where only that differs: what both addresses end in alike is left out. */
function moduleMove({ from, to }: Match): Move | null {
  if (from.parsed.name !== to.parsed.name || from.parsed.key !== to.parsed.key) return null;
  const [old, now] = [stepsOf(from.parsed.module), stepsOf(to.parsed.module)];
  while (old.length > 1 && now.length > 1 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return old.length === 0 || now.length === 0 || old.at(-1) === now.at(-1)
    ? null
    : { from: old.join('.'), to: now.join('.') };
}

/** `module.a["x"].module.b` → `module.a["x"]`, `module.b`. */
function stepsOf(module: string): string[] {
  const steps: string[] = [];
  let names = 0;
  for (const token of module === '' ? [] : (tokenize(module) ?? [])) {
    if (token.kind === 'key') steps.push(`${steps.pop() ?? ''}${token.literal}`);
    else {
      names += 1;
      if (names % 2 === 0) steps.push(`module.${token.text}`);
    }
  }
  return steps;
}

function prefixesOf(module: string): readonly string[] {
  const steps = stepsOf(module);
  return steps.map((_, i) => steps.slice(0, i + 1).join('.'));
}

/** The address of all instances of the block in its module instance. */
function blockOf({ address, parsed }: Change): string {
  return parsed.key === '' ? address : address.slice(0, -parsed.key.length);
}

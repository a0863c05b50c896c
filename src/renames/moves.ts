/** Possible ends of a `moved` block for a renamed object, from a whole module down to the single instance. */
import { tokenize } from '../model/address.ts';
import type { Change } from '../model/change.ts';

/** The two ends of a possible `moved` block. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Both ends are without a key and mean every instance of a module call or resource block; else one instance each. */
  readonly isWhole: boolean;
  /** The module instance that `from` is in; empty for the root. */
  readonly parent: string;
}

/** A module call or a resource block with its instance key. */
interface Step {
  readonly name: string;
  readonly key: string;
}

/** Every move that would take `from` to `to`, the widest first: what both addresses end in alike is left out. */
export function movesFor({ from, to }: { readonly from: Change; readonly to: Change }): readonly Move[] {
  const [old, now] = [stepsOf(from), stepsOf(to)];
  const most = Math.min(sameAtEnd(old, now), old.length - 1, now.length - 1);
  return Array.from({ length: most + 1 }, (_, i) => most - i).flatMap((cut) => {
    const [source, target] = [old.slice(0, old.length - cut), now.slice(0, now.length - cut)];
    const key = source.at(-1)?.key ?? '';
    const one = { from: written(source), to: written(target), isWhole: false, parent: written(source.slice(0, -1)) };
    if (key !== target.at(-1)?.key) return [one];
    const all = { ...one, from: cutEnd(one.from, key), to: cutEnd(one.to, key), isWhole: true };
    return key === '' ? [all] : [all, one];
  });
}

/** Where the move takes an address below `from`. */
export function targetOf(move: Move, address: string): string {
  return `${move.to}${address.slice(move.from.length)}`;
}

/** Finds changes by address. */
export interface AddressIndex {
  /** Changes of the instance at `address`, or of every instance of its block or call; those in modules below included. */
  readonly below: (address: string, isWhole: boolean) => readonly Change[];
}

/** Returns an index of the changes by the addresses of their instances and of the modules around them. */
export function indexAddresses(changes: readonly Change[]): AddressIndex {
  const [one, whole] = [new Map<string, Change[]>(), new Map<string, Change[]>()];
  for (const change of changes) {
    const steps = stepsOf(change);
    steps.forEach(({ key }, i) => {
      const address = written(steps.slice(0, i + 1));
      add(one, address, change);
      add(whole, cutEnd(address, key), change);
    });
  }
  return { below: (address, isWhole) => (isWhole ? whole : one).get(address) ?? [] };
}

function add(index: Map<string, Change[]>, address: string, change: Change): void {
  const known = index.get(address);
  if (known) known.push(change);
  else index.set(address, [change]);
}

/** `module.a["x"].aws_vpc.b[0]` → `module.a` with `["x"]`, `aws_vpc.b` with `[0]`. */
function stepsOf({ address, parsed }: Change): readonly Step[] {
  const steps: Step[] = [];
  let names = 0;
  for (const token of parsed.module === '' ? [] : (tokenize(parsed.module) ?? [])) {
    if (token.kind === 'key') steps.push({ name: steps.pop()?.name ?? '', key: token.literal });
    else {
      names += 1;
      if (names % 2 === 0) steps.push({ name: `module.${token.text}`, key: '' });
    }
  }
  const own = parsed.module === '' ? address : address.slice(parsed.module.length + 1);
  return [...steps, { name: cutEnd(own, parsed.key), key: parsed.key }];
}

function sameAtEnd(old: readonly Step[], now: readonly Step[]): number {
  let same = 0;
  while (same < old.length && isSame(old.at(-1 - same), now.at(-1 - same))) same += 1;
  return same;
}

function isSame(one: Step | undefined, other: Step | undefined): boolean {
  return one?.name === other?.name && one?.key === other?.key;
}

function written(steps: readonly Step[]): string {
  return steps.map(({ name, key }) => `${name}${key}`).join('.');
}

function cutEnd(text: string, end: string): string {
  return end === '' ? text : text.slice(0, -end.length);
}

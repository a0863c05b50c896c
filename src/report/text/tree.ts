/** The blast radius as a forest: each resource is below the one that it depends on. */
import type { Dependent } from '../../verdict/report-blast-radius.ts';
import { compareText, type Ranked } from '../ranking.ts';
import { participle } from '../wording/change-phrases.ts';

/** A resource in the forest. */
export interface TreeNode {
  readonly address: string;
  /** `deleted`, `replaced`, `updated`, `unchanged`, … */
  readonly fate: string;
  /** false: the resource stays but loses something that it depends on. */
  readonly destroyed: boolean;
  /** Evidence of the dependency; undefined for a root. */
  readonly evidence: Dependent['evidence'] | undefined;
  readonly children: readonly TreeNode[];
  /** Number of resources in this tree, including itself. */
  readonly size: number;
  /** Number of resources in this tree that are not destroyed. */
  readonly staying: number;
}

/** Returns a tree for each destroyed resource with dependents, largest first. */
export function blastForest(ranked: Ranked): readonly TreeNode[] {
  const { direct, dependents } = ranked.report.blastRadius;
  const destroyed = new Set(direct);
  const byParent = new Map<string, Dependent[]>();
  const childAddresses = new Set<string>();
  for (const dependent of dependents) {
    const parent = dependent.path.at(-2) ?? dependent.of[0];
    if (parent === undefined || parent === dependent.address) continue;
    childAddresses.add(dependent.address);
    const siblings = byParent.get(parent);
    if (siblings) siblings.push(dependent);
    else byParent.set(parent, [dependent]);
  }
  const seen = new Set<string>();
  const build = (address: string, evidence: Dependent['evidence'] | undefined, depth: number): TreeNode => {
    seen.add(address);
    const children: TreeNode[] = [];
    for (const child of depth < 50 ? (byParent.get(address) ?? []) : []) {
      if (!seen.has(child.address)) children.push(build(child.address, child.evidence, depth + 1));
    }
    children.sort(bySize);
    const size = 1 + sum(children, (child) => child.size);
    const isDestroyed = destroyed.has(address);
    const staying = (isDestroyed ? 0 : 1) + sum(children, (child) => child.staying);
    return { address, fate: fateOf(ranked, address), destroyed: isDestroyed, evidence, children, size, staying };
  };
  const roots = [...byParent.keys()].filter((address) => !childAddresses.has(address)).toSorted(compareText);
  const forest = roots.map((address) => build(address, undefined, 0));
  // A cycle has no root, but its resources must be shown too.
  for (const { address } of dependents) if (!seen.has(address)) forest.push(build(address, undefined, 0));
  return forest.toSorted(bySize);
}

/** Trees with resources that stay and break come first, since this is unexpected; then the largest. */
function bySize(a: TreeNode, b: TreeNode): number {
  return Math.sign(b.staying) - Math.sign(a.staying) || b.size - a.size || compareText(a.address, b.address);
}

function sum(nodes: readonly TreeNode[], of: (node: TreeNode) => number): number {
  return nodes.reduce((total, node) => total + of(node), 0);
}

function fateOf({ changeOf }: Ranked, address: string): string {
  const action = changeOf.get(address)?.action;
  return participle(action ?? 'no-op');
}

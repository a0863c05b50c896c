/** Draws the blast radius as a Mermaid graph, folded until it is small enough to read. */
import { parseAddress } from '../../model/address.ts';
import { mermaidLabel, shorten } from '../escape.ts';
import { partitionBy } from '../grouping.ts';
import { compareText } from '../ranking.ts';
import type { TreeNode } from '../text/tree.ts';

/** Nodes of a graph that fits a comment. */
const most = 20;

/** What resources share that become one node, finest first. Destroyed ones are never in one node with others. */
const folds: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => parseAddress(address).config,
  (address) => [parseAddress(address).module, parseAddress(address).type].filter(Boolean).join('.'),
  (address) => parseAddress(address).module,
  (address) => parseAddress(address).moduleConfig,
  (address) => parseAddress(address).moduleConfig.split('.').slice(0, 2).join('.'),
  () => 'all modules',
];

interface Node {
  readonly key: string;
  readonly label: string;
  readonly fates: string;
  readonly destroyed: boolean;
}

/** Returns the lines of the graph, of at most 20 nodes; null if there is nothing to draw. */
export function mermaidGraph(forest: readonly TreeNode[]): readonly string[] | null {
  const all: TreeNode[] = [];
  const collect = (node: TreeNode): void => {
    all.push(node);
    node.children.forEach(collect);
  };
  forest.forEach(collect);
  if (all.length === 0) return null;
  const keys = foldedKeys(all);
  const keyOf = (node: TreeNode): string => keys.get(node) ?? '';
  const groups = partitionBy(all, keyOf);
  return draw(
    groups.map((members) => toNode(keyOf(members[0]), members)),
    all,
    keyOf,
  );
}

/** Returns the key of the node that each resource belongs to. What saves most nodes is folded first. */
function foldedKeys(all: readonly TreeNode[]): ReadonlyMap<TreeNode, string> {
  const keys = new Map<TreeNode, string>();
  const nodesIn = (members: readonly TreeNode[]): number => new Set(members.map((node) => keys.get(node))).size;
  for (const fold of folds) {
    const groups = partitionBy(all, ({ address, destroyed }) => `${fold(address)}\0${destroyed}`);
    const bySize = groups.map((members) => ({ members, size: nodesIn(members) })).toSorted((a, b) => b.size - a.size);
    let left = nodesIn(all);
    for (const { members, size } of bySize) {
      // The finest fold names every node.
      if (left <= most && fold !== folds[0]) return keys;
      const [{ address, destroyed }] = members;
      for (const node of members) keys.set(node, `${fold(address)}\0${destroyed}`);
      left -= size - 1;
    }
  }
  return keys;
}

function toNode(key: string, members: readonly [TreeNode, ...TreeNode[]]): Node {
  const [first, ...others] = members;
  const [name = ''] = key.split('\0');
  const counts = partitionBy(members, ({ fate }) => fate)
    .map((same) => ({ fate: same[0].fate, count: same.length }))
    .toSorted((a, b) => b.count - a.count || compareText(a.fate, b.fate));
  const fates = counts.map(({ fate, count }) => `${count} ${fate}`).join(', ');
  const isAlone = others.length === 0;
  return {
    key,
    label: isAlone ? first.address : name || 'root module',
    fates: isAlone ? first.fate : fates,
    destroyed: first.destroyed,
  };
}

function draw(nodes: readonly Node[], all: readonly TreeNode[], keyOf: (node: TreeNode) => string): readonly string[] {
  const ids = new Map(nodes.map(({ key }, i) => [key, `n${i}`]));
  const edges = new Set<string>();
  for (const node of all) {
    for (const child of node.children) {
      const [from, to] = [ids.get(keyOf(node)), ids.get(keyOf(child))];
      if (from !== to) edges.add(`  ${from} --> ${to}`);
    }
  }
  const drawn = nodes.map(({ key, label, fates, destroyed }) => {
    const text = `${mermaidLabel(shorten(label, 80))}<br>${mermaidLabel(shorten(fates, 40))}`;
    return destroyed ? `  ${ids.get(key)}["${text}"]:::gone` : `  ${ids.get(key)}("${text}")`;
  });
  return ['graph LR', ...drawn, ...edges, '  classDef gone stroke:#c00,stroke-width:3px'];
}

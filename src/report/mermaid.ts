/** A small picture of what falls with what, in GitHub's Mermaid. */
import { mermaidLabel, shorten } from './escape.ts';
import type { Ranked } from './ranking.ts';
import type { TreeNode } from './tree.ts';

const most = 20;

/** Null where the picture would have more nodes than anybody can follow. */
export function mermaidGraph(
  { report: { blastRadius } }: Ranked,
  forest: readonly TreeNode[],
): readonly string[] | null {
  const size = forest.reduce((sum, root) => sum + root.size, 0);
  if (size === 0 || size > most) return null;
  const ids = new Map<string, string>();
  const nodes: string[] = [];
  const edges: string[] = [];
  const gone = new Set(blastRadius.direct);
  const draw = (node: TreeNode): string => {
    const id = ids.get(node.address) ?? `n${ids.size}`;
    if (!ids.has(node.address)) {
      ids.set(node.address, id);
      const label = `${mermaidLabel(shorten(node.address, 80))}<br>${mermaidLabel(node.fate)}`;
      nodes.push(gone.has(node.address) ? `  ${id}["${label}"]:::gone` : `  ${id}("${label}")`);
    }
    for (const child of node.children) edges.push(`  ${id} --> ${draw(child)}`);
    return id;
  };
  for (const root of forest) draw(root);
  return ['graph LR', ...nodes, ...edges, '  classDef gone stroke:#c00,stroke-width:3px'];
}

/** Draws a small blast radius as a Mermaid graph. */
import { mermaidLabel, shorten } from '../escape.ts';
import type { Ranked } from '../ranking.ts';
import type { TreeNode } from '../text/tree.ts';

const most = 20;

/** Returns the lines of the graph; null if it is empty or has too many nodes to be readable. */
export function mermaidGraph(
  { report: { blastRadius } }: Ranked,
  forest: readonly TreeNode[],
): readonly string[] | null {
  const size = forest.reduce((sum, root) => sum + root.size, 0);
  if (size === 0 || size > most) return null;
  const ids = new Map<string, string>();
  const idOf = (address: string): string => {
    const id = ids.get(address) ?? `n${ids.size}`;
    ids.set(address, id);
    return id;
  };
  const nodes: string[] = [];
  const edges: string[] = [];
  const gone = new Set(blastRadius.direct);
  const draw = ({ address, fate, children }: TreeNode): void => {
    const label = `${mermaidLabel(shorten(address, 80))}<br>${mermaidLabel(shorten(fate, 40))}`;
    nodes.push(gone.has(address) ? `  ${idOf(address)}["${label}"]:::gone` : `  ${idOf(address)}("${label}")`);
    for (const child of children) {
      edges.push(`  ${idOf(address)} --> ${idOf(child.address)}`);
      draw(child);
    }
  };
  for (const root of forest) draw(root);
  return ['graph LR', ...nodes, ...edges, '  classDef gone stroke:#c00,stroke-width:3px'];
}

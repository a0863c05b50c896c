/** Draws a forest as lines. What does not fit is counted. */
import { parseAddress } from '../../model/address.ts';
import { partitionBy } from '../grouping.ts';
import type { TreeNode } from './tree.ts';

/** One line of the drawing. */
export interface TreeLine {
  readonly prefix: string;
  /** Empty if the line only says how many are not shown. */
  readonly name: string;
  readonly note: string;
  /** The resource is not destroyed, but loses something that it depends on. */
  readonly stays: boolean;
}

const evidenceWords = { state: '', config: 'by the configuration', value: 'by a value' } as const;
const childrenShown = 5;

/**
 * Returns at most `lines` lines and one with the number of resources not shown. Instances of one block share a line.
 * `….aws_vpc.main` is in the same module as the first line of its tree.
 */
export function drawForest(forest: readonly TreeNode[], options: { readonly lines: number }): readonly TreeLine[] {
  const drawn: TreeLine[] = [];
  const draw = (node: TreeNode, name: string, prefix: string, indent: string, module: string): void => {
    const note = [node.fate, node.evidence ? evidenceWords[node.evidence] : '', node.destroyed ? '' : 'stays'];
    drawn.push({ prefix, name, note: note.filter(Boolean).join(', '), stays: !node.destroyed });
    const children = mergeInstances(node.children, module);
    const shown = children.length > childrenShown + 1 ? children.slice(0, childrenShown) : children;
    const drawnChildren = shown.filter((child, i) => {
      if (drawn.length >= options.lines) return false;
      const last = i === children.length - 1;
      draw(child.node, child.name, `${indent}${last ? '└─ ' : '├─ '}`, `${indent}${last ? '   ' : '│  '}`, module);
      return true;
    });
    const left = children.slice(drawnChildren.length).reduce((sum, { size }) => sum + size, 0);
    if (left > 0) drawn.push({ prefix: `${indent}└─ `, name: '', note: `+ ${left} more`, stays: false });
  };
  let left = 0;
  for (const root of forest) {
    if (drawn.length >= options.lines) left += root.size;
    else draw(root, root.address, '', '', parseAddress(root.address).module);
  }
  return left > 0 ? [...drawn, { prefix: '', name: '', note: `+ ${left} more`, stays: false }] : drawn;
}

/** Merges leaves that are instances of one block: `aws_subnet.a["x"], ["y"]`. */
function mergeInstances(
  nodes: readonly TreeNode[],
  module: string,
): readonly { readonly node: TreeNode; readonly name: string; readonly size: number }[] {
  const mergeKey = (node: TreeNode): string => {
    const { key } = parseAddress(node.address);
    if (node.children.length > 0 || key === '') return node.address;
    return [node.address.slice(0, -key.length), node.fate, node.evidence, node.destroyed].join('\0');
  };
  return partitionBy(nodes, mergeKey).map((same) => {
    const [node, ...others] = same;
    const keys = others.slice(0, 2).map((other) => parseAddress(other.address).key);
    const more = others.length > keys.length ? [`+ ${others.length - keys.length} more`] : [];
    const name = [relative(node.address, module), ...keys, ...more].join(', ');
    return { node, name, size: same.reduce((sum, one) => sum + one.size, 0) };
  });
}

function relative(address: string, module: string): string {
  return module !== '' && parseAddress(address).module === module ? `…${address.slice(module.length)}` : address;
}

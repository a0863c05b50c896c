/** What the trees of the page show: resources below their modules and types, findings below their policies. */
import { hierarchy } from 'd3-hierarchy';
import type { PageFinding, PagePlan, PageResource } from '../report/html/page-data.ts';

/** A line of a tree. */
export interface Item {
  readonly key: string;
  readonly label: string;
  /** A second, quieter text. */
  readonly note: string;
  /** Class that colours the line; the note says the same in words. */
  readonly tone: string;
  readonly children?: readonly Item[];
  /** Position of the resource or finding; absent for groups. */
  readonly at?: number;
}

/** A line as it is shown. */
export interface Row {
  readonly item: Item;
  /** From 1. */
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
  readonly parent: Row | null;
}

/** Lines that a tree shows without folding any. */
const comfortable = 40;

/**
 * Returns resources below modules and types. A type of one resource has no line of its own.
 * @param options.brief only a number where a group is mixed, for narrow trees
 */
export function resourceItems(
  resources: readonly PageResource[],
  chosen: readonly number[],
  options: { readonly brief: boolean } = { brief: false },
): readonly Item[] {
  const modules = groupBy(chosen, (at) => resources[at]?.module ?? '');
  return [...modules].map(([module, inModule]) => {
    const types = [...groupBy(inModule, (at) => resources[at]?.type ?? '')].map(([type, ofType]) => {
      const leaves = ofType.map((at) => leaf(resources, at));
      const [only] = leaves;
      return leaves.length === 1 && only ? only : group(`t:${module}\0${type}`, type, leaves, options);
    });
    return group(`m:${module}`, module === '' ? 'root module' : module, types, options);
  });
}

function leaf(resources: readonly PageResource[], at: number): Item {
  const { address, module, fate } = resources[at] ?? { address: '', module: '', fate: '' };
  const label = module === '' ? address : address.slice(module.length + 1);
  return { key: `r:${at}`, label, note: fate, tone: fate, at };
}

function group(key: string, label: string, children: readonly Item[], { brief }: { readonly brief: boolean }): Item {
  const fates = new Map<string, number>();
  const count = (item: Item): void => {
    if (item.children) item.children.forEach(count);
    else fates.set(item.tone, (fates.get(item.tone) ?? 0) + 1);
  };
  children.forEach(count);
  const parts = [...fates].toSorted(([, a], [, b]) => b - a).map(([fate, n]) => `${n} ${fate}`);
  const isAlike = fates.size === 1;
  // What all of them share is said once.
  const shown = isAlike ? children.map((item) => (item.children ? item : { ...item, note: '' })) : children;
  const total = [...fates.values()].reduce((sum, n) => sum + n, 0);
  const note = brief && !isAlike ? String(total) : parts.join(', ');
  return { key, label, note, tone: isAlike ? ([...fates.keys()][0] ?? '') : '', children: shown };
}

/** Returns findings below their policies, in the order of the report. */
export function findingItems({ findings }: PagePlan): readonly Item[] {
  const policies = groupBy(findings.keys(), (at) => `${findings[at]?.policy}\0${findings[at]?.weight}`);
  return [...policies].map(([key, ofPolicy]) => {
    const first = findings[ofPolicy[0] ?? 0];
    const children = ofPolicy.map((at) => findingItem(findings, at));
    const note = [`${children.length} ${children.length === 1 ? 'finding' : 'findings'}`, weightText(first)].join(', ');
    return { key: `p:${key}`, label: first?.title ?? '', note, tone: toneOf(first), children };
  });
}

function findingItem(findings: readonly PageFinding[], at: number): Item {
  const finding = findings[at];
  return { key: `f:${at}`, label: finding?.message ?? '', note: weightText(finding), tone: toneOf(finding), at };
}

/** Returns how a finding counts: `2 approvals`, `advisory`, `lifted by approvals`. */
export function weightText(finding: PageFinding | undefined): string {
  if (finding === undefined) return '';
  const { weight, needs } = finding;
  return {
    blocking: needs,
    'would block': `${needs} if enforced`,
    lifted: 'lifted',
    excepted: 'exception',
    advisory: 'advisory',
  }[weight];
}

function toneOf(finding: PageFinding | undefined): string {
  return finding?.weight.replaceAll(' ', '-') ?? '';
}

/** Returns the lines to show: children of folded lines are left out. */
export function visibleRows(items: readonly Item[], open: ReadonlySet<string>): readonly Row[] {
  const root: Item = { key: '', label: '', note: '', tone: '', children: items };
  const tree = hierarchy(root, (item) => (item === root || open.has(item.key) ? item.children : undefined));
  const rows: Row[] = [];
  const rowOf = new Map<Item, Row>();
  tree.eachBefore((node) => {
    for (const [i, { data, depth }] of (node.children ?? []).entries()) {
      const parent = rowOf.get(node.data) ?? null;
      rowOf.set(data, { item: data, depth, position: i + 1, siblings: node.children?.length ?? 0, parent });
    }
    const row = rowOf.get(node.data);
    if (row) rows.push(row);
  });
  return rows;
}

/** Returns the groups to open at first: level by level, as long as the tree stays short. */
export function openAtFirst(items: readonly Item[]): ReadonlySet<string> {
  const open = new Set<string>();
  let level = items;
  let shown = items.length;
  while (level.length > 0) {
    const groups = level.filter(({ children }) => children);
    const next = groups.flatMap(({ children = [] }) => children);
    shown += next.length;
    if (shown > comfortable) break;
    for (const { key } of groups) open.add(key);
    level = next;
  }
  return open;
}

/** Returns the items that contain a text, with the groups above them, which are all open. */
export function matching(
  items: readonly Item[],
  has: (item: Item) => boolean,
): { readonly items: readonly Item[]; readonly open: ReadonlySet<string>; readonly count: number } {
  const open = new Set<string>();
  let count = 0;
  const filter = (all: readonly Item[]): readonly Item[] =>
    all.flatMap((item) => {
      if (!item.children) {
        if (!has(item)) return [];
        count += 1;
        return [item];
      }
      const children = filter(item.children);
      if (children.length === 0) return [];
      open.add(item.key);
      return [{ ...item, children }];
    });
  return { items: filter(items), open, count };
}

/** Returns the keys of the groups above each item, outermost first. */
export function pathsOf(items: readonly Item[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const walk = (all: readonly Item[], above: readonly string[]): void => {
    for (const { key, children = [] } of all) {
      paths.set(key, above);
      walk(children, [...above, key]);
    }
  };
  walk(items, []);
  return paths;
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

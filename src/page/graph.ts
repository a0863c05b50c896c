/** The blast radius in three columns, with a curve from each resource to those that depend on it. */
import type { PagePlan, Part } from '../report/html/page-data.ts';
import { h } from './dom.ts';
import { type Item, resourceItems } from './items.ts';
import { TreeView } from './tree-view.ts';

const columns: readonly (readonly [part: Part, title: string, empty: string])[] = [
  ['destroyed', 'Destroyed', 'Nothing is destroyed.'],
  ['between', 'In between', 'Nothing in between.'],
  ['depends', 'Depends on them', 'Nothing depends on them.'],
];
/** More curves than this are unreadable, and slow. Those of the chosen resource come first. */
const mostCurves = 400;
const svg = 'http://www.w3.org/2000/svg';

interface Curve {
  readonly from: readonly [column: number, key: string];
  readonly to: readonly [column: number, key: string];
  /** How many dependencies it stands for. */
  readonly count: number;
  readonly marked: boolean;
}

/** The graph of one plan. */
export class Graph {
  readonly element: HTMLElement;
  private readonly trees: readonly TreeView[];
  private readonly titles: readonly HTMLElement[];
  private readonly curves = document.createElementNS(svg, 'svg');
  private plan: PagePlan | null = null;
  private columnOf: readonly number[] = [];
  private marked: ReadonlySet<number> = new Set();
  private frame = 0;
  /** The curves until other lines are shown. */
  private known: readonly Curve[] | null = null;

  constructor(onChoose: (item: Item) => void) {
    this.titles = columns.map(([, title]) => h('h3', {}, title));
    this.trees = columns.map(
      ([, title, empty]) =>
        new TreeView(title, { rowHeight: 28, empty, onChoose, onMove: (isScroll) => this.moved(isScroll) }),
    );
    this.curves.setAttribute('aria-hidden', 'true');
    const parts = this.trees.map((tree, i) => h('div', { class: 'column' }, this.titles[i], tree.element));
    this.element = h('div', { class: 'graph' }, ...parts);
    this.element.append(this.curves);
  }

  /** Shows the blast radius of a plan. */
  show(plan: PagePlan): void {
    this.plan = plan;
    const { resources } = plan;
    this.columnOf = resources.map(({ part }) => columns.findIndex(([name]) => name === part));
    this.trees.forEach((tree, i) => {
      const chosen = [...resources.keys()].filter((at) => this.columnOf[at] === i);
      const title = this.titles[i];
      if (title) title.textContent = `${columns[i]?.[1]} (${chosen.length})`;
      tree.show(resourceItems(resources, chosen, { brief: true }));
    });
  }

  /** Shows only resources that match. */
  search(has: ((item: Item) => boolean) | null): void {
    for (const tree of this.trees) tree.search(has);
  }

  /** Marks a path, and scrolls each column to what it contains of it. The last one is chosen. */
  mark(path: readonly number[]): void {
    this.marked = new Set(path);
    const keys = new Set(path.map((at) => `r:${at}`));
    for (const [i, tree] of this.trees.entries()) {
      const own = path.filter((at) => this.columnOf[at] === i);
      const last = own.at(-1);
      tree.mark(keys);
      tree.reveal(last === undefined ? '' : `r:${last}`);
    }
    this.moved(false);
  }

  private moved(isScroll: boolean): void {
    if (!isScroll) this.known = null;
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.drawCurves();
    });
  }

  /** Curves between lines that are shown; what a folded group contains shares one. */
  private visibleCurves(): readonly Curve[] {
    const found = new Map<string, Curve>();
    for (const [at, { from }] of (this.plan?.resources ?? []).entries()) {
      const ends = [from, at].map((end) => {
        const column = this.columnOf[end ?? -1] ?? -1;
        const key = this.trees[column]?.representative(`r:${end}`);
        return key ? ([column, key] as const) : null;
      });
      const [start, end] = ends;
      if (!start || !end || from === undefined || start.join() === end.join()) continue;
      const marked = this.marked.has(at) && this.marked.has(from);
      // Dependencies among destroyed resources are many, and shown only for the chosen one.
      if (start[0] === end[0] && !marked && start[0] === 0) continue;
      const key = `${start.join()} ${end.join()}`;
      const known = found.get(key);
      found.set(key, {
        from: start,
        to: end,
        count: (known?.count ?? 0) + 1,
        marked: marked || known?.marked === true,
      });
    }
    return [...found.values()];
  }

  private drawCurves(): void {
    const frame = this.element.getBoundingClientRect();
    const boxes = this.trees.map(({ element }) => element.getBoundingClientRect());
    if (frame.width === 0) return;
    const place = ([column, key]: Curve['from'], side: 'left' | 'right') => {
      const box = boxes[column] ?? frame;
      const y = this.trees[column]?.middleOf(key) ?? 0;
      const isSeen = y > -14 && y < box.height + 14;
      const clamped = Math.max(0, Math.min(y, box.height));
      return { x: (side === 'right' ? box.right : box.left) - frame.left, y: clamped + box.top - frame.top, isSeen };
    };
    this.known ??= this.visibleCurves();
    const drawn = this.known
      .map((curve) => {
        const isArc = curve.from[0] === curve.to[0];
        return { ...curve, isArc, start: place(curve.from, 'right'), end: place(curve.to, isArc ? 'right' : 'left') };
      })
      .filter(({ start, end, marked }) => marked || start.isSeen || end.isSeen)
      .toSorted((a, b) => Number(b.marked) - Number(a.marked))
      .slice(0, mostCurves)
      .reverse();
    this.curves.classList.toggle(
      'some-marked',
      drawn.some(({ marked }) => marked),
    );
    this.curves.replaceChildren(
      ...drawn.map(({ start, end, isArc, count, marked }) => {
        const bend = isArc ? 18 : Math.max(20, (end.x - start.x) / 2);
        const path = document.createElementNS(svg, 'path');
        const towards = isArc ? end.x + bend : end.x - bend;
        path.setAttribute(
          'd',
          `M${start.x},${start.y}C${start.x + bend},${start.y} ${towards},${end.y} ${end.x},${end.y}`,
        );
        path.setAttribute('stroke-width', String(Math.min(6, 1 + Math.log2(count))));
        if (marked) path.setAttribute('class', 'marked');
        return path;
      }),
    );
  }
}

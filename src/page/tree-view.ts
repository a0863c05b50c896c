/**
 * A tree of lines of one height, of which only the visible ones are in the page: ten thousand stay fluid. Keyboard and
 * roles as in https://www.w3.org/WAI/ARIA/apg/patterns/treeview/, with the focus on the tree itself.
 */
import { fill, h } from './dom.ts';
import { type Item, matching, openAtFirst, pathsOf, type Row, visibleRows } from './items.ts';

/** What a tree tells its page. */
export interface TreeEvents {
  /** A line was chosen. */
  readonly onChoose: (item: Item) => void;
  /** Lines moved: by scrolling alone, or because other lines are shown. */
  readonly onMove?: (isScroll: boolean) => void;
}

let trees = 0;

function nextId(): string {
  trees += 1;
  return `tree${trees}`;
}

const beyond = 6;

/** A tree in an element of the page. */
export class TreeView {
  readonly element: HTMLElement;
  private readonly rowHeight: number;
  private readonly events: TreeEvents;
  private readonly spacer = h('div', { role: 'presentation', class: 'spacer' });
  private readonly id = nextId();
  private all: readonly Item[] = [];
  private shown: readonly Item[] = [];
  private paths: ReadonlyMap<string, readonly string[]> = new Map();
  private open = new Set<string>();
  private rows: readonly Row[] = [];
  private indexes = new Map<string, number>();
  private active = 0;
  private marked: ReadonlySet<string> = new Set();
  private chosen = '';

  constructor(label: string, options: { readonly rowHeight: number; readonly empty: string } & TreeEvents) {
    this.rowHeight = options.rowHeight;
    this.events = options;
    this.element = h('div', {
      class: 'tree',
      role: 'tree',
      tabindex: 0,
      'aria-label': label,
      'data-empty': options.empty,
      keydown: (event) => this.onKey(event as KeyboardEvent),
      scroll: () => this.draw(true),
      click: (event) => this.onClick(event),
    });
    this.element.append(this.spacer);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Shows other items, folded until they are few. */
  show(items: readonly Item[]): void {
    this.all = items;
    this.shown = items;
    this.paths = pathsOf(items);
    this.open = new Set(openAtFirst(items));
    this.active = 0;
    this.element.scrollTop = 0;
    this.update();
  }

  /** Shows only items that match. @returns how many */
  search(has: ((item: Item) => boolean) | null): number {
    const found = has === null ? null : matching(this.all, has);
    this.shown = found?.items ?? this.all;
    this.open = new Set(found && found.count <= 2_000 ? found.open : openAtFirst(this.shown));
    this.update();
    return found?.count ?? 0;
  }

  /** Chooses an item from outside: opens the groups above it and scrolls to it. */
  reveal(key: string): void {
    this.chosen = key;
    const above = this.paths.get(key);
    if (above) {
      for (const group of above) this.open.add(group);
      this.update();
      const at = this.indexes.get(key);
      if (at !== undefined) this.goTo(at);
    }
    this.draw();
  }

  /** Marks lines, for example those of a path. */
  mark(keys: ReadonlySet<string>): void {
    this.marked = keys;
    this.draw();
  }

  /** Returns the key of the line that stands for an item: itself, or the folded group that holds it. */
  representative(key: string): string | null {
    if (this.indexes.has(key)) return key;
    return this.paths.get(key)?.find((group) => this.indexes.has(group) && !this.open.has(group)) ?? null;
  }

  /** Returns the middle of a line in pixels from the top of the tree, which may be out of sight. */
  middleOf(key: string): number {
    return ((this.indexes.get(key) ?? 0) + 0.5) * this.rowHeight - this.element.scrollTop;
  }

  private update(): void {
    this.rows = visibleRows(this.shown, this.open);
    this.indexes = new Map(this.rows.map(({ item }, i) => [item.key, i]));
    this.active = Math.max(0, Math.min(this.active, this.rows.length - 1));
    this.spacer.style.height = `${this.rows.length * this.rowHeight}px`;
    this.element.toggleAttribute('data-nothing', this.rows.length === 0);
    this.draw();
  }

  private draw(isScroll = false): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / this.rowHeight) - beyond);
    const last = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / this.rowHeight) + beyond);
    fill(this.spacer, ...this.rows.slice(first, last).map((row, i) => this.line(row, first + i)));
    const isDrawn = this.active >= first && this.active < last;
    if (isDrawn) this.element.setAttribute('aria-activedescendant', `${this.id}-${this.active}`);
    else this.element.removeAttribute('aria-activedescendant');
    this.events.onMove?.(isScroll);
  }

  private line({ item, depth, position, siblings }: Row, at: number): HTMLElement {
    const isOpen = item.children && this.open.has(item.key);
    const names = ['line', item.tone, at === this.active ? 'active' : '', this.marked.has(item.key) ? 'marked' : ''];
    const line = h(
      'div',
      {
        role: 'treeitem',
        id: `${this.id}-${at}`,
        class: names.filter(Boolean).join(' '),
        title: item.label,
        'aria-level': depth,
        'aria-posinset': position,
        'aria-setsize': siblings,
        'aria-selected': item.key === this.chosen ? 'true' : 'false',
        'aria-expanded': item.children ? String(isOpen) : undefined,
        'data-at': at,
      },
      h('span', { class: 'fold', 'aria-hidden': 'true' }, item.children ? (isOpen ? '▾' : '▸') : ''),
      h('span', { class: 'label' }, item.label),
      h('span', { class: 'note' }, item.note),
    );
    line.style.top = `${at * this.rowHeight}px`;
    line.style.height = `${this.rowHeight}px`;
    line.style.paddingInlineStart = `${(depth - 1) * 14 + 4}px`;
    return line;
  }

  private onClick(event: Event): void {
    const line = event.target instanceof Element ? event.target.closest('[data-at]') : null;
    const at = Number(line?.getAttribute('data-at') ?? Number.NaN);
    const row = this.rows[at];
    if (row === undefined) return;
    this.active = at;
    if (row.item.children) this.fold(row, !this.open.has(row.item.key));
    this.choose(row);
  }

  private onKey(event: KeyboardEvent): void {
    const row = this.rows[this.active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
    const isOpen = row.item.children !== undefined && this.open.has(row.item.key);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.goTo(this.active + 1),
      ArrowUp: () => this.goTo(this.active - 1),
      PageDown: () => this.goTo(this.active + page),
      PageUp: () => this.goTo(this.active - page),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.rows.length - 1),
      ArrowRight: () => (row.item.children && !isOpen ? this.fold(row, true) : this.goTo(this.active + 1)),
      ArrowLeft: () => (isOpen ? this.fold(row, false) : row.parent && this.goTo(this.rows.indexOf(row.parent))),
      Enter: () => this.choose(row),
      ' ': () => this.choose(row),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  private fold({ item }: Row, isOpen: boolean): void {
    if (isOpen) this.open.add(item.key);
    else this.open.delete(item.key);
    this.update();
  }

  private choose({ item }: Row): void {
    this.chosen = item.key;
    this.draw();
    this.events.onChoose(item);
  }

  private goTo(at: number): void {
    this.active = Math.max(0, Math.min(at, this.rows.length - 1));
    const { scrollTop, clientHeight } = this.element;
    const top = this.active * this.rowHeight;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.rowHeight > scrollTop + clientHeight) {
      this.element.scrollTop = Math.min(top, top + this.rowHeight - clientHeight + this.rowHeight);
    }
    this.draw();
  }
}

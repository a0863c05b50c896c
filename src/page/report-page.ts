/** The page of a report: a head with the verdict, findings on the left, blast radius on the right, details below it. */
import type { PagePlan } from '../report/html/page-data.ts';
import { findingDetails, pathTo, resourceDetails } from './details.ts';
import { fill, h } from './dom.ts';
import { Graph } from './graph.ts';
import { findingItems, type Item, resourceItems } from './items.ts';
import { printed } from './printed.ts';
import { TreeView } from './tree-view.ts';

type View = 'graph' | 'list';

/** Shows plans in an element. */
export class ReportPage {
  private readonly root: HTMLElement;
  private readonly findings = new TreeView('Findings', {
    rowHeight: 46,
    empty: 'No findings.',
    onChoose: (item) => this.choose(item),
  });
  private readonly list = new TreeView('Resources', {
    rowHeight: 28,
    empty: 'No resources.',
    onChoose: (item) => this.choose(item),
  });
  private readonly graph = new Graph((item) => this.choose(item));
  private readonly details = h('section', { class: 'details', 'aria-label': 'Details', tabindex: 0 });
  private readonly head = h('header', {});
  private readonly status = h('p', { class: 'status', role: 'status' });
  private readonly search = h('input', {
    type: 'search',
    placeholder: 'Search addresses and findings',
    'aria-label': 'Search addresses and findings',
    input: () => this.find(),
  });
  private readonly blastRadius = h('h2', {});
  private readonly main: HTMLElement;
  private plans: readonly PagePlan[] = [];
  private plan: PagePlan | undefined;

  constructor(root: HTMLElement) {
    this.root = root;
    this.main = h(
      'main',
      {},
      h('section', { class: 'findings', 'aria-label': 'Findings' }, h('h2', {}, 'Findings'), this.findings.element),
      h(
        'section',
        { class: 'radius', 'aria-label': 'Blast radius' },
        h('div', { class: 'bar' }, this.blastRadius, this.viewButtons()),
        this.graph.element,
        this.list.element,
      ),
      this.details,
    );
    document.addEventListener('keydown', (event) => this.onKey(event));
    addEventListener('beforeprint', () => this.plan && this.root.append(printed(this.plan)));
    addEventListener('afterprint', () => this.root.querySelector('.printed')?.remove());
  }

  /** Shows these plans, the first one opened. */
  show(plans: readonly PagePlan[]): void {
    this.plans = plans;
    const tools = h('div', { class: 'tools', role: 'search' }, this.planSelect(), this.search, this.status);
    fill(this.root, this.head, tools, this.main);
    this.open(0);
  }

  private open(at: number): void {
    const plan = this.plans[at];
    if (plan === undefined) return;
    this.plan = plan;
    this.search.value = '';
    this.status.textContent = '';
    fill(this.head, ...headOf(plan));
    this.blastRadius.textContent = plan.blastRadius;
    this.findings.show(findingItems(plan));
    this.list.show(resourceItems(plan.resources, [...plan.resources.keys()]));
    this.graph.show(plan);
    this.graph.mark([]);
    // Without a blast radius, the list says more.
    this.view(plan.resources.some(({ part }) => part) ? 'graph' : 'list');
    fill(this.details, ...notesOf(plan));
  }

  private planSelect(): HTMLElement | null {
    if (this.plans.length < 2) return null;
    const options = this.plans.map(({ word, file }, i) => h('option', { value: i }, `${word} ${file}`));
    const select: HTMLSelectElement = h(
      'select',
      { 'aria-label': 'Plan', change: () => this.open(Number(select.value)) },
      ...options,
    );
    return select;
  }

  private viewButtons(): HTMLElement {
    const button = (view: View, text: string): HTMLElement =>
      h('button', { type: 'button', 'data-view': view, click: () => this.view(view) }, text);
    return h(
      'div',
      { role: 'group', 'aria-label': 'View', class: 'views' },
      button('graph', 'Graph'),
      button('list', 'List'),
    );
  }

  private view(view: View): void {
    this.main.setAttribute('data-shows', view);
    for (const button of this.main.querySelectorAll('[data-view]'))
      button.setAttribute('aria-pressed', String(button.getAttribute('data-view') === view));
  }

  private choose({ key, at = -1, children }: Item): void {
    // A policy stands for its worst finding.
    const first = children?.[0];
    if (first?.key.startsWith('f:')) this.chooseFinding(first.at ?? -1);
    else if (children) return;
    else if (key.startsWith('f:')) this.chooseFinding(at);
    else this.chooseResource(at);
  }

  private chooseFinding(at: number): void {
    const finding = this.plan?.findings[at];
    if (!this.plan || !finding) return;
    this.mark(finding.resource);
    fill(this.details, ...findingDetails(this.plan, finding, (other) => this.chooseResource(other)));
    this.details.scrollTop = 0;
  }

  private chooseResource(at: number): void {
    if (!this.plan) return;
    this.mark(at);
    fill(this.details, ...resourceDetails(this.plan, at, (other) => this.chooseResource(other)));
    this.details.scrollTop = 0;
  }

  private mark(at: number | undefined): void {
    if (!this.plan) return;
    const path = at === undefined ? [] : pathTo(this.plan, at);
    this.graph.mark(path);
    this.list.mark(new Set(path.map((step) => `r:${step}`)));
    this.list.reveal(at === undefined ? '' : `r:${at}`);
  }

  private find(): void {
    const query = this.search.value.trim().toLowerCase();
    const { plan } = this;
    if (!plan) return;
    const has = (text: string | undefined): boolean => text?.toLowerCase().includes(query) === true;
    const inResource = ({ at = -1 }: Item): boolean => has(plan.resources[at]?.address);
    const inFinding = ({ at = -1 }: Item): boolean => {
      const finding = plan.findings[at];
      return has(finding?.message) || has(finding?.policy) || has(finding?.title);
    };
    const findings = this.findings.search(query === '' ? null : inFinding);
    const resources = this.list.search(query === '' ? null : inResource);
    this.graph.search(query === '' ? null : inResource);
    const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
    this.status.textContent = query === '' ? '' : `${count(findings, 'finding')}, ${count(resources, 'resource')}`;
  }

  private onKey(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === '/' && !isTyping && this.root.contains(this.search)) {
      event.preventDefault();
      this.search.focus();
    } else if (event.key === 'Escape' && this.plan) {
      this.search.value = '';
      this.find();
      this.mark(undefined);
      fill(this.details, ...notesOf(this.plan));
    }
  }
}

function headOf({ verdict, word, file, headline, worst, next, remarks }: PagePlan): readonly HTMLElement[] {
  return [
    h('h1', {}, h('span', { class: `verdict ${verdict}` }, word), ` ${headline}`),
    h(
      'dl',
      { class: 'facts' },
      ...[
        ['Worst', worst],
        ['Next', next],
        ['Plan', file],
      ].flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]),
    ),
    ...remarks.map((text) => h('p', { class: 'remark' }, text)),
  ];
}

function notesOf({ notes }: PagePlan): readonly HTMLElement[] {
  const items = notes.flatMap(({ label, text }) => [h('dt', {}, label), h('dd', {}, text)]);
  return [
    h('p', {}, 'Choose a finding or a resource to see its path, its values and the fix. Press / to search.'),
    h('h3', {}, 'Notes'),
    h('dl', { class: 'facts' }, ...items),
  ];
}

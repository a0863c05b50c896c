/** The whole report as plain text for paper, where nothing scrolls and nothing can be opened. */
import type { PagePlan } from '../report/html/page-data.ts';
import { findingDetails, pathTo, valuesText } from './details.ts';
import { h } from './dom.ts';

/** A longer report is for a screen. */
const most = { findings: 300, resources: 1_000 } as const;

/** Returns the report of one plan for printing. */
export function printed(plan: PagePlan): HTMLElement {
  const { findings, resources } = plan;
  const paths = resources.map((resource, at) => {
    const steps = pathTo(plan, at).slice(0, -1);
    const above = steps.map((step) => resources[step]?.address).join(' → ');
    return h(
      'li',
      {},
      `${resource.address}: ${[resource.fate, ...resource.notes].join(', ')}`,
      above && h('div', { class: 'quiet' }, `depends on ${above}`),
      ...valuesText(resource.attributes).slice(1),
    );
  });
  return h(
    'section',
    { class: 'printed', 'aria-hidden': 'true' },
    h('h2', {}, 'Findings'),
    ...findings.slice(0, most.findings).map((finding) => h('article', {}, ...findingDetails(plan, finding))),
    more(findings.length - most.findings, 'findings'),
    h('h2', {}, 'Resources'),
    h('ul', {}, ...paths.slice(0, most.resources)),
    more(resources.length - most.resources, 'resources'),
  );
}

function more(n: number, what: string): HTMLElement | null {
  return n > 0 ? h('p', {}, `${n} more ${what} are in the page and in the JSON report.`) : null;
}

/** What is known about a chosen finding or resource. */
import type { PageFinding, PagePlan } from '../report/html/page-data.ts';
import { h } from './dom.ts';
import { weightText } from './items.ts';

const evidenceWords = {
  state: 'Known from the state.',
  config: 'Known from the configuration.',
  value: 'Known from a value that contains its name or ID.',
} as const;

/** Returns the resources from a destroyed one to this one; the resource alone if it depends on none. */
export function pathTo({ resources }: PagePlan, at: number): readonly number[] {
  const path: number[] = [];
  for (let step: number | undefined = at; step !== undefined && !path.includes(step); step = resources[step]?.from) {
    path.unshift(step);
    // A destroyed resource begins its own path, unless it is the one that was chosen.
    if (step !== at && resources[step]?.part === 'destroyed') break;
  }
  return path;
}

/**
 * Returns the details of a finding: message, why and fix.
 * @param go chooses the resource that it is about; absent on paper
 */
export function findingDetails(
  plan: PagePlan,
  finding: PageFinding,
  go?: (at: number) => void,
): readonly HTMLElement[] {
  const { resource } = finding;
  return [
    h('h3', {}, finding.title),
    h(
      'p',
      { class: 'quiet' },
      `${finding.policy}, ${weightText(finding)}${finding.at ? `, ${finding.at}` : ''}`,
      finding.page ? ' ' : null,
      finding.page ? h('a', { href: finding.page, rel: 'noreferrer', target: '_blank' }, 'About this policy') : null,
    ),
    h('p', {}, ...withCode(finding.message)),
    ...(go && resource !== undefined
      ? [link('Show the path and the values of this resource', () => go(resource))]
      : []),
    h('h4', {}, 'Why'),
    h('p', {}, ...withCode(plan.texts[finding.why] ?? '')),
    ...fixText(plan, finding),
  ];
}

function fixText({ fixes }: PagePlan, finding: PageFinding): readonly HTMLElement[] {
  const blocks = fixes[finding.fix] ?? [];
  if (blocks.length === 0) return [];
  return [
    h('h4', {}, 'Fix'),
    ...blocks.map(({ kind, lines }) =>
      kind === 'code' ? h('pre', { tabindex: 0 }, lines.join('\n')) : h('p', {}, ...withCode(lines.join(' '))),
    ),
  ];
}

/**
 * Returns the details of a resource: what becomes of it, its path, findings and values.
 * @param go chooses another resource
 */
export function resourceDetails(plan: PagePlan, at: number, go: (at: number) => void): readonly HTMLElement[] {
  const resource = plan.resources[at];
  if (resource === undefined) return [];
  const path = pathTo(plan, at);
  const steps = path.map((step) =>
    h('li', {}, step === at ? resource.address : link(plan.resources[step]?.address ?? '', () => go(step))),
  );
  const dependents = [...plan.resources.keys()].filter((other) => plan.resources[other]?.from === at);
  const findings = plan.findings.filter((finding) => finding.resource === at);
  const notes = [resource.type, ...resource.notes, resource.at ?? ''].filter(Boolean).join(', ');
  return [
    h('h3', { class: 'address' }, resource.address),
    h('p', {}, h('span', { class: `badge ${resource.fate}` }, resource.fate), ` ${notes}`),
    ...(path.length < 2
      ? []
      : [
          h('h4', {}, 'Depends on'),
          h('ol', { class: 'path' }, ...steps),
          h('p', { class: 'quiet' }, resource.evidence && evidenceWords[resource.evidence]),
        ]),
    ...(dependents.length === 0
      ? []
      : [
          h('h4', {}, `Depend on it (${dependents.length})`),
          h(
            'ul',
            { class: 'path' },
            ...dependents.slice(0, mostDependents).map((other) =>
              h(
                'li',
                {},
                link(plan.resources[other]?.address ?? '', () => go(other)),
              ),
            ),
          ),
          h(
            'p',
            { class: 'quiet' },
            dependents.length > mostDependents && `and ${dependents.length - mostDependents} more`,
          ),
        ]),
    ...(findings.length === 0
      ? []
      : [
          h('h4', {}, 'Findings'),
          h('ul', {}, ...findings.map((one) => h('li', {}, `${one.message} (${one.policy}, ${weightText(one)})`))),
        ]),
    ...valuesText(resource.attributes),
  ];
}

const mostDependents = 20;

/** Text between backticks is code. */
function withCode(text: string): readonly (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? h('code', {}, part) : part));
}

function link(text: string, onClick: () => void): HTMLElement {
  return h('button', { type: 'button', class: 'link', click: onClick }, text);
}

/** Returns the values before and after, as far as a report may show them. */
export function valuesText(attributes: PagePlan['resources'][number]['attributes']): readonly HTMLElement[] {
  if (attributes.length === 0) return [];
  const items = attributes.flatMap((attribute) => [
    h('dt', {}, attribute.path),
    'summary' in attribute
      ? h('dd', {}, attribute.summary)
      : h(
          'dd',
          {},
          h(
            'pre',
            { tabindex: 0 },
            ...attribute.lines.map(({ kind, text }) => h('span', { class: diffTones[kind] }, `${kind} ${text}\n`)),
          ),
        ),
  ]);
  return [h('h4', {}, `Values that change (${attributes.length})`), h('dl', {}, ...items)];
}

const diffTones = { '+': 'added', '-': 'removed', ' ': 'same' } as const;

/**
 * Output of `explain ADDRESS`: what happens to the resource, why, what depends on it, what protects it, and the
 * findings.
 */
import type { Finding, ReportedChange } from '../../verdict/report.ts';
import type { Dependent } from '../../verdict/report-blast-radius.ts';
import { terminal } from '../escape.ts';
import { findingSections } from '../text/text-findings.ts';
import { heading, labelled, type Page, paint, wrap } from '../text/text-layout.ts';
import { actionWord } from '../wording/change-phrases.ts';
import { displayName } from '../wording/prose.ts';
import { count, list } from '../wording/words.ts';

/** Everything known about one address. */
export interface ExplainedAddress {
  readonly address: string;
  /** The current object, followed by deposed ones; empty if the plan does not change it. */
  readonly changes: readonly ReportedChange[];
  readonly criticality: string;
  readonly stateful: boolean;
  readonly owner: string;
  readonly location: { readonly file: string; readonly line?: number } | null;
  /** Guards that are on now: its own, and those of parents and locks. */
  readonly guardsOn: readonly string[];
  /** Guards that its type has and that are off. */
  readonly guardsOff: readonly string[];
  /** null: the configuration was not read. */
  readonly preventDestroy: boolean | null;
  readonly risks: readonly string[];
  /** Everything that depends on it, even if the plan does not destroy it. */
  readonly dependents: readonly Dependent[];
  /** Its own entry in the blast radius, if it depends on a destroyed resource. */
  readonly fallsWith: Dependent | null;
  readonly drift: string | null;
  readonly findings: readonly Finding[];
  /** IDs of the policies that were evaluated on it and held. Not shown as text, since there are many. */
  readonly held: readonly string[];
}

const column = 13;
const most = { dependents: 20, attributes: 12 } as const;

/** Returns the lines for a terminal. */
export function addressLines(page: Page, explained: ExplainedAddress): readonly string[] {
  const { owner, location } = explained;
  const section = (label: string, text: string): readonly string[] =>
    text === '' ? [] : labelled(page, label, text, { column });
  const at = location && `${displayName(location.file)}${location.line === undefined ? '' : `:${location.line}`}`;
  return [
    ...wrap(page, displayName(explained.address), { first: '' }).map((line) => paint(page, 'bold', line)),
    ...explained.changes.flatMap((change) => changeLines(page, change)),
    ...(explained.changes.length === 0 ? section('Plan', 'no change') : []),
    ...section('Criticality', weight(explained)),
    ...section('Owner', terminal(owner)),
    ...section('Code', at ?? ''),
    ...section('Drift', explained.drift === null ? '' : `outside Terraform: ${terminal(explained.drift)}`),
    ...section('Protection', protection(explained)),
    ...section('Risks', explained.risks.map(terminal).join(', ')),
    ...dependentLines(page, explained),
    ...dependencyLines(page, explained),
    ...findingLines(page, explained),
  ];
}

function weight({ criticality, stateful }: ExplainedAddress): string {
  if (criticality === 'stateful') return 'holds data';
  return `${terminal(criticality)}${stateful ? ', holds data' : ''}`;
}

function changeLines(page: Page, change: ReportedChange): readonly string[] {
  const section = (label: string, text: string): readonly string[] =>
    text === '' ? [] : labelled(page, label, text, { column });
  const order = change.order === undefined ? '' : `, ${change.order === 'create-first' ? 'created' : 'deleted'} first`;
  const deposed = change.deposed === undefined ? '' : ` (deposed object ${terminal(change.deposed)})`;
  const paths = change.attributes.map(({ path }) => terminal(path));
  const more = paths.length > most.attributes ? ` and ${paths.length - most.attributes} more` : '';
  return [
    ...section('Plan', `${terminal(actionWord(change))}${order}${deposed}`),
    ...section('Reason', change.reasons.map(terminal).join('; ')),
    ...section('Forced by', change.forcedBy.map(terminal).join(', ')),
    ...section('Previously', change.previousAddress === undefined ? '' : displayName(change.previousAddress)),
    ...section('Attributes', paths.slice(0, most.attributes).join(', ') + more),
  ];
}

function protection({ guardsOn, guardsOff, preventDestroy, changes }: ExplainedAddress): string {
  const exists = changes.some(({ action }) => action === 'create') ? '' : 'now ';
  const lifecycle =
    preventDestroy === null
      ? 'prevent_destroy is unknown (pass --dir)'
      : `prevent_destroy is ${preventDestroy ? 'set' : 'not set'}`;
  return [
    guardsOn.length > 0 ? `${exists}by ${list(guardsOn.map(terminal))}` : '',
    guardsOff.length > 0 ? `${list(guardsOff.map(terminal))} ${guardsOff.length === 1 ? 'is' : 'are'} off` : '',
    guardsOn.length + guardsOff.length === 0 ? 'no deletion protection' : '',
    lifecycle,
  ]
    .filter(Boolean)
    .join('; ');
}

function dependentLines(page: Page, { dependents }: ExplainedAddress): readonly string[] {
  if (dependents.length === 0) return labelled(page, 'Dependents', 'none', { column });
  const nearest = [...dependents].sort((a, b) => a.distance - b.distance || (a.address < b.address ? -1 : 1));
  const left = nearest.length - most.dependents;
  return [
    '',
    ...heading(page, `Dependents: ${count(dependents.length, 'resource')}`),
    ...nearest.slice(0, most.dependents).flatMap((each) => pathLines(page, each)),
    ...(left > 0 ? [`  + ${left} more`] : []),
  ];
}

function dependencyLines(page: Page, { fallsWith }: ExplainedAddress): readonly string[] {
  const [from] = fallsWith?.path ?? [];
  if (!fallsWith || from === undefined) return [];
  const steps = stepsBetween(fallsWith);
  const via = steps.length === 0 ? '' : `, through ${steps.join(' → ')}`;
  return [
    '',
    ...heading(page, 'Depends on a destroyed resource'),
    ...wrap(page, `${displayName(from)} (${evidence[fallsWith.evidence]}${via})`, { first: '  - ' }),
  ];
}

const evidence = { state: 'from the state', config: 'from the configuration', value: 'from a value' } as const;

/** The first step of the path is the destroyed resource, the last one the dependent; only those between are named. */
function stepsBetween({ path, morePath }: Dependent): readonly string[] {
  return [...(morePath === undefined ? [] : [`${morePath} more`]), ...path.slice(1, -1).map(displayName)];
}

function pathLines(page: Page, dependent: Dependent): readonly string[] {
  const { address, evidence: by } = dependent;
  const between = stepsBetween(dependent);
  const via = between.length === 0 ? '' : `, through ${between.join(' → ')}`;
  return wrap(page, `${displayName(address)} (${evidence[by]}${via})`, { first: '  - ' });
}

/** Findings with why and fix, advisories too, as if advisory mode were off. */
function findingLines(page: Page, { findings }: ExplainedAddress): readonly string[] {
  if (findings.length === 0) return ['', ...heading(page, 'No findings')];
  const lowered = findings.some(({ enforced }) => enforced)
    ? ' (advisory mode: nothing blocks; shown as if enforced)'
    : '';
  const sections = findingSections(findings, page, { all: true });
  return [
    '',
    ...heading(page, `Findings: ${findings.length}${lowered}`),
    ...sections.flatMap((lines) => ['', ...lines]),
  ];
}

/** What the settings changed about a verdict, said aloud: exceptions, policies that are off, and which settings applied. */
import type { Finding, Report, ReportedException } from '../verdict/report.ts';
import { groupBy } from './grouping.ts';
import { addresses } from './names.ts';
import { count } from './phrases.ts';
import type { Prose } from './prose.ts';
import type { Ranked } from './ranking.ts';

export interface Note {
  readonly label: string;
  readonly text: Prose;
}

/** Who carries what, until when; then exceptions that carry only advice, match nothing, or do not count. */
export function exceptionNotes({ carried, report }: Ranked): readonly Note[] {
  const groups = groupBy(carried, ({ policy, exception }) => JSON.stringify([policy, exception]));
  const told = new Set(carried.map(({ policy, exception }) => JSON.stringify([policy, exception?.reason])));
  const rest = report.exceptions.filter(
    ({ status, policy, reason }) => status !== 'used' || !told.has(JSON.stringify([policy, reason])),
  );
  return [...groups.map(carriedNote), ...rest.map((one) => ({ label: 'Exception', text: exceptionText(one) }))];
}

function carriedNote(same: readonly [Finding, ...Finding[]]): Note {
  const [{ policy, subject, exception }] = same;
  const names = same.flatMap(({ subject: { address } }) => (address === undefined ? [] : [address]));
  const what: Prose = names.length === 0 ? [`the ${subject.kind}`] : addresses(names, same.length);
  const verb = same.length === 1 ? 'is' : 'are';
  const by = exception ? ` ${verb} carried by ${exception.owner} until ${exception.expires}: ${exception.reason}` : '';
  return { label: 'Exception', text: [...what, ` (${policy})${by}`] };
}

function exceptionText({
  policy,
  address,
  owner,
  reason,
  created,
  expires,
  status,
  findings,
}: ReportedException): Prose {
  const how = {
    used: `carries ${count(findings, 'advisory', 'advisories')}`,
    unused: 'matches nothing in this plan: correct its address or take it out',
    expired: `expired on ${expires} and no longer counts`,
    'not-yet': `is dated ${created} and does not count yet`,
  }[status];
  return [`${policy} on `, { address }, ` (${owner}, until ${expires}: ${reason}) ${how}`];
}

/** What looked at nothing because somebody said so. */
export function offNotes({ policies }: Report): readonly Note[] {
  return policies.flatMap(({ id, off }) =>
    off === undefined ? [] : [{ label: 'Off', text: [`${id} is switched off in the settings: ${off}`] }],
  );
}

/** Of one plan among several: `production; payments`; empty where the settings say nothing of it. */
export function placeInWords({ settings }: Report): string {
  return [settings?.environment, settings?.owner].filter(Boolean).join('; ');
}

/** Which settings applied, and why these. */
export function settingsNotes({ settings }: Report): readonly Note[] {
  if (!settings) return [];
  const { file, directory, workspace, environment, owner, scope } = settings;
  const parts = [
    file ?? 'from the command line',
    environment === null ? '' : `environment ${environment}`,
    directory === null ? '' : `directory ${directory}`,
    workspace === null ? '' : `workspace ${workspace}`,
    owner === null ? '' : `owner ${owner}`,
    scope.length === 0 ? '' : `scope ${scope.join(', ')}`,
  ];
  return [{ label: 'Settings', text: [parts.filter(Boolean).join('; ')] }];
}

/** Notes about settings: exceptions, disabled policies, and the settings that applied. */
import type { Finding, Report, ReportedException } from '../../verdict/report.ts';
import { partitionBy } from '../grouping.ts';
import { joinAddresses } from '../names.ts';
import type { Ranked } from '../ranking.ts';
import type { Prose } from './prose.ts';
import { advisories } from './words.ts';

/** A labelled line below the findings. */
export interface Note {
  readonly label: string;
  readonly text: Prose;
}

/**
 * Returns who accepts which findings until when, followed by exceptions that cover only advisories, match nothing or
 * are not in force.
 */
export function exceptionNotes({ excepted, report }: Ranked): readonly Note[] {
  const groups = partitionBy(excepted, ({ policy, exception }) => JSON.stringify([policy, exception]));
  const named = new Set(excepted.map(({ policy, exception }) => JSON.stringify([policy, exception?.reason])));
  const rest = report.exceptions.filter(
    ({ status, policy, reason }) => status !== 'used' || !named.has(JSON.stringify([policy, reason])),
  );
  return [...groups.map(exceptedNote), ...rest.map((one) => ({ label: 'Exception', text: exceptionText(one) }))];
}

function exceptedNote(same: readonly [Finding, ...Finding[]]): Note {
  const [{ policy, subject, exception }] = same;
  const names = same.flatMap(({ subject: { address } }) => (address === undefined ? [] : [address]));
  const what: Prose = names.length === 0 ? [`the ${subject.kind}`] : joinAddresses(names, same.length);
  const by = exception ? ` accepted by ${exception.owner} until ${exception.expires}: ${exception.reason}` : '';
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
    used: `accepts ${advisories(findings)}`,
    unused: 'matches nothing in this plan. Correct its address, or remove it.',
    expired: `expired on ${expires} and has no effect`,
    'not-yet': `starts on ${created} and has no effect yet`,
  }[status];
  return [`${policy} on `, { address }, ` (${owner}, until ${expires}: ${reason}) ${how}`];
}

/** Returns the disabled policies with their reasons. */
export function offNotes({ policies }: Report): readonly Note[] {
  return policies.flatMap(({ id, off }) =>
    off === undefined ? [] : [{ label: 'Off', text: [`${id} is off in the settings: ${off}`] }],
  );
}

/** Returns environment and owner of a plan, e.g. `production; payments`; empty if the settings give neither. */
export function environmentAndOwner({ settings }: Report): string {
  return [settings?.environment, settings?.owner].filter(Boolean).join('; ');
}

/** Returns which settings applied, and what selected them. */
export function settingsNotes({ settings }: Report): readonly Note[] {
  if (!settings) return [];
  const { file, directory, workspace, environment, owner, scope } = settings;
  const parts = [
    file ?? 'command line',
    environment === null ? '' : `environment ${environment}`,
    directory === null ? '' : `directory ${directory}`,
    workspace === null ? '' : `workspace ${workspace}`,
    owner === null ? '' : `owner ${owner}`,
    scope.length === 0 ? '' : `scope ${scope.join(', ')}`,
  ];
  return [{ label: 'Settings', text: [parts.filter(Boolean).join('; ')] }];
}

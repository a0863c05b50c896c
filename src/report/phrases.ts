/** Sentences that several formats share: the verdict, the worst finding, the next step. */
import type { Counts, Finding, Report, ReportSet } from '../verdict/report.ts';
import type { IgnoredApproval } from '../verdict/report-approvals.ts';
import { shorten } from './escape.ts';
import { type Prose, toProse } from './prose.ts';
import { changeWeight, type Ranked } from './ranking.ts';
import { remedySummary } from './remedy.ts';

/** Word for each verdict. */
export const verdictWord = { pass: 'PASS', fail: 'FAIL', error: 'ERROR' } as const;

/** Returns a number with its noun: `1 resource`, `2 resources`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** Joins items: `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Returns what the plan would do: `41 resources would be deleted, 3 replaced and 1 updated`. */
export function countsInWords(counts: Counts): string {
  const verbs: readonly (readonly [number, string])[] = [
    [counts.delete, 'deleted'],
    [counts.replace, 'replaced'],
    [counts.forget, 'forgotten'],
    [counts.create, 'created'],
    [counts.update, 'updated'],
    [counts.import, 'imported'],
    [counts.move, 'moved'],
  ];
  const [first, ...others] = verbs.filter(([n]) => n > 0);
  const main =
    first &&
    list([`${count(first[0], 'resource')} would be ${first[1]}`, ...others.map(([n, verb]) => `${n} ${verb}`)]);
  const also = [
    counts.deposed > 0 ? count(counts.deposed, 'deposed object') : '',
    counts.deferred > 0 ? `${count(counts.deferred, 'change')} deferred` : '',
    counts.actionInvocations > 0 ? `${count(counts.actionInvocations, 'action')} invoked` : '',
  ].filter(Boolean);
  return [main ?? 'No resource would change', ...also].join('; ');
}

/** Returns the first line, which follows the verdict. */
export function headline({ report }: Ranked): string {
  if (report.verdict === 'error') return 'No verdict: the plan could not be judged. This is not a pass.';
  const { dependents } = report.blastRadius;
  const falls =
    dependents.length === 0
      ? ''
      : `; ${dependents.length} ${dependents.length === 1 ? 'depends' : 'depend'} on what goes`;
  return `${countsInWords(report.counts)}${falls}.`;
}

/** Returns the second line: the worst finding or change, with its address. */
export function worst(ranked: Ranked): Prose {
  const { report } = ranked;
  const [problem] = report.errors ?? [];
  if (report.verdict === 'error' && problem !== undefined) return [firstLine(problem)];
  const finding = worstFinding(ranked);
  if (finding) return findingLine(finding);
  const [excepted] = ranked.excepted;
  if (excepted) return [...findingLine(excepted), ` (carried by an exception of ${excepted.exception?.owner})`];
  const [change] = ranked.changes;
  if (!change || changeWeight(change) > 1) {
    // An update can delete data too, so an advisory about a change says more than the general sentence.
    const said = ranked.advisories.find(({ subject }) => subject.kind === 'change');
    if (said) return findingLine(said);
    // The policy about it may be switched off.
    const losing = ranked.changes.find(({ sideEffects }) => sideEffects.length > 0);
    if (losing) return [{ address: losing.address }, `: ${list(losing.sideEffects)}; no policy objects.`];
    return ['Nothing is destroyed, replaced or forgotten.'];
  }
  const advice = ranked.advisories.find(({ subject }) => subject.address === change.address);
  if (advice) return findingLine(advice);
  return [{ address: change.address }, `: ${change.action}, ${change.criticality}; no policy objects.`];
}

/** Among equally bad findings, prefers one with an address, which is easier to look up. */
function worstFinding({ failing }: Ranked): Finding | undefined {
  const [first] = failing;
  if (!first) return undefined;
  const equal = failing.filter((one) => one.enforcement === first.enforcement && one.approvals === first.approvals);
  return equal.find((one) => one.subject.address !== undefined) ?? first;
}

/** Returns a finding as a sentence that names its subject. */
export function findingLine(finding: Finding): Prose {
  const { address } = finding.subject;
  const message = toProse(finding.message.trim(), address);
  const named = address === undefined || message.some((piece) => typeof piece !== 'string' && 'address' in piece);
  return named ? message : [{ address }, ': ', ...message];
}

/** Returns the third line: the next step. */
export function nextStep(ranked: Ranked): Prose {
  const { report, failing } = ranked;
  if (report.verdict === 'error') return [errorStep(report)];
  if (report.verdict === 'pass') return [passStep(ranked)];
  const [first] = failing;
  const hard = failing.filter((finding) => finding.enforcement === 'hard-mandatory');
  const [worstHard] = hard;
  if (worstHard) return ['Change the plan; no approval lifts this: ', ...remedyLine(worstHard)];
  const remedy: Prose = first ? remedyLine(first) : ['see the findings below.'];
  const asked = askedFor(report);
  return asked === '' ? ['Change the plan: ', ...remedy] : [`Needs ${asked}, or change the plan: `, ...remedy];
}

/**
 * Returns the missing approvals, e.g. `2 more approvals by people other than the author, one of them from senior`;
 * empty if none is missing.
 */
function askedFor({ approvals: { required, counted, needs } }: Report): string {
  const groups = unmetGroups(needs);
  const missing = Math.max(required - counted, groups.length > 0 ? 1 : 0);
  if (missing <= 0) return '';
  const noun = counted > 0 ? 'more approval' : 'approval';
  const who = missing === 1 ? 'somebody' : 'people';
  const from = groups.length === 0 ? '' : `, ${missing === 1 ? '' : 'one of them '}from ${list(groups)}`;
  return `${count(missing, noun)} by ${who} other than the author${from}`;
}

function unmetGroups(needs: Report['approvals']['needs']): readonly string[] {
  return needs.flatMap(({ group, count: people, counted }) => (group !== null && counted < people ? [group] : []));
}

function remedyLine(finding: Finding): Prose {
  return toProse(remedySummary(finding.remedy) || 'see what the policy asks for.', finding.subject.address);
}

function errorStep(report: Report): string {
  const [problem = ''] = report.errors ?? [];
  const hint = problem
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
  if (hint) return hint;
  return 'Do not apply. Correct what is named above, make the plan again, and run this check again.';
}

function passStep({ report, failing, advisories, excepted }: Ranked): string {
  if (report.brokenGlass) return 'Apply exactly this plan, and have somebody else review it afterwards.';
  if (failing.length > 0) return `Apply exactly this plan, for nothing else was approved: ${approvals(report)}`;
  if (ownChanges(report) === 0) return 'Nothing to do.';
  if (excepted.length > 0)
    return `This passes by exception only: ${count(excepted.length, 'finding')} would block it. Read the exceptions below, then apply exactly this file.`;
  if (advisories.length > 0)
    return `Nothing blocks this plan; read the ${count(advisories.length, 'advisory', 'advisories')} below, then apply exactly this file.`;
  return 'Nothing blocks this plan; apply exactly this file.';
}

/** Returns the number of changes that the plan would make. Reading data does not count. */
export function ownChanges({ counts, outputs }: Report): number {
  const { create, update, delete: deleted, replace, forget, deposed, deferred, actionInvocations } = counts;
  const rest = counts.import + counts.move + outputs.filter(({ action }) => changeWeight({ action }) < 5).length;
  return create + update + deleted + replace + forget + deposed + deferred + actionInvocations + rest;
}

/** Returns who has approved and how many approvals are missing; empty if none is needed. */
export function approvals({ approvals: given, actor }: Report): string {
  const { required, counted, from, needs, ignored, authorUnknown } = given;
  if (required === 0) return '';
  const names = from.length > 0 ? ` (${from.join(', ')})` : '';
  const groups = unmetGroups(needs);
  return [
    `${counted} of ${count(required, 'approval')} given${names}${groups.length > 0 ? `, none from ${list(groups)}` : ''}.`,
    authorUnknown
      ? 'Nobody is known as the author, so that self-approval cannot be excluded and one more is needed (name the author with --actor).'
      : '',
    actor?.aiAssisted ? `An agent took part${agentsOf(actor)}, which raises what the plan needs.` : '',
    ignored.length > 0 ? `Not counted: ${ignoredInWords(ignored)}.` : '',
    counted >= required && groups.length === 0
      ? ''
      : 'Only those count that people other than the author give to exactly this plan, after this report.',
  ]
    .filter(Boolean)
    .join(' ');
}

function agentsOf({ signals }: NonNullable<Report['actor']>): string {
  const names = [...new Set(signals.map(({ agent }) => agent))].filter((name) => name !== '' && name !== 'an agent');
  return names.length > 0 ? ` (${list(names)})` : '';
}

/** Why an approval does not count, as what is said of who gave it. */
export const whyNot: Readonly<Record<IgnoredApproval['why'], string>> = {
  author: 'wrote the change',
  'co-author': 'wrote part of the change',
  'asked-for-it': 'asked for the change',
  bot: 'is a bot',
  'not-human': 'is not a person',
  'not-in-group': 'is in no group whose approval counts',
  'no-break-glass': 'breaks the glass, which the settings do not allow',
  outsider: 'may not write to the repository',
  'access-unknown': 'may write to the repository or not: GitHub does not say',
  'age-unknown': 'approved at a time that is not known',
  'in-future': 'approved at a time that has not come yet',
  'too-old': 'approved too long ago',
  'too-early': 'approved before this plan was reported',
  'other-fingerprint': 'approved another plan, or a fingerprint of an earlier Firebreak',
  'other-commit': 'approved another commit',
  unbound: 'approved a commit, and whether this plan is of it is not known',
  'new-finding': 'approved before another finding appeared',
  'new-destroy': 'approved before something else would be destroyed',
  'changed-finding': 'approved before a finding said more, or was about another object',
  'other-object': 'approved before another object stood at an address that would be destroyed',
  'other-state': 'approved a plan for another state',
  'same-person': 'counts once',
  'same-key': 'signed with a key that counts already',
  'bad-signature': 'has no signature that holds',
  'old-scheme':
    'signed with an earlier Firebreak, whose approvals covered less, and has to run `firebreak approve` again',
  'unknown-signer': 'is not among those whose key may sign',
  'unnamed-key': 'signed with a key that the allowed signers have for a pattern, not for a name',
};

function ignoredInWords(ignored: readonly IgnoredApproval[]): string {
  const shown = ignored.slice(0, 5).map(({ who, why }) => `${shorten(who, 60)} ${whyNot[why]}`);
  return `${shown.join('; ')}${ignored.length > shown.length ? `; ${ignored.length - shown.length} more` : ''}`;
}

/** Returns the enforcement of a finding and the approvals that lift it. */
export function needs({ enforcement, approvals: people }: Pick<Finding, 'enforcement' | 'approvals'>): string {
  if (enforcement === 'hard-mandatory') return 'hard-mandatory, no approval lifts it';
  return enforcement === 'advisory' ? 'advisory' : `soft-mandatory, ${count(people, 'approval')}`;
}

/** Returns the first line for several plans. */
export function setHeadline({ reports }: ReportSet): string {
  const of = (verdict: Report['verdict']): number => reports.filter((report) => report.verdict === verdict).length;
  const parts = [
    of('error') > 0 ? `${of('error')} could not be judged` : '',
    of('fail') > 0 ? `${of('fail')} ${of('fail') === 1 ? 'fails' : 'fail'}` : '',
    of('pass') > 0 ? `${of('pass')} ${of('pass') === 1 ? 'passes' : 'pass'}` : '',
  ].filter(Boolean);
  return `${count(reports.length, 'plan')}: ${list(parts)}.`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** Sentences about approvals: what is missing, who approved, and whose approval does not count. */
import type { Report } from '../../verdict/report.ts';
import type { IgnoredApproval } from '../../verdict/report-approvals.ts';
import { shorten } from '../escape.ts';
import { count, list } from './words.ts';

/**
 * Returns the missing approvals, e.g. `2 more approvals from people other than the author, 1 of them from senior`;
 * empty if none is missing.
 */
export function missingApprovals(report: Report): string {
  const missing = missingCount(report);
  if (missing === 0) return '';
  const groups = unmetGroups(report.approvals.needs);
  const noun = report.approvals.counted > 0 ? 'more approval' : 'approval';
  const who = missing === 1 ? 'someone' : 'people';
  const from = groups.length === 0 ? '' : `, ${missing === 1 ? '' : '1 of them '}from ${list(groups)}`;
  return `${count(missing, noun)} from ${who} other than the author${from}`;
}

/** Returns the number of missing approvals. */
export function missingCount({ approvals: { required, counted, needs } }: Report): number {
  return Math.max(required - counted, unmetGroups(needs).length > 0 ? 1 : 0, 0);
}

function unmetGroups(needs: Report['approvals']['needs']): readonly string[] {
  return needs.flatMap(({ group, count: people, counted }) => (group !== null && counted < people ? [group] : []));
}

/** Returns who has approved and how many approvals are missing; empty if none is needed. */
export function approvals(report: Report): string {
  const { required, counted, from, needs, ignored, authorUnknown } = report.approvals;
  if (required === 0) return '';
  const names = from.length > 0 ? ` (${from.join(', ')})` : '';
  const groups = unmetGroups(needs);
  return [
    `${counted} of ${count(required, 'approval')} given${names}${groups.length > 0 ? `, none from ${list(groups)}` : ''}.`,
    authorUnknown
      ? 'The author is unknown, so self-approval cannot be excluded and 1 more approval is needed (name the author with --actor).'
      : '',
    report.actor?.aiAssisted ? `An AI agent took part${agentsOf(report.actor)}, so the plan needs more approvals.` : '',
    ignored.length > 0 ? `Not counted: ${ignoredInWords(ignored)}.` : '',
    missingCount(report) === 0
      ? ''
      : 'Approvals count only if given to this exact plan, after this report, by someone other than the author.',
  ]
    .filter(Boolean)
    .join(' ');
}

function agentsOf({ signals }: NonNullable<Report['actor']>): string {
  const names = [...new Set(signals.map(({ agent }) => agent))].filter((name) => name !== '' && name !== 'an agent');
  return names.length > 0 ? ` (${list(names)})` : '';
}

/** Why an approval does not count, as a predicate of the person who gave it. */
export const whyNot: Readonly<Record<IgnoredApproval['why'], string>> = {
  author: 'wrote the change',
  'co-author': 'wrote part of the change',
  'asked-for-it': 'requested the change',
  bot: 'is a bot',
  'not-human': 'is not a person',
  'not-in-group': 'is in no group whose approval counts',
  'no-break-glass': 'used break glass, which the settings do not allow',
  outsider: 'has no write access to the repository',
  'access-unknown': 'has unknown access to the repository (GitHub does not say)',
  'age-unknown': 'approved at an unknown time',
  'in-future': 'approved at a time in the future',
  'too-old': 'approved too long ago',
  'too-early': 'approved before this plan was reported',
  'other-fingerprint': 'approved another plan, or a fingerprint of an earlier Firebreak version',
  'other-commit': 'approved another commit',
  unbound: 'approved a commit, but the commit of this plan is unknown',
  'new-finding': 'approved before another finding appeared',
  'new-destroy': 'approved before another destroy appeared',
  'changed-finding': 'approved before a finding changed',
  'other-object': 'approved before a different object was at an address that would be destroyed',
  'other-state': 'approved a plan for another state',
  'same-person': 'is counted once',
  'same-key': 'signed with a key that is already counted',
  'bad-signature': 'has an invalid signature',
  'old-scheme': 'signed with an earlier Firebreak version and must run `firebreak approve` again',
  'unknown-signer': 'is not in the list of allowed signers',
  'unnamed-key': 'signed with a key that the allowed signers list only for a pattern, not for a name',
};

function ignoredInWords(ignored: readonly IgnoredApproval[]): string {
  const shown = ignored.slice(0, 5).map(({ who, why }) => `${shorten(who, 60)} ${whyNot[why]}`);
  return `${shown.join('; ')}${ignored.length > shown.length ? `; ${ignored.length - shown.length} more` : ''}`;
}

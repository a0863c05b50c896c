/** Why an approval does not count: its giver, its age, or what it was given for. */
import { isBot } from '../../people/actor.ts';
import { isAmong, isSame } from '../../people/identity.ts';
import type { ApprovalSource, Covered, CoveredFinding } from '../../source/approval.ts';
import { isContentCovered, noContent } from '../finding-content.ts';
import { isSameFingerprint } from '../fingerprint/fingerprint.ts';
import type { IgnoredApproval } from '../report-approvals.ts';
import type { ApprovalInput, ApprovalRules, ApprovalSubject } from './approval-input.ts';

/** Why an approval does not count. */
export type WhyNot = IgnoredApproval['why'];

/** Clocks of two machines may differ by this many seconds. */
const clockSkew = 5 * 60;

/** All names on a key belong to one person. Otherwise authors could approve their own change under another name. */
export function identitiesOf({ who, key, names = [] }: ApprovalSource): readonly string[] {
  return [who.trim(), ...names, ...(key === undefined ? [] : [key])];
}

/** Whether the person is a member of the group. */
export function isMember(who: string, group: string, { groups }: Pick<ApprovalRules, 'groups'>): boolean {
  return Object.hasOwn(groups, group) && isAmong(who, groups[group] ?? []);
}

/** Why this was not given by a person. */
export function humanFault(approval: ApprovalSource, { known }: ApprovalInput): WhyNot | undefined {
  if (identitiesOf(approval).some((name) => isBot(name, known))) return 'bot';
  return approval.human ? undefined : 'not-human';
}

/** Why the platform does not let the person approve. */
export function accessFault({ access }: ApprovalSource): WhyNot | undefined {
  if (access === 'read') return 'outsider';
  return access === 'unknown' ? 'access-unknown' : undefined;
}

/** Why the person's approvals never count for this change: they made it, or are not among those who may approve. */
export function personFault(approval: ApprovalSource, input: ApprovalInput): WhyNot | undefined {
  const { actor, rules } = input;
  const identities = identitiesOf(approval);
  const isOneOf = (others: readonly string[]): boolean => identities.some((name) => isAmong(name, others));
  if (!acknowledges(approval, rules)) {
    if (actor?.author && isOneOf([actor.author])) return 'author';
    if (isOneOf([...(actor?.authors ?? []), ...(actor?.coAuthors ?? [])])) return 'co-author';
    if (isOneOf(actor?.askedBy ?? [])) return 'asked-for-it';
  }
  return rightFault(approval, input);
}

/** Why the person may not approve, whoever made the change. */
export function rightFault(approval: ApprovalSource, { rules, groups = [] }: ApprovalInput): WhyNot | undefined {
  const access = accessFault(approval);
  if (access !== undefined || rules.from === null) return access;
  // The senior group may always approve. Otherwise forging an AI signal could change who may approve.
  const allowed = [...rules.from, rules.aiAssisted.group, ...groups];
  return allowed.some((group) => isMember(approval.who, group, rules)) ? undefined : 'not-in-group';
}

/** Where one person is the whole team, authors acknowledge what their own change destroys. */
function acknowledges({ source }: ApprovalSource, { people }: ApprovalRules): boolean {
  return people === 1 && (source === 'terminal' || source === 'signature');
}

/**
 * Why the approval does not count now.
 * @param limits.maxAge in seconds
 */
export function ageFault(
  { at }: Pick<ApprovalSource, 'at'>,
  { now, maxAge }: { readonly now: Date | undefined; readonly maxAge: number },
): WhyNot | undefined {
  const age = now === undefined ? Number.NaN : (now.getTime() - Date.parse(at)) / 1000;
  if (Number.isNaN(age)) return 'age-unknown';
  if (age < -clockSkew) return 'in-future';
  return age > maxAge ? 'too-old' : undefined;
}

/**
 * Why the approval does not apply to this plan. An approval that lists what it covers also holds for a plan with less
 * of it.
 */
export function bindingFault(
  { at, fingerprint, commit, state, exact, covers }: ApprovalSource,
  judged: ApprovalSubject,
  { given }: Pick<ApprovalInput, 'given'>,
): WhyNot | undefined {
  if (commit !== undefined) {
    if (given.commit === undefined) return 'unbound';
    if (!isSame(commit, given.commit)) return 'other-commit';
  }
  if (state !== undefined && state !== judged.state) return 'other-state';
  const beyond = covers && beyondCovered(covers, judged);
  if (beyond) return beyond;
  if (fingerprint !== undefined && (!covers || exact)) {
    if (!isSameFingerprint(fingerprint, judged.fingerprint)) return 'other-fingerprint';
  } else if (!covers && given.reportedAt === undefined) {
    // A commit alone is not enough: planning it again can give another result.
    return 'unbound';
  }
  const reported = given.reportedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(given.reportedAt);
  // Also false if a date cannot be parsed.
  return Date.parse(at) > reported ? undefined : 'too-early';
}

/** Why the plan goes beyond what was seen; undefined if it does not. */
function beyondCovered(
  covers: Covered,
  { destroys, blocking }: Pick<ApprovalSubject, 'destroys' | 'blocking'>,
): WhyNot | undefined {
  const addresses = new Set(covers.destroys.map(({ address }) => address));
  const objects = new Set(covers.destroys.map(({ address, object }) => JSON.stringify([address, object])));
  const findings = new Map(covers.findings.map((finding) => [finding.fingerprint, finding]));
  if (destroys.some(({ address }) => !addresses.has(address))) return 'new-destroy';
  if (destroys.some(({ address, object }) => !objects.has(JSON.stringify([address, object])))) return 'other-object';
  if (blocking.some(({ fingerprint }) => !findings.has(fingerprint))) return 'new-finding';
  const isBeyond = (finding: CoveredFinding): boolean =>
    !isContentCovered(finding, findings.get(finding.fingerprint) ?? noContent);
  return blocking.some(isBeyond) ? 'changed-finding' : undefined;
}

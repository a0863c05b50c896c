/** Which approvals count, and whether they are enough to lift what is soft-mandatory. */
import { lostAddresses } from '../model/plan.ts';
import { type Actor, isBot } from '../people/actor.ts';
import { isAmong, isSame } from '../people/identity.ts';
import type { KnownActors } from '../source/actor.ts';
import type { ApprovalSource, Covered, GivenApprovals } from '../source/approval.ts';
import type { Finding, Report } from './report.ts';
import type { Approvals, IgnoredApproval, Need } from './report-people.ts';

/** What a team decides about approvals. */
export interface ApprovalRules {
  /** People (logins, e-mails, key fingerprints) by the name of their group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Groups whose members' approvals count, beside those that are asked for below; null: everybody's. */
  readonly from: readonly string[] | null;
  /** How AI-assisted changes are held stricter. */
  readonly aiAssisted: {
    /** Added to what a finding needs. */
    readonly extraApprovals: number;
    /** One of the approvals must come from here, where the group exists. */
    readonly group: string;
  };
}

export const defaultApprovalRules: ApprovalRules = {
  groups: {},
  from: null,
  aiAssisted: { extraApprovals: 1, group: 'senior' },
};

/** A finding as far as approvals are concerned. */
export interface StandingFinding extends Pick<Finding, 'enforcement' | 'approvals' | 'fingerprint'> {
  /** Whether an AI-assisted change needs more approvals than its policy says. */
  readonly extraApprovals: boolean;
}

/** What the approvals are held against. */
export interface ApprovalSubject {
  /** The plan's. */
  readonly fingerprint: string;
  /** The state that it is for; absent where it is not known. */
  readonly state?: string | undefined;
  /** Addresses that would be destroyed, replaced or forgotten. */
  readonly destroys: readonly string[];
  /** Findings that count: more than advisory, and carried by no exception. */
  readonly standing: readonly StandingFinding[];
}

export interface ApprovalInput {
  readonly given: GivenApprovals;
  readonly actor: Actor | null;
  readonly known: KnownActors;
  readonly rules: ApprovalRules;
  /** Further groups that must agree, where anything must: owners of what is changed. */
  readonly groups?: readonly string[];
}

/** Nobody approved, and nothing is known of bots. */
export const noApprovals: Omit<ApprovalInput, 'actor'> = {
  given: { approvals: [] },
  known: { agents: [], dependencyBots: [] },
  rules: defaultApprovalRules,
};

/** What an approval of this report covers. */
export function toCovered(report: Pick<Report, 'findings' | 'changes'>): Covered {
  const standing = report.findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
  return {
    findings: standing.map(({ fingerprint }) => fingerprint).sort(),
    destroys: [...lostAddresses(report)].sort(),
  };
}

/** Whether enough people approved; `lifted` says nothing where nothing has to be lifted. */
export function countApprovals(
  judged: ApprovalSubject,
  input: ApprovalInput,
): { readonly approvals: Approvals; readonly lifted: boolean } {
  const required = requiredBy(judged, input);
  const groups = required === 0 ? [] : groupsNeeded(input);
  const { counted, ignored } = sortOut(judged, input);
  const inGroup = (group: string): number => counted.filter((who) => isMember(who, group, input)).length;
  const needs: readonly Need[] = [
    ...(required === 0 ? [] : [{ count: required, counted: counted.length, group: null }]),
    ...groups.map((group) => ({ count: 1, counted: inGroup(group), group })),
  ];
  return {
    approvals: { required, counted: counted.length, from: counted, needs, ignored },
    lifted: needs.every((need) => need.counted >= need.count),
  };
}

/** AI signals only ever add: without them each finding needs what its policy says. */
function requiredBy({ standing }: ApprovalSubject, { actor, rules }: ApprovalInput): number {
  const extra = actor?.aiAssisted ? Math.max(0, rules.aiAssisted.extraApprovals) : 0;
  return standing
    .filter(({ enforcement }) => enforcement === 'soft-mandatory')
    .map(({ approvals, extraApprovals }) => (extraApprovals ? approvals + extra : approvals))
    .reduce((most, people) => Math.max(most, people), 0);
}

function groupsNeeded({ actor, rules, groups = [] }: ApprovalInput): readonly string[] {
  const { group } = rules.aiAssisted;
  const senior = actor?.aiAssisted && Object.hasOwn(rules.groups, group) ? [group] : [];
  return [...new Set([...senior, ...groups])].sort(compare);
}

function isMember(who: string, group: string, { rules }: ApprovalInput): boolean {
  return Object.hasOwn(rules.groups, group) && isAmong(who, rules.groups[group] ?? []);
}

/** Each person counts once, by the first approval that holds. */
function sortOut(
  judged: ApprovalSubject,
  input: ApprovalInput,
): { readonly counted: readonly string[]; readonly ignored: readonly IgnoredApproval[] } {
  const counted: string[] = [];
  const people: string[] = [];
  const ignored: IgnoredApproval[] = [...(input.given.refused ?? [])];
  const inOrder = input.given.approvals.toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || compare(a.who, b.who),
  );
  for (const approval of inOrder) {
    const who = approval.who.trim();
    const why = personFault(approval, input) ?? bindingFault(approval, judged, input) ?? repeated(approval, people);
    if (why === undefined) {
      counted.push(who);
      people.push(...identitiesOf(approval));
    } else ignored.push({ who, why });
  }
  ignored.sort((a, b) => compare(a.who, b.who) || compare(a.why, b.why));
  return { counted: counted.sort(compare), ignored };
}

/** Whoever holds a key is all whom its names say: else an author approves by the other name. */
function identitiesOf({ who, key, names = [] }: ApprovalSource): readonly string[] {
  return [who.trim(), ...names, ...(key === undefined ? [] : [key])];
}

function repeated(approval: ApprovalSource, people: readonly string[]): IgnoredApproval['why'] | undefined {
  const { key, ...person } = approval;
  if (identitiesOf(person).some((name) => isAmong(name, people))) return 'same-person';
  return key !== undefined && people.includes(key) ? 'same-key' : undefined;
}

/** Why this person's approval never counts here. */
function personFault(approval: ApprovalSource, input: ApprovalInput): IgnoredApproval['why'] | undefined {
  const { actor, known, rules } = input;
  const { who, human, outsider } = approval;
  const identities = identitiesOf(approval);
  const isOneOf = (others: readonly string[]): boolean => identities.some((name) => isAmong(name, others));
  if (identities.some((name) => isBot(name, known))) return 'bot';
  if (!human) return 'not-human';
  if (actor?.author && isOneOf([actor.author])) return 'author';
  if (isOneOf([...(actor?.authors ?? []), ...(actor?.coAuthors ?? [])])) return 'co-author';
  if (isOneOf(actor?.askedBy ?? [])) return 'asked-for-it';
  if (rules.from === null) {
    const named = Object.keys(rules.groups).some((group) => isMember(who, group, input));
    return outsider && !named ? 'outsider' : undefined;
  }
  // The senior group counts whoever wrote it: else a sign of an agent would let somebody in.
  const allowed = [...rules.from, rules.aiAssisted.group, ...(input.groups ?? [])];
  return allowed.some((group) => isMember(who, group, input)) ? undefined : 'not-in-group';
}

/** Why it was not given to this plan. What was seen counts for more than the fingerprint: less of it is no news. */
function bindingFault(
  { at, fingerprint, commit, state, exact, covers }: ApprovalSource,
  { fingerprint: own, state: ownState, destroys, standing }: ApprovalSubject,
  { given }: ApprovalInput,
): IgnoredApproval['why'] | undefined {
  if (commit !== undefined) {
    if (given.commit === undefined) return 'unbound';
    if (!isSame(commit, given.commit)) return 'other-commit';
  }
  if (state !== undefined && state !== ownState) return 'other-state';
  if (covers) {
    const seen = { findings: new Set(covers.findings), destroys: new Set(covers.destroys) };
    if (destroys.some((address) => !seen.destroys.has(address))) return 'new-destroy';
    if (standing.some((finding) => !seen.findings.has(finding.fingerprint))) return 'new-finding';
  }
  if (fingerprint !== undefined && (!covers || exact)) {
    // Nothing is the same as an empty one.
    if (!isSame(fingerprint, own)) return 'other-fingerprint';
  } else if (!covers && given.reportedAt === undefined) {
    // A commit alone says little: the same one can be planned again with another outcome.
    return 'unbound';
  }
  const reported = given.reportedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(given.reportedAt);
  // Also false where a date cannot be read.
  return Date.parse(at) > reported ? undefined : 'too-early';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Decides which approvals count, and whether they lift soft-mandatory findings. */
import { lostAddresses } from '../model/plan.ts';
import { type Actor, isBot } from '../people/actor.ts';
import { isAmong, isSame } from '../people/identity.ts';
import type { KnownActors } from '../source/actor.ts';
import type { ApprovalSource, Covered, GivenApprovals } from '../source/approval.ts';
import type { Finding, Report } from './report.ts';
import type { Approvals, IgnoredApproval, Need } from './report-approvals.ts';

/** Rules of a team about approvals. */
export interface ApprovalRules {
  /** Members of each group: logins, e-mails or key fingerprints. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Groups whose members may approve, in addition to the groups that a plan requires. null: anyone may. */
  readonly from: readonly string[] | null;
  /** Stricter rules for AI-assisted changes. */
  readonly aiAssisted: {
    /** Added to the number of approvals that a finding needs. */
    readonly extraApprovals: number;
    /** If this group exists, one of the approvals must come from it. */
    readonly group: string;
  };
}

/** Anyone may approve; an AI-assisted change needs one approval more. */
export const defaultApprovalRules: ApprovalRules = {
  groups: {},
  from: null,
  aiAssisted: { extraApprovals: 1, group: 'senior' },
};

/** The part of a finding that matters for approvals. */
export interface BlockingFinding extends Pick<Finding, 'enforcement' | 'approvals' | 'fingerprint'> {
  /** Whether an AI-assisted change needs more approvals than the policy asks for. */
  readonly extraApprovals: boolean;
}

/** What an approval must match. */
export interface ApprovalSubject {
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
  /** Identity of the state that the plan is for; absent if unknown. */
  readonly state?: string | undefined;
  /** Addresses that the plan destroys, replaces or forgets. */
  readonly destroys: readonly string[];
  /** Findings that are not advisory and not covered by an exception. */
  readonly blocking: readonly BlockingFinding[];
}

/** Approvals together with what decides whether they count. */
export interface ApprovalInput {
  readonly given: GivenApprovals;
  readonly actor: Actor | null;
  readonly known: KnownActors;
  readonly rules: ApprovalRules;
  /** Further groups of which each must approve if any approval is needed: owners of changed resources. */
  readonly groups?: readonly string[];
}

/** No approvals, and no known bots. */
export const noApprovals: Omit<ApprovalInput, 'actor'> = {
  given: { approvals: [] },
  known: { agents: [], dependencyBots: [] },
  rules: defaultApprovalRules,
};

/** Returns what an approval of this report covers: fingerprints of findings, and destroyed addresses, both sorted. */
export function toCovered(report: Pick<Report, 'findings' | 'changes'>): Covered {
  const blocking = report.findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
  return {
    findings: blocking.map(({ fingerprint }) => fingerprint).sort(),
    destroys: [...lostAddresses(report)].sort(),
  };
}

/** Counts the approvals. `lifted` is true if every need is met, and also if no approval is needed. */
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

/** Signals of an AI agent only add approvals; they never lower what a policy asks for. */
function requiredBy({ blocking }: ApprovalSubject, { actor, rules }: ApprovalInput): number {
  const extra = actor?.aiAssisted ? Math.max(0, rules.aiAssisted.extraApprovals) : 0;
  return blocking
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

/** Counts each person once, by the first valid approval. */
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

/** All names on a key belong to one person. Otherwise authors could approve their own change under another name. */
function identitiesOf({ who, key, names = [] }: ApprovalSource): readonly string[] {
  return [who.trim(), ...names, ...(key === undefined ? [] : [key])];
}

function repeated(approval: ApprovalSource, people: readonly string[]): IgnoredApproval['why'] | undefined {
  const { key, ...person } = approval;
  if (identitiesOf(person).some((name) => isAmong(name, people))) return 'same-person';
  return key !== undefined && people.includes(key) ? 'same-key' : undefined;
}

/** Why this person's approvals never count for this plan. */
function personFault(approval: ApprovalSource, input: ApprovalInput): IgnoredApproval['why'] | undefined {
  const { actor, known, rules } = input;
  const { who, human, access } = approval;
  const identities = identitiesOf(approval);
  const isOneOf = (others: readonly string[]): boolean => identities.some((name) => isAmong(name, others));
  if (identities.some((name) => isBot(name, known))) return 'bot';
  if (!human) return 'not-human';
  if (actor?.author && isOneOf([actor.author])) return 'author';
  if (isOneOf([...(actor?.authors ?? []), ...(actor?.coAuthors ?? [])])) return 'co-author';
  if (isOneOf(actor?.askedBy ?? [])) return 'asked-for-it';
  if (access === 'read') return 'outsider';
  if (access === 'unknown') return 'access-unknown';
  if (rules.from === null) return undefined;
  // The senior group may always approve. Otherwise forging an AI signal could change who may approve.
  const allowed = [...rules.from, rules.aiAssisted.group, ...(input.groups ?? [])];
  return allowed.some((group) => isMember(who, group, input)) ? undefined : 'not-in-group';
}

/**
 * Why the approval does not apply to this plan. An approval that lists what it covers also holds for a plan with less
 * of it.
 */
function bindingFault(
  { at, fingerprint, commit, state, exact, covers }: ApprovalSource,
  { fingerprint: own, state: ownState, destroys, blocking }: ApprovalSubject,
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
    if (blocking.some((finding) => !seen.findings.has(finding.fingerprint))) return 'new-finding';
  }
  if (fingerprint !== undefined && (!covers || exact)) {
    // An empty fingerprint matches nothing.
    if (!isSame(fingerprint, own)) return 'other-fingerprint';
  } else if (!covers && given.reportedAt === undefined) {
    // A commit alone is not enough: planning it again can give another result.
    return 'unbound';
  }
  const reported = given.reportedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(given.reportedAt);
  // Also false if a date cannot be parsed.
  return Date.parse(at) > reported ? undefined : 'too-early';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Decides which approvals count, and whether they lift soft-mandatory findings. */
import { isAmong } from '../../people/identity.ts';
import type { ApprovalSource, Covered } from '../../source/approval.ts';
import { withLazy } from '../../text/lazy-member.ts';
import type { Approvals, BrokenGlass, IgnoredApproval, Need } from '../report-approvals.ts';
import {
  ageFault,
  bindingFault,
  humanFault,
  identitiesOf,
  isMember,
  personFault,
  type WhyNot,
} from './approval-faults.ts';
import type { ApprovalInput, ApprovalSubject } from './approval-input.ts';
import { breaksGlass, findBrokenGlass } from './break-glass.ts';

/** Returns what an approval of this plan covers, sorted. */
function toCovered({ blocking, destroys }: ApprovalSubject): Covered {
  const findings = new Map(
    blocking.map(({ fingerprint, facts, amounts }) => [fingerprint, { fingerprint, facts, amounts }]),
  );
  return {
    findings: [...findings.values()].sort((a, b) => compare(a.fingerprint, b.fingerprint)),
    destroys: destroys.toSorted((a, b) => compare(a.address, b.address) || compare(a.object, b.object)),
  };
}

/** Counts the approvals. `lifted` is true if every need is met, and also if no approval is needed. */
export function countApprovals(
  judged: ApprovalSubject,
  input: ApprovalInput,
): { readonly approvals: Approvals; readonly lifted: boolean; readonly brokenGlass: BrokenGlass | null } {
  const asked = requiredBy(judged, input);
  const isApproved = input.given.approvals.some((approval) => !breaksGlass(approval));
  const isUnknown = asked > 0 && isApproved && mayBeTheirOwn(input);
  // One of them may be the author's: with one more, as many others approved as the policies ask for.
  const required = isUnknown ? asked + 1 : asked;
  const groups = required === 0 ? [] : groupsNeeded(input);
  const { counted, ignored } = sortOut(judged, input);
  const inGroup = (group: string): number => counted.filter((who) => isMember(who, group, input.rules)).length;
  const needs: readonly Need[] = [
    ...(required === 0 ? [] : [{ count: required, counted: counted.length, group: null }]),
    ...groups.map((group) => ({ count: 1, counted: inGroup(group), group })),
  ];
  const lifted = needs.every((need) => need.counted >= need.count);
  const glass = findBrokenGlass(judged, input);
  const approvals: Approvals = {
    required,
    counted: counted.length,
    from: counted,
    needs,
    ignored: [...ignored, ...glass.ignored].sort((a, b) => compare(a.who, b.who) || compare(a.why, b.why)),
    ...(isUnknown && { authorUnknown: true }),
  };
  return {
    approvals: judged.blocking.length > 0 ? withLazy(approvals, 'covers', () => toCovered(judged)) : approvals,
    lifted,
    brokenGlass: lifted ? null : glass.broken,
  };
}

/** Signals of an AI agent only add approvals; they never lower what a policy asks for. */
function requiredBy({ blocking }: ApprovalSubject, { actor, rules }: ApprovalInput): number {
  const extra = actor?.aiAssisted ? Math.max(0, rules.aiAssisted.extraApprovals) : 0;
  const most = blocking
    .filter(({ enforcement }) => enforcement === 'soft-mandatory')
    .map(({ approvals, extraApprovals }) => (extraApprovals ? approvals + extra : approvals))
    .reduce((a, b) => Math.max(a, b), 0);
  return Math.min(most, rules.people ?? most);
}

/** Whether nobody knows who made the change, so that an approval may be by its author. */
function mayBeTheirOwn({ actor, rules }: ApprovalInput): boolean {
  return rules.people !== 1 && (actor === null || (actor.author === null && actor.authors.length === 0));
}

function groupsNeeded({ actor, rules, groups = [] }: ApprovalInput): readonly string[] {
  const { group } = rules.aiAssisted;
  const senior = actor?.aiAssisted && Object.hasOwn(rules.groups, group) ? [group] : [];
  return [...new Set([...senior, ...groups])].sort(compare);
}

/** Counts each person once, by the first valid approval. */
function sortOut(
  judged: ApprovalSubject,
  input: ApprovalInput,
): { readonly counted: readonly string[]; readonly ignored: readonly IgnoredApproval[] } {
  const counted: string[] = [];
  const people: string[] = [];
  const ignored: IgnoredApproval[] = [...(input.given.refused ?? [])];
  const inOrder = input.given.approvals
    .filter((approval) => !breaksGlass(approval))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || compare(a.who, b.who));
  for (const approval of inOrder) {
    const who = approval.who.trim();
    const age = ageFault(approval, { now: input.now, maxAge: input.rules.maxAge });
    // What an old approval was given for says more than its age.
    const why =
      humanFault(approval, input) ??
      personFault(approval, input) ??
      (age === 'too-old' ? undefined : age) ??
      bindingFault(approval, judged, input) ??
      age ??
      repeated(approval, people);
    if (why === undefined) {
      counted.push(who);
      people.push(...identitiesOf(approval));
    } else ignored.push({ who, why });
  }
  return { counted: counted.sort(compare), ignored };
}

function repeated(approval: ApprovalSource, people: readonly string[]): WhyNot | undefined {
  const { key, ...person } = approval;
  if (identitiesOf(person).some((name) => isAmong(name, people))) return 'same-person';
  return key !== undefined && people.includes(key) ? 'same-key' : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** From outcomes to a verdict: fail if a mandatory finding is not lifted, else pass. */
import { hash } from 'node:crypto';
import { type Outcome, toNotExcepted } from '../policy/policy.ts';
import type { CoveredDestroy, FindingContent } from '../source/approval.ts';
import type { ExceptionSource } from '../source/settings.ts';
import { once } from '../text/once.ts';
import type { ApprovalInput } from './approvals/approval-input.ts';
import { countApprovals } from './approvals/approvals.ts';
import { pastBrokenGlass } from './approvals/break-glass.ts';
import { applyExceptions } from './exceptions.ts';
import { joinContents, noContent } from './finding-content.ts';
import { policyPageUrl } from './policy-page.ts';
import { keyOf } from './record/record-history.ts';
import type { Enforcement, Finding, Report, ReportedEnforced } from './report.ts';
import type { BrokenGlass, PastBrokenGlass } from './report-approvals.ts';

/** What findings depend on. */
interface FindingInput {
  readonly outcomes: readonly Outcome[];
  readonly exceptions: readonly ExceptionSource[];
  /** Today. Exceptions apply only if it is given. */
  readonly now: Date | undefined;
}

/** What the verdict depends on. `fingerprint` and `destroys` are read only if there are approvals: they may be getters. */
export interface DecisionInput extends FindingInput {
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
  /** Identity of the state that the plan is for; absent if unknown. */
  readonly state?: string | undefined;
  /** Objects that the plan destroys, replaces or forgets. */
  readonly destroys: readonly CoveredDestroy[];
  /** Returns what an approval of a finding covers. */
  readonly contents: (outcome: Outcome) => FindingContent;
  readonly approvals: ApprovalInput;
  /** Owners of the changed resources. */
  readonly owners: readonly string[];
}

/** The verdict and what led to it. */
export interface Decision {
  readonly verdict: 'pass' | 'fail';
  readonly findings: readonly Finding[];
  readonly approvals: Report['approvals'];
  /** Who lifted the findings alone; only with the verdict `pass`. */
  readonly brokenGlass?: BrokenGlass;
  /** Broken glass of earlier plans for the same state. */
  readonly brokenGlassBefore?: readonly PastBrokenGlass[];
  readonly exceptions: Report['exceptions'];
  /** What would hold without advisory mode; absent if that lowers nothing. */
  readonly enforced?: ReportedEnforced;
}

const rank: Readonly<Record<Enforcement, number>> = { 'hard-mandatory': 0, 'soft-mandatory': 1, advisory: 2 };

/**
 * Returns the findings, worst first, with exceptions and approvals applied, and `fail` if one of them still blocks.
 */
export function toDecision(input: DecisionInput): Decision {
  const policies = new Map(input.outcomes.map(({ policy }) => [policy.id, policy]));
  const contents = contentsByFingerprint(input);
  const { findings, exceptions } = toFindings(input);
  const decideOn = (all: readonly Finding[]) => {
    const blocking = all
      .filter((finding) => finding.enforcement !== 'advisory' && !finding.exception)
      .map((finding) => {
        const content = once(() => contents.get(finding.fingerprint)?.() ?? noContent);
        return {
          ...finding,
          extraApprovals: policies.get(finding.policy)?.extraApprovals ?? true,
          get facts() {
            return content().facts;
          },
          get amounts() {
            return content().amounts;
          },
        };
      });
    const ownersAgree = blocking.some(({ policy }) => policies.get(policy)?.approvers === 'owners');
    const groups = ownersAgree ? input.owners : [];
    const judged = {
      get fingerprint() {
        return input.fingerprint;
      },
      get destroys() {
        return input.destroys;
      },
      state: input.state,
      blocking,
    };
    const counted = countApprovals(judged, { ...input.approvals, groups });
    const isLifted = counted.lifted || Boolean(counted.brokenGlass);
    const blocks = ({ enforcement }: Pick<Finding, 'enforcement'>): boolean =>
      enforcement === 'hard-mandatory' || !isLifted;
    return { ...counted, verdict: blocking.some(blocks) ? ('fail' as const) : ('pass' as const), blocking };
  };
  const { verdict, approvals, brokenGlass } = decideOn(findings);
  const toEnforced = (): ReportedEnforced => {
    const strict = decideOn(findings.map((finding) => ({ ...finding, ...finding.enforced })));
    return { verdict: strict.verdict, findings: strict.blocking.length, approvals: strict.approvals.required };
  };
  // The record may hold the same break already, from an earlier check of this plan.
  const past = (input.approvals.past ?? []).filter((each) => !brokenGlass || keyOf(each) !== keyOf(brokenGlass));
  const brokenGlassBefore = pastBrokenGlass(past, { state: input.state }, input.approvals);
  return {
    verdict,
    findings,
    approvals,
    ...(brokenGlass && verdict === 'pass' && { brokenGlass }),
    ...(brokenGlassBefore.length > 0 && { brokenGlassBefore }),
    exceptions,
    ...(findings.some(({ enforced }) => enforced) && { enforced: toEnforced() }),
  };
}

/** A current and a deposed object at one address have findings with the same fingerprint, and one content together. */
function contentsByFingerprint({ outcomes, contents }: DecisionInput): ReadonlyMap<string, () => FindingContent> {
  const found = new Map<string, () => FindingContent>();
  for (const outcome of outcomes) {
    const fingerprint = fingerprintOfOutcome(outcome);
    const others = found.get(fingerprint);
    const own = (): FindingContent => contents(outcome);
    found.set(fingerprint, others ? () => joinContents(others(), own()) : own);
  }
  return found;
}

/** Findings worst first, with the exceptions that apply to them, and the state of each exception. */
export function toFindings({ outcomes, exceptions, now }: FindingInput): Pick<Decision, 'findings' | 'exceptions'> {
  const found = outcomes
    .filter((outcome) => outcome.result !== 'held')
    .map(toFinding)
    .sort(worstFirst);
  const notExcepted = toNotExcepted(outcomes.map(({ policy }) => policy));
  return applyExceptions(found, { exceptions, now, notExcepted });
}

function worstFirst(a: Finding, b: Finding): number {
  return (
    rank[a.enforcement] - rank[b.enforcement] ||
    b.approvals - a.approvals ||
    compare(a.policy, b.policy) ||
    compare(a.subject.address ?? '', b.subject.address ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toFinding(outcome: Outcome): Finding {
  const { policy, subject } = outcome;
  const address = subject.address;
  return {
    policy: policy.id,
    title: policy.title,
    enforcement: outcome.enforcement,
    approvals: outcome.approvals,
    ...(outcome.enforced && { enforced: outcome.enforced }),
    result: outcome.result === 'unknown' ? 'unknown' : 'violated',
    subject: {
      kind: subject.kind,
      ...(address === undefined ? {} : { address }),
      ...(subject.deposed === undefined ? {} : { deposed: subject.deposed }),
    },
    message: outcome.message,
    why: policy.why,
    remedy: outcome.remedy,
    ...(policy.builtIn && { url: policyPageUrl(policy.id) }),
    ...(policy.lesson === undefined ? {} : { lesson: policy.lesson }),
    ...(subject.location && { location: subject.location }),
    fingerprint: fingerprintOfOutcome(outcome),
  };
}

/**
 * The first 16 hex digits of a SHA-256 over policy, subject and result, so that a finding is recognized in later
 * runs. What it says may differ then: see `finding-content.ts`.
 */
function fingerprintOfOutcome({ policy, subject, result }: Outcome): string {
  const parts = [policy.id, subject.kind, subject.address ?? '', result];
  return hash('sha256', JSON.stringify(parts)).slice(0, 16);
}

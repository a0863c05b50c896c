/** Turns an evaluation into a report: exceptions and approvals decide the verdict. Pure, and cheap enough to repeat. */
import { faultText } from './errors.ts';
import type { Evaluation, UnreadablePlan } from './evaluate.ts';
import { lostObjects } from './model/plan.ts';
import { version } from './package-info.ts';
import type { Actor } from './people/actor.ts';
import { type ApprovalInput, noApprovals } from './verdict/approvals/approval-input.ts';
import { toApprovalRules } from './verdict/approvals/approval-rules.ts';
import { toDecision } from './verdict/decision.ts';
import { maskReport } from './verdict/mask-report.ts';
import type { Report } from './verdict/report.ts';
import { toErrorReport } from './verdict/to-error-report.ts';
import { toReport } from './verdict/to-report.ts';

/** The people behind a change. They can change without a new evaluation, except for `aiAssisted`. */
export interface People {
  /** Who made the change; null if unknown. */
  readonly actor?: Actor | null;
  /** Who approved; default: no one. */
  readonly approvals?: Pick<ApprovalInput, 'given' | 'known'> & Partial<Pick<ApprovalInput, 'past'>>;
  /** Group members, if more are known than the settings list. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** Returns the report on an evaluated plan. The same evaluation can be decided again with other people. */
export function decide(evaluation: Evaluation | UnreadablePlan, people: People = {}): Report {
  const { actor = null } = people;
  const errors = evaluation.faults.map(faultText);
  if (evaluation.plan === null) return toErrorReport({ ...evaluation, errors, version, actor });
  const { plan, settings, mask, outcomes, contents, fingerprint, state, owners, now } = evaluation;
  const decision = toDecision({
    outcomes,
    // Only approvals need these two.
    get fingerprint() {
      return fingerprint();
    },
    get destroys() {
      // Masked as in the report, because approvals refer to these addresses.
      return lostObjects(plan).map(({ name, change }) => ({ address: mask(name), object: contents.ofLost(change) }));
    },
    state,
    contents: contents.ofOutcome,
    approvals: {
      ...noApprovals,
      ...people.approvals,
      rules: toApprovalRules({ ...settings, groups: people.groups ?? settings.groups }),
      actor,
      now,
    },
    exceptions: settings.exceptions,
    owners,
    now,
  });
  return maskReport(toReport({ ...evaluation, decision, errors, version, actor }), mask);
}

/** From an evaluation to its report: exceptions and approvals decide the verdict. Pure, and cheap enough to do again. */
import { faultText } from './errors.ts';
import type { Evaluation, UnreadablePlan } from './evaluate.ts';
import { lostAddresses } from './model/plan.ts';
import type { Actor } from './people/actor.ts';
import { toApprovalRules } from './verdict/approval-rules.ts';
import { type ApprovalInput, noApprovals } from './verdict/approvals.ts';
import { toDecision } from './verdict/decision.ts';
import { maskReport } from './verdict/mask-report.ts';
import type { Report } from './verdict/report.ts';
import { toErrorReport, toReport } from './verdict/to-report.ts';
import { version } from './version.ts';

/** Who is behind a change: whatever of it becomes known later needs no second evaluation, but for `aiAssisted`. */
export interface People {
  /** Who made the change; null where nothing is known. */
  readonly actor?: Actor | null;
  /** Who approved; nobody by default. */
  readonly approvals?: Pick<ApprovalInput, 'given' | 'known'>;
  /** Members of the groups in the settings, where more is known of them than the file says. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** The report on an evaluated plan; the same evaluation can be decided again with other people. */
export function decide(evaluation: Evaluation | UnreadablePlan, people: People = {}): Report {
  const { actor = null } = people;
  const errors = evaluation.faults.map(faultText);
  if (evaluation.plan === null) return toErrorReport({ ...evaluation, errors, version, actor });
  const { plan, settings, mask, outcomes, fingerprint, state, owners, now } = evaluation;
  const decision = toDecision({
    outcomes,
    fingerprint,
    state,
    // As the report names them: approvals are given to that.
    destroys: lostAddresses(plan).map(mask),
    approvals: {
      ...noApprovals,
      ...people.approvals,
      rules: toApprovalRules({ ...settings, groups: people.groups ?? settings.groups }),
      actor,
    },
    exceptions: settings.exceptions,
    owners,
    now,
  });
  return maskReport(toReport({ ...evaluation, decision, errors, version, actor }), mask);
}

/** What decides whether approvals count: the rules of the team, the plan, and who made the change. */
import { toSeconds } from '../../model/durations.ts';
import type { Actor } from '../../people/actor.ts';
import type { KnownActors } from '../../source/actor.ts';
import type { CoveredDestroy, CoveredFinding, GivenApprovals } from '../../source/approval.ts';
import { defaultApprovals } from '../../source/default-settings.ts';
import type { Finding } from '../report.ts';
import type { PastBrokenGlass } from '../report-approvals.ts';

/** Who may break the glass, and for how long it holds. */
export interface BreakGlassRules {
  readonly group: string;
  /** In seconds. */
  readonly maxAge: number;
}

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
  /** Seconds after which an approval does not count any more. */
  readonly maxAge: number;
  /** 1: one person is the whole team, and acknowledges alone. null: others approve. */
  readonly people: 1 | null;
  /** null: nobody may lift findings alone in an emergency. */
  readonly breakGlass: BreakGlassRules | null;
}

/** Anyone may approve; an AI-assisted change needs one approval more; approvals count for a week. */
export const defaultApprovalRules: ApprovalRules = {
  groups: {},
  from: null,
  aiAssisted: defaultApprovals.aiAssisted,
  maxAge: toSeconds(defaultApprovals.maxAge) ?? 0,
  people: null,
  breakGlass: null,
};

/** The part of a finding that matters for approvals. */
export interface BlockingFinding extends Pick<Finding, 'enforcement' | 'approvals'>, CoveredFinding {
  /** Whether an AI-assisted change needs more approvals than the policy asks for. */
  readonly extraApprovals: boolean;
}

/** What an approval must match. */
export interface ApprovalSubject {
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
  /** Identity of the state that the plan is for; absent if unknown. */
  readonly state?: string | undefined;
  /** Objects that the plan destroys, replaces or forgets. */
  readonly destroys: readonly CoveredDestroy[];
  /** Findings that are not advisory and not covered by an exception. */
  readonly blocking: readonly BlockingFinding[];
}

/** Approvals together with what decides whether they count. */
export interface ApprovalInput {
  readonly given: GivenApprovals;
  readonly actor: Actor | null;
  readonly known: KnownActors;
  readonly rules: ApprovalRules;
  /** The current time. Without it no approval counts. */
  readonly now?: Date | undefined;
  /** Broken glass of the record that nobody has reviewed yet. */
  readonly past?: readonly PastBrokenGlass[];
  /** Further groups of which each must approve if any approval is needed: owners of changed resources. */
  readonly groups?: readonly string[];
}

/** No approvals, and no known bots. */
export const noApprovals: Omit<ApprovalInput, 'actor'> = {
  given: { approvals: [] },
  known: { agents: [], dependencyBots: [] },
  rules: defaultApprovalRules,
};

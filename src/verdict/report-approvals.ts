/** The people in the JSON report: who made the change, who approved it and who still has to. */

import type { ApprovalSource, Covered } from '../source/approval.ts';

/** One requirement before soft-mandatory findings are lifted. */
export interface Need {
  readonly count: number;
  readonly counted: number;
  /** Only members of this group count; null: everyone whose approval counts. */
  readonly group: string | null;
}

/** An approval that does not count, and why. */
export interface IgnoredApproval {
  readonly who: string;
  readonly why:
    | 'author'
    | 'co-author'
    | 'asked-for-it'
    | 'bot'
    | 'not-human'
    | 'not-in-group'
    | 'no-break-glass'
    | 'outsider'
    | 'access-unknown'
    | 'age-unknown'
    | 'in-future'
    | 'too-old'
    | 'too-early'
    | 'other-fingerprint'
    | 'other-commit'
    | 'unbound'
    | 'new-finding'
    | 'new-destroy'
    | 'changed-finding'
    | 'other-object'
    | 'other-state'
    | 'same-person'
    | 'same-key'
    | 'bad-signature'
    | 'old-scheme'
    | 'unknown-signer'
    | 'unnamed-key';
}

/** The approvals section of the report. */
export interface Approvals {
  /** Number of approvals needed; 0 if there is no soft-mandatory finding. */
  readonly required: number;
  readonly counted: number;
  readonly from: readonly string[];
  /** All of them must be met; empty if no approval is needed. */
  readonly needs: readonly Need[];
  readonly ignored: readonly IgnoredApproval[];
  /** Approvals were given, and nobody knows who made the change: one more is needed, since one may be the author's. */
  readonly authorUnknown?: true;
  /** What an approval of this report covers; absent if nothing blocks. */
  readonly covers?: Covered;
}

/** Somebody lifted the findings of a plan alone, in an emergency. */
export interface BrokenGlass {
  readonly who: string;
  /** Other names of the same person. */
  readonly names: readonly string[];
  /** `SHA256:…` of the signing key. */
  readonly key?: string;
  readonly at: string;
  readonly reason: string;
  readonly source: ApprovalSource['source'];
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
}

/** An earlier one, from the record. */
export interface PastBrokenGlass extends BrokenGlass {
  /** Absent if unknown. */
  readonly state?: string | undefined;
  /** Who approved that plan afterwards; absent: nobody yet. */
  readonly reviewedBy?: string;
}

/** A sign that an AI agent took part in the change. */
export interface ReportedSignal {
  readonly kind: 'author' | 'commit' | 'branch' | 'label' | 'environment';
  readonly value: string;
  /** Name of the agent; empty if unknown. */
  readonly agent: string;
}

/** The author section of the report. */
export interface ReportedActor {
  /** null: unknown. */
  readonly author: string | null;
  readonly type: 'human' | 'bot' | 'unknown';
  /** People who requested the change without writing it. */
  readonly askedBy: readonly string[];
  readonly signals: readonly ReportedSignal[];
  readonly aiAssisted: boolean;
  /** Nobody named the author: the authors of these commits of the checkout were taken, here without e-mail addresses. */
  readonly commits?: { readonly range: string; readonly authors: readonly string[] };
}

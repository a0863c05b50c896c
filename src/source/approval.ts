/** An approval, as a door or a file gives it. */

/** What the person saw that approved: the plan's failing findings and what it would destroy. */
export interface Covered {
  /** Fingerprints of the findings. */
  readonly findings: readonly string[];
  /** Addresses that would be destroyed, replaced or forgotten. */
  readonly destroys: readonly string[];
}

/** Bound to a plan by at least one of `fingerprint`, `commit` and `covers`. */
export interface ApprovalSource {
  /** Login, e-mail or key fingerprint; the same for the same person wherever it comes from. */
  readonly who: string;
  readonly human: boolean;
  /** They have no say where it was given: it counts only where a group names them. */
  readonly outsider?: true;
  /** ISO 8601 with a zone. */
  readonly at: string;
  readonly source: 'github-review' | 'signature' | 'terminal' | 'file';
  /** Of the key that signed it, as `SHA256:…`. */
  readonly key?: string;
  /** Other names of whoever holds the key. */
  readonly names?: readonly string[];
  /** Of the plan. */
  readonly fingerprint?: string;
  readonly commit?: string;
  /** The state that the plan is for, as `plan.state` of the report; it then holds for no other one. */
  readonly state?: string;
  /** It holds for its fingerprint only, whatever it covers. */
  readonly exact?: true;
  /** It then holds for every plan with nothing beyond this; the plan's fingerprint may differ. */
  readonly covers?: Covered;
}

export interface RefusedApproval {
  /** As it says itself, or the name of its file. */
  readonly who: string;
  readonly why: 'bad-signature' | 'unknown-signer' | 'unnamed-key';
}

export interface GivenApprovals {
  readonly approvals: readonly ApprovalSource[];
  /** Signed ones whose signature does not hold. */
  readonly refused?: readonly RefusedApproval[];
  /** The commit that the plan was made from; without it nothing that names a commit counts. */
  readonly commit?: string;
  /** When exactly this plan was first reported (ISO 8601); what is older did not see it. */
  readonly reportedAt?: string;
}

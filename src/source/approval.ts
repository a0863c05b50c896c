/** An approval as given by a command, the Action or a file. */

/** What a finding says, for a comparison with a later one of the same policy at the same address. */
export interface FindingContent {
  /** Digests: of the object and of what must stay the same, and one of each part, of which there may be fewer. */
  readonly facts: readonly string[];
  /** Numbers by fact, which may be lower. */
  readonly amounts: Readonly<Record<string, number>>;
}

/** A finding that an approval covers. */
export interface CoveredFinding extends FindingContent {
  /** `findings[].fingerprint` of the report. */
  readonly fingerprint: string;
}

/** An object that would be destroyed, replaced or forgotten. */
export interface CoveredDestroy {
  readonly address: string;
  /** Digest of what identifies the object, and of what happens to it. */
  readonly object: string;
}

/** What the approver saw: the blocking findings and the destroyed objects of the plan. */
export interface Covered {
  readonly findings: readonly CoveredFinding[];
  readonly destroys: readonly CoveredDestroy[];
}

/** What the approver may do with the repository: `read` stands for anything below `write`. */
export type RepositoryAccess = 'write' | 'read' | 'unknown';

/** An approval of a plan, identified by at least one of `fingerprint`, `commit` and `covers`. */
export interface ApprovalSource {
  /** Login, e-mail address or key fingerprint; each person has the same name in all sources. */
  readonly who: string;
  readonly human: boolean;
  /** Absent if no platform manages access. With anything but `write`, the approval does not count. */
  readonly access?: RepositoryAccess;
  /** ISO 8601 with a zone. */
  readonly at: string;
  readonly source: 'github-review' | 'signature' | 'terminal' | 'file';
  /** Not an approval: in an emergency, findings are lifted by one person alone. */
  readonly breakGlass?: { readonly reason: string };
  /** Fingerprint of the signing key, as `SHA256:…`. */
  readonly key?: string;
  /** Other names of the key's holder. */
  readonly names?: readonly string[];
  /** Fingerprint of the plan. */
  readonly fingerprint?: string;
  readonly commit?: string;
  /** The state (`plan.state` of the report); the approval does not count for other states. */
  readonly state?: string;
  /** The approval holds for its fingerprint only, regardless of `covers`. */
  readonly exact?: true;
  /** The approval holds for every plan that has only these findings and destroys, even with another fingerprint. */
  readonly covers?: Covered;
}

/** A signed approval that is not valid, and why. */
export interface RefusedApproval {
  /** The name in the statement, or the name of its file. */
  readonly who: string;
  readonly why: 'bad-signature' | 'old-scheme' | 'unknown-signer' | 'unnamed-key';
}

/** All approvals from one source. */
export interface GivenApprovals {
  readonly approvals: readonly ApprovalSource[];
  /** Signed approvals whose signature is not valid. */
  readonly refused?: readonly RefusedApproval[];
  /** The commit that the plan was made from; without it, approvals of a commit do not count. */
  readonly commit?: string;
  /** When exactly this plan was first reported (ISO 8601); older approvals do not count. */
  readonly reportedAt?: string;
}

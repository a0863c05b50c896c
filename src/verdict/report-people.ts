/** The people of the JSON report: who made the change, who approved it, who is still needed. */

/** What has to be there before soft-mandatory findings are lifted. */
export interface Need {
  readonly count: number;
  readonly counted: number;
  /** Its members only; null: everybody whose approval counts. */
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
    | 'outsider'
    | 'too-early'
    | 'other-fingerprint'
    | 'other-commit'
    | 'unbound'
    | 'new-finding'
    | 'new-destroy'
    | 'other-state'
    | 'same-person'
    | 'same-key'
    | 'bad-signature'
    | 'unknown-signer'
    | 'unnamed-key';
}

export interface Approvals {
  /** People needed; 0 where nothing has to be lifted, or nothing can lift it. */
  readonly required: number;
  readonly counted: number;
  readonly from: readonly string[];
  /** All of them must be met; empty where nobody is needed. */
  readonly needs: readonly Need[];
  readonly ignored: readonly IgnoredApproval[];
}

/** What shows that an agent took part. */
export interface ReportedSignal {
  readonly kind: 'author' | 'commit' | 'branch' | 'label' | 'environment';
  readonly value: string;
  /** The agent's name; empty where it is not known which. */
  readonly agent: string;
}

export interface ReportedActor {
  /** null: not said. */
  readonly author: string | null;
  readonly type: 'human' | 'bot' | 'unknown';
  /** People behind the change who did not write it. */
  readonly askedBy: readonly string[];
  readonly signals: readonly ReportedSignal[];
  readonly aiAssisted: boolean;
}

/** A policy as written in its file: checked against the schema, expressions still as text. */

/** How strictly a finding counts. Approvals lift `soft-mandatory`, but not `hard-mandatory`. */
export type Enforcement = 'advisory' | 'soft-mandatory' | 'hard-mandatory';
/** The kinds of objects that a policy can be evaluated on. */
export type PolicySubject =
  | 'change'
  | 'resource'
  | 'backend'
  | 'block'
  | 'action'
  | 'drift'
  | 'output'
  | 'limit'
  | 'plan';

/** The type is that of the default in the policy file; an override cannot change it. */
export type Parameter =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'double'; readonly value: number };

/** Line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /**
   * How the text continues: on this line, line by line below it (a `|` block), or folded, so that only the start is
   * known.
   */
  readonly style: 'inline' | 'literal' | 'folded';
}

/** How strictly a policy would apply without advisory mode. */
export interface Enforced {
  readonly enforcement: Enforcement;
  readonly approvals: number;
}

/** A remedy for some findings of a policy. */
export interface RemedySource {
  /** CEL: which findings it is for. An unknown result is taken as false. */
  readonly when: string;
  /** Template. */
  readonly remedy: string;
}

/** One policy as written in its file. */
export interface PolicySource {
  /** Also the name of its file. */
  readonly id: string;
  readonly title: string;
  readonly enforcement: Enforcement;
  /** Number of people who can lift a finding; 0 unless soft-mandatory. */
  readonly approvals: number;
  /** `owners`: a person of each owner of what the plan touches must approve too. Default: anyone. */
  readonly approvers?: 'anybody' | 'owners';
  /** false: AI-assisted changes need no additional approvals for this policy. Default: true. */
  readonly extraApprovals?: boolean;
  /** What can disable it: settings and exceptions (true, the default), settings only, or nothing. */
  readonly overridable?: boolean | 'settings';
  readonly subject: PolicySubject;
  /** Whether an unknown result counts as a violation or as an advisory. */
  readonly onUnknown: 'fail' | 'advise';
  /** What it would be without advisory mode; absent if that mode does not lower it. */
  readonly enforced?: Enforced;
  /** CEL: selects the subjects. */
  readonly when: string;
  /** CEL: the condition that each subject must meet. */
  readonly require: string;
  /** CEL: if true, the finding is only an advisory. */
  readonly advise?: string;
  /** Template: text with CEL in braces. */
  readonly message: string;
  readonly why: string;
  /** Template. */
  readonly remedy: string;
  /** What to do first, by cause and provider: the first whose condition is true is shown before `remedy`. */
  readonly remedies?: readonly RemedySource[];
  readonly lesson?: number;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** For readers: what the policy finds, and what it accepts. */
  readonly examples?: readonly string[];
  /** As named by the user; `policies/<id>.yaml` for a built-in policy. */
  readonly file: string;
  /** Built-in policies are checked when they are generated, and not at every start. */
  readonly builtIn: boolean;
  /** Positions of the properties in the file; empty for built-in policies. */
  readonly positions: Readonly<Record<string, Position>>;
}

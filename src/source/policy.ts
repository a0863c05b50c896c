/** A policy as its file says it: values only, checked against the schema, its expressions still text. */

export type Enforcement = 'advisory' | 'soft-mandatory' | 'hard-mandatory';
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

/** The type is that of the default in the policy file, so that an override cannot change it. */
export type Parameter =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'double'; readonly value: number };

/** Line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** How the text goes on: on this line, line by line below it (a `|` block), or folded so that only the start is known. */
  readonly style: 'inline' | 'literal' | 'folded';
}

export interface PolicySource {
  /** Also the name of its file. */
  readonly id: string;
  readonly title: string;
  readonly enforcement: Enforcement;
  /** How many people can lift it; 0 unless soft-mandatory. */
  readonly approvals: number;
  /** `owners`: somebody of each owner of what the plan touches must approve as well; anybody by default. */
  readonly approvers?: 'anybody' | 'owners';
  /** False: an AI-assisted change needs no more approvals than this policy says; true by default. */
  readonly extraApprovals?: boolean;
  /** What can take it out of force: settings and exceptions (true, the default), settings alone, or nothing. */
  readonly overridable?: boolean | 'settings';
  readonly subject: PolicySubject;
  /** What an unknown means: as bad as a violation, or an advisory. */
  readonly onUnknown: 'fail' | 'advise';
  /** CEL: the subjects it looks at. */
  readonly when: string;
  /** CEL: what must hold for each of them. */
  readonly require: string;
  /** CEL: where true, a finding is only an advisory. */
  readonly advise?: string;
  /** Template: words with CEL in braces. */
  readonly message: string;
  readonly why: string;
  /** Template. */
  readonly remedy: string;
  readonly lesson?: number;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** For a reader: what it finds, and what it leaves alone. */
  readonly examples?: readonly string[];
  /** As the user named it; `policies/<id>.yaml` for a built-in one. */
  readonly file: string;
  /** Built-in ones were compiled when they were generated, and are not checked again at every start. */
  readonly builtIn: boolean;
  /** Where each property stands; empty for built-in ones. */
  readonly positions: Readonly<Record<string, Position>>;
}

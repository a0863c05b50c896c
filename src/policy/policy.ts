/** What a policy judges and what comes out of it. */
import type { Fault } from '../errors.ts';
import type { Enforcement, PolicySource } from '../source/policy.ts';
import type { SubjectKind } from './environment.ts';

export type { Enforcement, Parameter } from '../source/policy.ts';
export type Policy = PolicySource;

/** Ids of the policies whose findings no exception can carry. */
export function toNotExcepted(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.filter(({ overridable = true }) => overridable !== true).map(({ id }) => id));
}

/** One thing that policies look at. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Absent for the plan itself. */
  readonly address?: string;
  readonly location?: { readonly file: string; readonly line?: number };
  /** An instance of exactly the class that is registered for the kind; its getters are the fields of the kind. */
  readonly facts: object;
}

export type Subjects = Readonly<Record<SubjectKind, readonly Subject[]>>;

/** One policy on one subject. */
export interface Outcome {
  readonly policy: Policy;
  readonly subject: Subject;
  readonly result: 'held' | 'violated' | 'unknown';
  /** The effective one, after `on-unknown` and `advise`. */
  readonly enforcement: Enforcement;
  /** People needed to lift it: 0 unless the effective enforcement is soft-mandatory. */
  readonly approvals: number;
  /** Empty where it held. */
  readonly message: string;
  readonly remedy: string;
  /** What is not known, for an unknown. */
  readonly unknownPath?: string;
}

/** `looked` 0: the policy was not exercised. A subject on which evaluation failed is looked at and nothing else. */
export interface PolicyCount {
  readonly id: string;
  readonly enforcement: Enforcement;
  readonly looked: number;
  readonly held: number;
  readonly violated: number;
  readonly unknown: number;
}

export interface Evaluation {
  /** In the order of the policies, then of the subjects. */
  readonly outcomes: readonly Outcome[];
  readonly counts: readonly PolicyCount[];
  /** Policies that could not be evaluated; the outcomes of the others still stand. */
  readonly faults: readonly Fault[];
}

/** Policies, their subjects and their outcomes. */
import type { Fault } from '../errors.ts';
import type { Enforced, Enforcement, PolicySource } from '../source/policy.ts';
import type { JudgedFact, SubjectKind } from './environment.ts';

export type { Enforced, Enforcement, Parameter } from '../source/policy.ts';
/** A policy as it is written. */
export type Policy = PolicySource;

/** Returns the IDs of policies that allow no exceptions. */
export function toNotExcepted(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.filter(({ overridable = true }) => overridable !== true).map(({ id }) => id));
}

/** An object that policies are evaluated on. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Absent for the plan itself. */
  readonly address?: string;
  /** Key of a deposed object, if the subject is one. */
  readonly deposed?: string;
  readonly location?: { readonly file: string; readonly line?: number };
  /** Instance of the class that is registered for the kind. Its getters are the fields of the kind. */
  readonly facts: object;
  /** Which object of the plan it is; absent where the address says all. */
  readonly object?: () => SubjectObject;
}

/** Tells an object from another one at the same address. */
export interface SubjectObject {
  readonly identity: unknown;
  /** Mask of what is sensitive in `identity`. */
  readonly sensitive: unknown;
  /** Masks of what is sensitive in the facts `before` and `after`. */
  readonly masks?: { readonly before: unknown; readonly after: unknown };
}

/** Subjects by kind. */
export type Subjects = Readonly<Record<SubjectKind, readonly Subject[]>>;

/** Result of one policy on one subject. */
export interface Outcome {
  readonly policy: Policy;
  readonly subject: Subject;
  readonly result: 'held' | 'violated' | 'unknown';
  /** The effective enforcement, after `on-unknown` and `advise`. */
  readonly enforcement: Enforcement;
  /** Approvals needed to lift the finding; 0 unless the effective enforcement is soft-mandatory. */
  readonly approvals: number;
  /** What enforcement and approvals would be without advisory mode, if it lowers the finding. */
  readonly enforced?: Enforced;
  /** Empty if the policy held. */
  readonly message: string;
  readonly remedy: string;
  /** Path of the unknown value, if the result is unknown. */
  readonly unknownPath?: string;
  /** The facts that the finding consists of, as its conditions and its message read them. */
  readonly judged: () => readonly JudgedFact[];
}

/**
 * Number of outcomes of a policy. With `looked` 0 the policy did not apply. A failed evaluation counts only as
 * looked.
 */
export interface PolicyCount {
  readonly id: string;
  readonly enforcement: Enforcement;
  readonly looked: number;
  readonly held: number;
  readonly violated: number;
  readonly unknown: number;
}

/** Results of all policies. */
export interface PolicyEvaluation {
  /** Ordered by policy, then by subject. */
  readonly outcomes: readonly Outcome[];
  readonly counts: readonly PolicyCount[];
  /** Policies that could not be evaluated. The outcomes of the others are valid. */
  readonly faults: readonly Fault[];
}

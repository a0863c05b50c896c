/** Kinds of subjects and their fields, as policies see them. `src/facts` provides the fields. */
import type { PolicySubject } from '../source/policy.ts';

/** A kind of subject that policies judge. */
export type SubjectKind = PolicySubject;

/** CEL types of fields, each with its JavaScript type. */
export interface CelTypes {
  readonly string: string;
  readonly bool: boolean;
  readonly int: bigint;
  readonly double: number;
  readonly 'list<string>': readonly string[];
  readonly dyn: unknown;
}

/** One field of a subject. */
export interface Field {
  readonly type: keyof CelTypes;
  /** Meaning of the field, for the documentation. */
  readonly doc: string;
  /** Reading the field throws `Unknown` if neither the plan nor the configuration has the value. */
  readonly unknown?: true;
  /** Known before there is a plan, from settings and configuration. */
  readonly withoutPlan?: true;
}

/** Fields by name. */
export type Fields = Readonly<Record<string, Field>>;

/** A class whose instances have a getter for each of `fields`. CEL does not accept instances of a subclass. */
export type FactClass = (abstract new (...args: never[]) => object) & { readonly fields: Fields };

/** Class of the subjects of each kind. A subject is bound to a variable with the name of its kind. */
export type FactClasses = Readonly<Record<SubjectKind, FactClass>>;

/** A fact that a finding of a policy consists of. */
export interface JudgedFact {
  readonly kind: SubjectKind;
  readonly name: string;
  /** What is read of a value with parts: `['tags', 'env']` for `change.after.tags.env`; empty: all of it. */
  readonly path: readonly string[];
}

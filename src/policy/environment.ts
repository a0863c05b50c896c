/** What policies can look at and what a field of it declares. The fields are passed in: `src/facts` holds them. */

export type SubjectKind =
  | 'change'
  | 'resource'
  | 'backend'
  | 'block'
  | 'action'
  | 'drift'
  | 'output'
  | 'limit'
  | 'plan';

/** The CEL types of fields, each with the JavaScript value that stands for it. */
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
  /** Its meaning, for the documentation. */
  readonly doc: string;
  /** Reading it raises `Unknown` where the plan or the configuration does not say. */
  readonly unknown?: true;
  /** Known before there is a plan, from settings and configuration. */
  readonly withoutPlan?: true;
}

export type Fields = Readonly<Record<string, Field>>;

/** A class whose instances have a getter for each of `fields`. CEL does not recognise instances of a subclass. */
export type FactClass = (abstract new (...args: never[]) => object) & { readonly fields: Fields };

/** The class of each kind's subjects. Each subject is bound to a variable with the name of its kind. */
export type FactClasses = Readonly<Record<SubjectKind, FactClass>>;

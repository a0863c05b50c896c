import type { Context } from '../compiled-policy.ts';
import type { SubjectKind } from '../environment.ts';
import type { CompiledTemplate } from '../template.ts';

type Evaluate = (context: Context) => unknown;

interface Expressions {
  /** Operands of `&&`, each with the key of equal conditions; null if it reads `params`. */
  readonly when: () => readonly (readonly [key: string | null, evaluate: Evaluate])[];
  readonly require: Evaluate;
  readonly advise: Evaluate | null;
  readonly message: () => CompiledTemplate;
  readonly remedy: () => CompiledTemplate;
  readonly judged: readonly (readonly [kind: SubjectKind, name: string, path: readonly string[]])[];
  readonly needsPlan: boolean;
  readonly remedies: () => readonly (readonly [when: Evaluate, remedy: CompiledTemplate])[];
}

/** Expressions of the built-in policies by policy ID, compiled to JavaScript. */
export const builtinExpressions: Readonly<Record<string, Expressions>>;

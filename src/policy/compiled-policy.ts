/** A compiled policy: its expressions as functions over a context. */
import type { JudgedFact } from './environment.ts';
import type { Policy } from './policy.ts';
import type { CompiledTemplate } from './template.ts';

/** Variables of an expression: the subject under the name of its kind, `plan` and `params`. */
export type Context = Record<string, unknown>;

/** A compiled condition of a policy. */
export interface Condition {
  readonly property: 'when' | 'require' | 'advise' | 'remedies';
  readonly evaluate: (context: Context) => unknown;
  /**
   * Conditions with the same key have the same result on the same subject. Absent if the condition reads `params`.
   */
  readonly key?: string;
}

/** A compiled policy. Expressions are parsed on first use, because most policies do not apply to most plans. */
export interface CompiledPolicy {
  /** Settings can replace it without another compilation, since they do not change expressions. */
  readonly policy: Policy;
  /** Returns the value of `params` under these settings; undefined if the policy has no parameters. */
  readonly parametersOf: (policy: Policy) => object | undefined;
  /** Operands of `&&` in `when`. Policies often share one, so that its result can be reused. */
  readonly when: () => readonly Condition[];
  readonly require: () => Condition;
  readonly advise: () => Condition | undefined;
  readonly message: () => CompiledTemplate;
  readonly remedy: () => CompiledTemplate;
  /** The facts that its conditions and its message read, in order, with duplicates. */
  readonly judged: () => readonly JudgedFact[];
  /** Whether `when` or `require` reads a fact of the plan that is not known before there is one. */
  readonly needsPlan: () => boolean;
  /** Remedies by cause, each with its condition. */
  readonly remedies: () => readonly { readonly when: Condition; readonly remedy: CompiledTemplate }[];
}

/** Compiles policies, or throws {PolicyError} with every fault of all of them. */
export type CompilePolicies = (policies: readonly Policy[]) => readonly CompiledPolicy[];

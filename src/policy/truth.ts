/**
 * Conditions in three-valued (Kleene) logic: true, false or unknown, remembered where policies share the condition.
 *
 * Reading a value that is not known raises `Unknown`. In CEL `&&`, `||`, `all` and `exists` absorb it where the other
 * side decides (`false && unknown` is false, `true || unknown` is true); else the whole condition is unknown. `when`,
 * `require` and the conjuncts of `when` are combined by the same rule.
 */
import type { Condition, Context } from './compile.ts';
import { Unknown } from './unknown.ts';

export type Truth = 'true' | 'false' | 'unknown';

/**
 * Evaluates one condition.
 * @throws whatever the evaluation throws, except `Unknown`; also where the result is neither true nor false.
 */
export function truthOf(condition: Condition, context: Context): Truth {
  try {
    const value = condition.evaluate(context);
    if (typeof value !== 'boolean') throw new NotBoolean();
    return value ? 'true' : 'false';
  } catch (error) {
    if (error instanceof Unknown) return 'unknown';
    throw error;
  }
}

/** What the first unknown condition needs to know. */
export function unknownPathOf(conditions: readonly Condition[], context: Context): string | undefined {
  for (const condition of conditions) {
    try {
      condition.evaluate(context);
    } catch (error) {
      if (error instanceof Unknown) return error.path;
    }
  }
  return undefined;
}

const truths: readonly (Truth | undefined)[] = [undefined, 'true', 'false', 'unknown'];
const falseCode = truths.indexOf('false');

/** A condition with what is known of it already, by the subject's place in its list. */
export interface Column {
  readonly condition: Condition;
  readonly known: Uint8Array;
}

/** Columns that policies share, for one set of subjects. */
export class SharedTruths {
  readonly #byKey = new Map<string, Uint8Array>();

  columns(conditions: readonly Condition[], count: number): readonly Column[] {
    return conditions.map((condition) => {
      const { key } = condition;
      const known = (key === undefined ? undefined : this.#byKey.get(key)) ?? new Uint8Array(count);
      if (key !== undefined) this.#byKey.set(key, known);
      return { condition, known };
    });
  }
}

/** Whether another policy found one of the conditions false on this subject: nothing is left to evaluate. */
export function isKnownFalse(columns: readonly Column[], index: number): boolean {
  for (const { known } of columns) if (known[index] === falseCode) return true;
  return false;
}

/**
 * `&&` over the columns for one subject, as CEL has it: one that is false decides, whatever the others are.
 * @throws what a condition throws, where none is false.
 */
export function truthOfAll(columns: readonly Column[], index: number, context: Context): Truth {
  let result: Truth = 'true';
  let failure: { readonly error: unknown } | undefined;
  for (const { condition, known } of columns) {
    try {
      let truth = truths[known[index] ?? 0];
      if (truth === undefined) {
        truth = truthOf(condition, context);
        known[index] = truths.indexOf(truth);
      }
      if (truth === 'false') return 'false';
      if (truth === 'unknown') result = 'unknown';
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) throw failure.error;
  return result;
}

class NotBoolean extends Error {
  readonly code = 'neither_true_nor_false';
}

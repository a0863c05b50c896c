/** Three truths: what a condition says of a subject, remembered where policies share the condition. */
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

/** Truths by condition and by the subject's place in its list; valid for one list of subjects per kind. */
export class SharedTruths {
  readonly #byKey = new Map<string, Uint8Array>();

  /** `&&` over all conditions, as CEL has it: one that is false decides, whatever the others are. */
  all(conditions: readonly Condition[], index: number, context: Context): Truth {
    let result: Truth = 'true';
    let failure: { readonly error: unknown } | undefined;
    for (const condition of conditions) {
      try {
        const truth = this.#truthOf(condition, index, context);
        if (truth === 'false') return 'false';
        if (truth === 'unknown') result = 'unknown';
      } catch (error) {
        failure ??= { error };
      }
    }
    if (failure) throw failure.error;
    return result;
  }

  #truthOf(condition: Condition, index: number, context: Context): Truth {
    if (condition.key === undefined) return truthOf(condition, context);
    const table = this.#table(condition.key, index);
    const known = truths[table[index] ?? 0];
    if (known) return known;
    const truth = truthOf(condition, context);
    table[index] = truths.indexOf(truth);
    return truth;
  }

  #table(key: string, index: number): Uint8Array {
    const table = this.#byKey.get(key);
    if (table && index < table.length) return table;
    const longer = new Uint8Array(Math.max(64, 2 * (index + 1)));
    if (table) longer.set(table);
    this.#byKey.set(key, longer);
    return longer;
  }
}

class NotBoolean extends Error {
  readonly code = 'neither_true_nor_false';
}

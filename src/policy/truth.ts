/**
 * Conditions in three-valued (Kleene) logic: true, false or unknown. Results are cached for conditions that policies
 * share.
 *
 * Reading an unknown value throws `Unknown`. In CEL, `&&`, `||`, `all` and `exists` absorb it if the other side
 * decides (`false && unknown` is false, `true || unknown` is true); otherwise the whole condition is unknown. `when`,
 * `require` and the operands of `when` are combined in the same way. Reading something from an absent attribute is
 * unknown as well: a plan with `tags = null` must not stop the check.
 */
import { codeOf, summaryOf } from './check.ts';
import type { Condition, Context } from './compiled-policy.ts';
import { Unknown } from './unknown.ts';

/** A truth value of three-valued logic. */
export type Truth = 'true' | 'false' | 'unknown';

/**
 * Evaluates one condition.
 * @throws any error of the evaluation except `Unknown`, and NotBoolean if the result is not a boolean
 */
export function truthOf(condition: Condition, context: Context): Truth {
  try {
    const value = condition.evaluate(context);
    if (typeof value !== 'boolean') throw new NotBoolean();
    return value ? 'true' : 'false';
  } catch (error) {
    if (error instanceof Unknown || isAboutAbsent(error)) return 'unknown';
    throw error;
  }
}

/** Returns the first unknown value that a condition reads; undefined if there is none. */
export function firstUnknown(conditions: readonly Condition[], context: Context): Unknown | undefined {
  for (const condition of conditions) {
    try {
      condition.evaluate(context);
    } catch (error) {
      if (error instanceof Unknown) return error;
      if (isAboutAbsent(error)) return new Unknown('', 'an attribute is absent');
    }
  }
  return undefined;
}

const absentCodes: readonly string[] = ['no_such_key', 'index_out_of_bounds'];
const typeCodes: readonly string[] = ['no_such_overload', 'no_matching_overload', 'invalid_comprehension_range'];

/** Whether CEL failed because an attribute that the condition reads is null or absent. */
function isAboutAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return absentCodes.includes(code) || (typeCodes.includes(code) && /\bnull\b/.test(summaryOf(error)));
}

const truths: readonly (Truth | undefined)[] = [undefined, 'true', 'false', 'unknown'];
const falseCode = truths.indexOf('false');

/** A condition with its cached results by index of the subject. */
export interface CachedCondition {
  readonly condition: Condition;
  readonly known: Uint8Array;
}

/** Caches results of conditions that policies share, for one list of subjects. */
export class ConditionCache {
  readonly #byKey = new Map<string, Uint8Array>();

  cached(conditions: readonly Condition[], count: number): readonly CachedCondition[] {
    return conditions.map((condition) => {
      const { key } = condition;
      const known = (key === undefined ? undefined : this.#byKey.get(key)) ?? new Uint8Array(count);
      if (key !== undefined) this.#byKey.set(key, known);
      return { condition, known };
    });
  }
}

/** Whether a condition is already known to be false on this subject, so that nothing needs to be evaluated. */
export function isKnownFalse(columns: readonly CachedCondition[], index: number): boolean {
  for (const { known } of columns) if (known[index] === falseCode) return true;
  return false;
}

/**
 * Combines the conditions for one subject with `&&` as CEL does: one false condition decides, even if others fail.
 * @throws the first error of a condition, unless another one is false
 */
export function truthOfAll(columns: readonly CachedCondition[], index: number, context: Context): Truth {
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

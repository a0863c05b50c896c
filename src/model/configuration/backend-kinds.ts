/** Evaluates what the settings of a backend say about locking and encryption. */
import type { BackendAnswerSource } from '../../source/tables.ts';

/** Settings of a backend by name. */
export type BackendSettings = Readonly<Record<string, unknown>>;

/** Returns the answer; null if the settings do not determine it. A setting that is null is computed. */
export function answerFrom(source: BackendAnswerSource, settings: BackendSettings): boolean | null {
  if (source === null || typeof source === 'boolean') return source;
  if ('any' in source) {
    const found = source.any.map((each) => answerFrom(each, settings));
    return found.includes(true) ? true : found.includes(null) ? null : false;
  }
  if ('set' in source) {
    const value = settings[source.set];
    return value === null ? null : value !== undefined && value !== '';
  }
  const value = settings[source.on];
  if (value === undefined) return source.default;
  // Terraform converts strings to booleans.
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
}

/** What a backend's settings say of it: whether it locks, whether it encrypts. */
import type { BackendAnswerSource } from '../../source/tables.ts';

export type BackendSettings = Readonly<Record<string, unknown>>;

/** True or false; null where it cannot be known from the settings. A null setting is computed. */
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
  // Terraform converts a string.
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
}

/** Returns the plan document, for commands that need neither facts nor policies. */
import { InputError } from '../errors.ts';
import { type PlanDocument, toPlanDocument } from '../model/plan-json.ts';
import type { PlanSource } from '../source/plan-and-configuration.ts';

/**
 * Returns the plan document of a source.
 * @throws {InputError} for a saved plan that cannot be shown as JSON
 */
export function toReadableDocument({ file, json, saved, failure }: PlanSource): PlanDocument {
  if (json === null) throw failure ?? new InputError({ file, message: 'no plan in this file' });
  return toPlanDocument(json, saved ?? null);
}

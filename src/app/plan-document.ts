/** The plan itself, for what needs neither facts nor policies. */
import { InputError } from '../errors.ts';
import { type PlanDocument, toPlanDocument } from '../model/plan-json.ts';
import type { PlanSource } from '../source/plan-and-configuration.ts';

/** @throws {InputError} for a saved plan that cannot be shown */
export function toReadableDocument({ file, json, saved, failure }: PlanSource): PlanDocument {
  if (json === null) throw failure ?? new InputError({ file, message: 'holds no plan' });
  return toPlanDocument(json, saved ?? null);
}

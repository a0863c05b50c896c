/** The fingerprint of a plan in JSON, as the commands compute it. */
import { fingerprintPlan } from '../../../src/evaluate.ts';
import { toPlanDocument } from '../../../src/model/plan-json.ts';
import type { SavedPlan } from '../../../src/source/plan-and-configuration.ts';
import { builtin, typed } from '../../judge-options.ts';

type Json = Readonly<Record<string, unknown>>;

/** @param saved what the saved plan says besides; null: the plan is given as JSON */
export function fingerprintOfJson(json: Json, saved: Partial<SavedPlan> | null = null): string {
  const whole = saved && { backend: null, partial: null, lineage: null, configuration: null, ...saved };
  const source = { file: 'plan.json', sha256: '', json, ...(whole && { saved: whole }) };
  return fingerprintPlan(toPlanDocument(json, whole), { source, catalog: typed, commands: builtin.commands })
    .fingerprint;
}

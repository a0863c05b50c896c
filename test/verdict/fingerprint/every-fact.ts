/** Everything that a verdict can follow from: every fact of every subject, whichever policy reads it, and the outcomes. */
import { type EvaluationInput, evaluate } from '../../../src/evaluate.ts';
import { factClasses } from '../../../src/facts/facts.ts';
import type { Subject } from '../../../src/policy/policy.ts';
import { Unknown } from '../../../src/policy/unknown.ts';
import { builtin, compiled, typed } from '../../judge-options.ts';

/** It changes by itself. */
const ignored = new Set(['ageMinutes']);

/** The names of the facts come from the code, so that a new one cannot be forgotten. */
export function everyFact(given: Pick<EvaluationInput, 'source'> & Partial<EvaluationInput>): string {
  const input = { configuration: null, policies: compiled, catalog: typed, commands: builtin.commands, ...given };
  const evaluation = evaluate(input);
  if (evaluation.plan === null) throw new Error('no plan');
  const subjects: readonly Subject[] = Object.values(evaluation.subjects).flat();
  return JSON.stringify([
    subjects.map(({ kind, address, facts }) => [
      kind,
      address,
      ...Object.entries(factClasses[kind].fields).flatMap(([name, { type }]) =>
        // Values of attributes stand in the plan.
        type === 'dyn' || ignored.has(name) ? [] : [shown(facts, name)],
      ),
    ]),
    evaluation.outcomes.map(({ policy, result, message }) => [policy.id, result, message]),
  ]);
}

function shown(facts: object, name: string): unknown {
  try {
    const value: unknown = Reflect.get(facts, name);
    return typeof value === 'bigint' ? String(value) : value;
  } catch (error) {
    if (error instanceof Unknown) return { unknown: error.path };
    throw error;
  }
}

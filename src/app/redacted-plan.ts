/** A plan without its secrets, proven to be judged like the original. */
import { decide } from '../decide.ts';
import { InputError } from '../errors.ts';
import { evaluate } from '../evaluate.ts';
import { toCatalog } from '../model/catalog.ts';
import { compiledBuiltin } from '../policy/builtin-policies.ts';
import { type Builtin, readBuiltinPolicies } from '../read/settings/builtin.ts';
import { escapeInvisible } from '../report/json/json.ts';
import { redact, secretsLeft } from '../secrecy/redact.ts';
import type { PlanSource } from '../source/plan-and-configuration.ts';
import { isObject } from '../text/is-object.ts';
import { readAll } from '../text/lazy-json.ts';

/**
 * Returns the redacted plan as JSON text.
 * @throws {InputError} if the source is no plan, if a sensitive value would stay, or if the verdict would change
 */
export function toRedactedPlan(source: PlanSource): string {
  const { file } = source;
  const whole = readAll(source.json);
  if (!isObject(whole)) throw source.failure ?? new InputError({ file, message: 'no plan in this file' });
  const builtin = readBuiltinPolicies();
  const json = redact(whole, builtin.catalog);
  refuseOther(file, judgements(builtin, [source, { ...source, json }]));
  const left = secretsLeft(whole, json, builtin.catalog);
  if (left > 0) {
    throw new InputError({
      file,
      message: `not written: ${left === 1 ? 'a sensitive value is' : `${left} sensitive values are`} also used as names or keys, which cannot be redacted`,
      hint: 'Remove secrets from names and map keys, or unmark values that are not secret.',
    });
  }
  return `${escapeInvisible(JSON.stringify(json))}\n`;
}

/** Everything that approvals and exceptions refer to; it must not change. */
function judgements(builtin: Builtin, sources: readonly PlanSource[]): readonly string[] {
  const policies = compiledBuiltin(builtin.policies);
  const catalog = toCatalog(builtin.catalog);
  return sources.map((source) => {
    const report = decide(evaluate({ source, configuration: null, policies, catalog, commands: builtin.commands }));
    const findings = report.findings.map(({ fingerprint, enforcement, approvals }) => [
      fingerprint,
      enforcement,
      approvals,
    ]);
    return JSON.stringify([report.verdict, report.plan.fingerprint, findings]);
  });
}

function refuseOther(file: string, [before, after]: readonly string[]): void {
  if (before === after) return;
  throw new InputError({
    file,
    message: 'not written: without its sensitive values, this plan would get a different verdict',
    hint: 'A finding depends on a sensitive value that is also a map key or occurs in many values. Unmark values that are not secret.',
  });
}

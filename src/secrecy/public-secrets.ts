/**
 * Sensitive values that also occur in clear, e.g. an environment name. They are not masked and not fingerprinted as
 * secret.
 */

import { objectAt, type PlanDocument } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import { minDistinctLength, minEmbeddedLength } from './limits.ts';
import { identifierText } from './plan-identifiers.ts';
import { secretTexts } from './secrets.ts';

/** Matches names of attributes and variables that usually hold a secret. */
export const secretName = /secret|passw|token|private_key|credential|api_key|access_key|connection_string/i;

/**
 * Returns the secrets of the plan without those that also occur in clear or, if short, in an identifier. The result
 * is the same after `redact`, so the fingerprint does not change.
 */
export function secretsNotInClear(plan: PlanDocument): ReadonlySet<string> {
  const texts = secretTexts(plan);
  const clear = new Set(secretsInClear(plan));
  const short = [...texts].filter((text) => text.length < minDistinctLength && !clear.has(text));
  const identifiers = short.length === 0 ? '' : identifierText(plan.raw);
  const publicTexts = new Set([
    ...[...texts].filter((text) => clear.has(text)),
    ...short.filter((text) => identifiers.includes(text)),
  ]);
  return publicTexts.size === 0 ? texts : new Set([...texts].filter((text) => !publicTexts.has(text)));
}

/**
 * Returns the values of non-sensitive root variables that are one short word such as `prod`. Environments are
 * recognized by them.
 */
export function secretsInClear(document: PlanDocument): readonly string[] {
  const declared = objectAt(document.configuration, 'variables');
  return Object.entries(document.variables).flatMap(([name, variable]) => {
    const value = child(variable, 'value');
    const isOpen = objectAt(declared, name).sensitive !== true && !secretName.test(name);
    return isOpen && typeof value === 'string' && value.length < minEmbeddedLength && /^[a-z][a-z-]*\d?$/i.test(value)
      ? [value]
      : [];
  });
}

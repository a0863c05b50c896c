/**
 * Identifiers of a plan: addresses, types, names. Redaction keeps them, so text that is part of one is not treated as
 * secret.
 */
import { type JsonObject, objectAt } from '../model/plan-json.ts';

/** Keys whose content is values, not identifiers. */
const values = new Set([
  'before',
  'after',
  'after_unknown',
  'before_sensitive',
  'after_sensitive',
  'before_identity',
  'after_identity',
  'values',
  'sensitive_values',
  'value',
  'default',
  'constant_value',
  'config_values',
  'config_unknown',
  'config_sensitive',
  'generated_config',
  'problems',
  'importing',
  'identity',
]);
/** Returns all keys and scalars outside of values, one per line, each once. */
export function identifierText(json: JsonObject): string {
  const found = new Set<string>();
  collect(json, found);
  // Unlike the other `values` keys, this one holds modules and not attributes.
  collect(objectAt(json, 'prior_state', 'values'), found);
  return [...found].join('\n');
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') found.add(String(value));
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (!isList) found.add(key);
    if (isList || !values.has(key)) collect(item, found);
  }
}

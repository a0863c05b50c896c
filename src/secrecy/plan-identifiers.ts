/** The text that holds a plan together: addresses, types, names. It stays, so that what stands in it is no secret to hide. */
import { type JsonObject, objectAt } from '../model/plan-json.ts';

/** Below these stand values. */
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
/** Keys and strings outside of values, one a line. */
export function identifierText(json: JsonObject): string {
  const found = new Set<string>();
  collect(json, found);
  // The one `values` that holds modules rather than attributes.
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

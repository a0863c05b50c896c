/** Values in the texts of facts: only of attributes that the catalog names, and never a sensitive one. */
import type { Change } from './change.ts';
import { child, containsTrue } from './values.ts';

const longest = 120;

/** The value of an attribute as a text of one line; `(sensitive)` where the plan marks any part of the attribute so. */
export function shownValue(change: Change, path: string, value: unknown): string {
  const [top = ''] = path.split('.');
  const { beforeSensitive, afterSensitive } = change.values;
  const masks = [beforeSensitive, afterSensitive].map((mask) => (mask === true ? true : child(mask, top)));
  if (masks.some(containsTrue)) return '(sensitive)';
  const text = String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Conditions of the catalog on an object's values: a path has one of some values, or any. */
import type { ConditionSource } from '../source/catalog.ts';
import { readPath } from './values.ts';

/** Whether the values fulfil the condition for certain; what is not known yet does not. */
export function fulfils(condition: ConditionSource, values: unknown, unknown: unknown = false): boolean {
  const { known } = readPath(values, unknown, condition.path);
  return known.some((value) => (condition.value === undefined ? isSet(value) : isOneOf(condition.value, value)));
}

/** Whether a value is the wanted one, or one of several. Providers write numbers as texts too, and constants in any case. */
export function isOneOf(wanted: unknown, value: unknown): boolean {
  return [wanted].flat().some((each) => String(each).toLowerCase() === String(value).toLowerCase());
}

/** Neither null nor an empty text, list or object. */
export function isSet(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

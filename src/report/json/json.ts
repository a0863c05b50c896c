/**
 * Renders the JSON report with keys in the documented order and without characters that a terminal or runner
 * interprets.
 */
import type { Report, ReportSet } from '../../verdict/report.ts';
import { compareText } from '../ranking.ts';
import { keyOrder, nested } from './key-order.ts';

/** Returns the report as indented JSON with a final newline. */
export function json(report: Report | ReportSet): string {
  const ordered = inOrder(report, 'reports' in report ? 'reportSet' : 'report');
  return `${escapeInvisible(JSON.stringify(ordered, null, 2))}\n`;
}

/** Position of each known key by definition. */
const keyPositions: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(keyOrder).map(([name, keys]) => [name, new Map(Object.keys(keys).map((key, place) => [key, place]))]),
);

type Entry = readonly [key: string, value: unknown];

/** Sorts keys: known ones in their order, followed by all others alphabetically. */
function inOrder(value: unknown, definition: keyof typeof keyOrder | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, definition));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const known = definition && keyPositions.get(definition);
  const position = (key: string): number => known?.get(key) ?? Number.MAX_SAFE_INTEGER;
  const inPlace = ([a]: Entry, [b]: Entry): number => position(a) - position(b) || compareText(a, b);
  const entries: Entry[] = Object.entries(value);
  // Nearly all objects are made with their keys in order.
  if (entries.some((entry, i) => i > 0 && inPlace(entries[i - 1] ?? entry, entry) > 0)) entries.sort(inPlace);
  // `fromEntries` defines own properties, so `__proto__` is an ordinary key.
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, definitionOf(definition, key))]));
}

function definitionOf(parent: keyof typeof keyOrder | undefined, key: string): keyof typeof keyOrder | undefined {
  const inside = parent && Object.hasOwn(nested, parent) ? nested[parent] : undefined;
  return inside && Object.hasOwn(inside, key) ? inside[key] : undefined;
}

/** Returns the same JSON value with invisible characters and runner commands written as `\uXXXX`. */
export function escapeInvisible(text: string): string {
  // Most of the text is plain ASCII, which one regular expression skips quickly.
  return text.replace(/[^\n -~]+/g, escapeUnseen).replace(/##(?=\w*\[)/g, '\\u0023#');
}

function escapeUnseen(run: string): string {
  return run.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu, (character) =>
    [...Array(character.length).keys()].map((i) => `\\u${hex(character.charCodeAt(i))}`).join(''),
  );
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

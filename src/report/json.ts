/** The JSON report: keys in the documented order, and nothing in it that a terminal or a runner would obey. */
import type { Report, ReportSet } from '../verdict/report.ts';
import { keyOrder, nested } from './key-order.ts';
import { compareText } from './ranking.ts';

export function json(report: Report | ReportSet): string {
  const ordered = inOrder(report, 'reports' in report ? 'reportSet' : 'report');
  return `${harmless(JSON.stringify(ordered, null, 2))}\n`;
}

/** Known keys in their order; keys that no definition knows come last, sorted. */
function inOrder(value: unknown, definition: keyof typeof keyOrder | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, definition));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const known = definition ? Object.keys(keyOrder[definition]) : [];
  const rank = new Map(known.map((key, i) => [key, i]));
  const position = (key: string): number => rank.get(key) ?? known.length;
  const entries = Object.entries(value).toSorted(([a], [b]) => position(a) - position(b) || compareText(a, b));
  // `fromEntries` defines own properties, so that `__proto__` stays a key like any other.
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, definitionOf(definition, key))]));
}

function definitionOf(parent: keyof typeof keyOrder | undefined, key: string): keyof typeof keyOrder | undefined {
  const inside = parent && Object.hasOwn(nested, parent) ? nested[parent] : undefined;
  return inside && Object.hasOwn(inside, key) ? inside[key] : undefined;
}

/** The same JSON value, with what cannot be seen, and what a CI runner would obey, written as `\uXXXX`. */
export function harmless(text: string): string {
  return text
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu, (character) =>
      [...Array(character.length).keys()].map((i) => `\\u${hex(character.charCodeAt(i))}`).join(''),
    )
    .replace(/##(?=\w*\[)/g, '\\u0023#');
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

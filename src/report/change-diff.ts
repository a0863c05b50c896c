/** Shows the difference of one attribute as lines for any format. This is the only file that imports `diff`. */
import { diffArrays } from 'diff';
import type { AttributeChange } from '../verdict/report.ts';
import { shorten } from './escape.ts';
import { compareText } from './ranking.ts';

/** One line of a diff. */
export interface DiffLine {
  readonly kind: ' ' | '+' | '-';
  readonly text: string;
}

/** Either a one-line summary or the lines of a diff. Texts are not escaped yet. */
export type ChangeDiff =
  | { readonly path: string; readonly summary: string }
  | { readonly path: string; readonly lines: readonly DiffLine[] };

/** Limits of a diff: characters and lines per side, edits, nesting, shown lines, and characters of a scalar. */
const most = { characters: 200_000, lines: 5_000, edits: 400, depth: 40, shown: 40, scalar: 160 } as const;
const context = 2;

/**
 * Returns the difference: scalars as `before → after`, JSON compared by structure, text line by line. For a hidden
 * value only that it changed.
 */
export function changeDiff(change: AttributeChange): ChangeDiff {
  const { path, before, after } = change;
  if (!change.shown) return { path, summary: 'changed' };
  const old = structured(before);
  const fresh = structured(after);
  if (old && fresh) {
    const lines = lineDiff(old, fresh);
    if (lines?.every(({ kind }) => kind === ' '))
      return { path, summary: 'changed in formatting or order of keys only' };
    return lines ? { path, lines: shownLines(lines) } : { path, summary: tooLarge(old, fresh) };
  }
  if (typeof before === 'string' && typeof after === 'string' && /\n/.test(before + after)) {
    const [a, b] = [textLines(before), textLines(after)];
    const lines = before.length + after.length > most.characters * 2 ? null : lineDiff(a, b);
    return lines ? { path, lines: shownLines(lines) } : { path, summary: tooLarge(a, b) };
  }
  return { path, summary: `${scalar(before)} → ${scalar(after)}` };
}

/** Returns canonical lines of an object, an array or a string with either as JSON; null for anything else. */
function structured(value: unknown): readonly string[] | null {
  let parsed = value;
  if (typeof value === 'string') {
    if (value.length > most.characters || !/^\s*[[{]/.test(value)) return null;
    try {
      parsed = JSON.parse(value);
    } catch {
      return null;
    }
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  return prettyLines(parsed, '', 0);
}

/** Pretty-prints with sorted keys. Returns null if the value is nested too deeply or has too many lines. */
function prettyLines(value: unknown, indent: string, depth: number): readonly string[] | null {
  if (typeof value !== 'object' || value === null) return [indent + JSON.stringify(value ?? null)];
  if (depth > most.depth) return null;
  const isArray = Array.isArray(value);
  const entries: readonly (readonly [string, unknown])[] = isArray
    ? value.map((item) => ['', item])
    : Object.entries(value)
        .toSorted(([a], [b]) => compareText(a, b))
        .map(([key, item]) => [`${JSON.stringify(key)}: `, item]);
  const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return [`${indent}${open}${close}`];
  const lines = [indent + open];
  const inner = `${indent}  `;
  for (const [i, [label, item]] of entries.entries()) {
    const part = prettyLines(item, inner, depth + 1);
    if (!part || lines.length + part.length > most.lines) return null;
    const [first = '', ...rest] = part;
    const labelled = [inner + label + first.slice(inner.length), ...rest];
    const last = labelled.length - 1;
    lines.push(...labelled.map((line, at) => (at === last && i < entries.length - 1 ? `${line},` : line)));
  }
  lines.push(indent + close);
  return lines;
}

/**
 * Returns null if the sides differ too much. The limit is a number of edits and not a time, so the output is
 * deterministic.
 */
function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] | null {
  if (Math.max(before.length, after.length) > most.lines) return null;
  const parts = diffArrays([...before], [...after], { maxEditLength: most.edits });
  if (!parts) return null;
  return parts.flatMap(({ added, removed, value }) => {
    const kind = added ? '+' : removed ? '-' : ' ';
    return value.map((text) => ({ kind, text }) as const);
  });
}

/** Returns differing lines with some context; `…` marks omitted lines. */
function shownLines(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, i) => {
    if (kind !== ' ') for (let at = i - context; at <= i + context; at += 1) near.add(at);
  });
  const kept: DiffLine[] = [];
  let skipped = 0;
  for (const [i, line] of lines.entries()) {
    if (near.has(i)) {
      if (skipped > 0) kept.push({ kind: ' ', text: '…' });
      skipped = 0;
      kept.push({ kind: line.kind, text: shorten(line.text, most.scalar) });
    } else skipped += 1;
  }
  if (skipped > 0) kept.push({ kind: ' ', text: '…' });
  if (kept.length <= most.shown) return kept;
  return [...kept.slice(0, most.shown), { kind: ' ', text: `… ${kept.length - most.shown} more lines` }];
}

function textLines(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

function tooLarge(before: readonly string[], after: readonly string[]): string {
  return `changed, ${before.length} → ${after.length} lines`;
}

/** Formats a scalar. Marks such as `(known after apply)` are not quoted; other strings are. */
function scalar(value: unknown): string {
  if (value === undefined) return '(absent)';
  const lines = structured(value);
  if (lines) return shorten(lines.map((line) => line.trim()).join(' '), most.scalar);
  if (typeof value === 'object' && value !== null) return '(a large value)';
  if (typeof value === 'string')
    return /^\([a-z ]+\)$/.test(value) ? value : JSON.stringify(shorten(value, most.scalar));
  if (typeof value === 'bigint') return `${value}`;
  return JSON.stringify(value);
}

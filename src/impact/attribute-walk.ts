/** Walks attribute values: lists of blocks are transparent, and a JSON text can be walked as what it says. */
import type { Change } from '../model/change.ts';
import { child, containsTrue, sameValue } from '../model/values.ts';

/** Attribute names from the top-level attribute inwards, without list positions. */
export type Steps = readonly string[];

/** Deeper than any provider nests its blocks. */
const deepest = 10;

/** Returns every value at a path. Lists on the way and at the end are replaced by their elements. */
export function follow(value: unknown, steps: Steps, at = 0): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => follow(item, steps, at));
  const step = steps[at];
  if (step === undefined) return value === null || value === undefined ? [] : [value];
  return follow(child(value, step), steps, at + 1);
}

/** Whether a top-level attribute gets another value, or one that is not known yet. */
export function isChanged({ values: { before, after, afterUnknown } }: Change, name: string): boolean {
  return !sameValue(child(before, name), child(after, name)) || containsTrue(child(afterUnknown, name));
}

/** A scalar inside an attribute value. */
export interface Leaf {
  readonly steps: Steps;
  readonly value: unknown;
}

/** Returns every scalar with the attribute names that lead to it. */
export function leaves(value: unknown, steps: Steps = []): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, steps));
  if (typeof value !== 'object' || value === null) return [{ steps, value }];
  if (steps.length >= deepest) return [];
  return Object.keys(value).flatMap((key) => leaves(child(value, key), [...steps, key]));
}

/** Parses a text that is JSON or has lines of `key=value`; returns any other value unchanged. */
export function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }
  const lines = value.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const pairs = lines.map((line) => /^\s*([\w.-]{1,100})\s*=\s*(.*?)\s*$/.exec(line));
  if (lines.length === 0 || pairs.includes(null)) return value;
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1], pair[2]]] : [])));
}

/** Removes the faulty parts of a file, so that the rest can be checked further and every fault is reported at once. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { extraName, stepsOf } from './schema-path.ts';

type Path = readonly (string | number)[];

/** The valid part of a faulty file. */
export interface ValidSubset {
  /** Undefined if nothing is left. */
  readonly value: unknown;
  /** Maps a path in `value` to the path in the file: lists are shorter in `value` if entries were removed. */
  readonly inFile: (path: Path) => Path;
  /** Top-level keys with removed parts. */
  readonly droppedSections: ReadonlySet<string>;
}

const mostRounds = 20;

/** Removes what the schema rejects, and repeats until the rest is valid (at most 20 rounds). */
export function validSubset(value: unknown, validate: ValidateFunction): ValidSubset {
  const removed = new Set<string>();
  const droppedSections = new Set<string>();
  const inFile = (path: Path): Path => original(value, path, removed);
  for (let round = 0; round < mostRounds; round += 1) {
    const part = without(value, [], removed);
    if (validate(part)) return { value: part, inFile, droppedSections };
    const targets = (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== 'if')
      .map((error) => toPath(error, part));
    if (targets.some((path) => path.length === 0)) break;
    // All paths refer to the same state of the file: each removal moves the entries after it.
    for (const path of targets.map(inFile)) {
      removed.add(key(path));
      droppedSections.add(String(path[0]));
    }
  }
  return { value: undefined, inFile, droppedSections };
}

function toPath(error: ErrorObject, value: unknown): Path {
  const extra = extraName(error);
  const path = stepsOf(value, error);
  return extra === undefined ? path : [...path, extra];
}

function without(value: unknown, path: Path, removed: ReadonlySet<string>): unknown {
  const stays = (step: string | number): boolean => !removed.has(key([...path, step]));
  if (Array.isArray(value)) return value.flatMap((item, i) => (stays(i) ? [without(item, [...path, i], removed)] : []));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      stays(name) ? [[name, without(item, [...path, name], removed)]] : [],
    ),
  );
}

function original(value: unknown, path: Path, removed: ReadonlySet<string>): Path {
  const whole: (string | number)[] = [];
  let at = value;
  for (const step of path) {
    const kept = Array.isArray(at) ? [...at.keys()].filter((i) => !removed.has(key([...whole, i]))) : undefined;
    const found = kept && typeof step === 'number' ? (kept[step] ?? step) : step;
    whole.push(found);
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, found) ? Reflect.get(at, found) : undefined;
  }
  return whole;
}

function key(path: Path): string {
  return JSON.stringify(path);
}

/** Removes the faulty parts of a file, so that the rest can be checked further and every fault is reported at once. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { extraName, stepsOf } from './schema-path.ts';

type Path = readonly (string | number)[];

/**
 * The valid part of a faulty file. An empty string stands for a required value that is missing or faulty, so that one
 * fault of an entry does not hide the others. The schema allows empty strings nowhere else.
 */
export interface ValidSubset {
  /** Undefined if nothing is left. */
  readonly value: unknown;
  /** Maps a path in `value` to the path in the file: lists are shorter in `value` if entries were removed. */
  readonly inFile: (path: Path) => Path;
  /** Top-level keys with removed parts. */
  readonly droppedSections: ReadonlySet<string>;
}

const mostRounds = 20;

/** Removes what the schema rejects, and repeats until the rest is valid or stands in (at most 20 rounds). */
export function validSubset(value: unknown, validate: ValidateFunction): ValidSubset {
  const removed = new Set<string>();
  const standIns = new Map<string, Path>();
  const droppedSections = new Set<string>();
  const inFile = (path: Path): Path => original(value, path, removed);
  for (let round = 0; round < mostRounds; round += 1) {
    const part = without(value, [], { removed, standIns: [...standIns.values()] });
    validate(part);
    const errors = (validate.errors ?? []).filter(
      (error) => error.keyword !== 'if' && !standIns.has(key(inFile(stepsOf(part, error)))),
    );
    if (errors.length === 0) return { value: part, inFile, droppedSections };
    if (errors.some((error) => missingName(error) === undefined && toPath(error, part).length === 0)) break;
    // All paths refer to the same state of the file: each removal moves the entries after it.
    const targets = errors.map((error) => ({ path: inFile(toPath(error, part)), missing: missingName(error) }));
    for (const { path, missing } of targets) {
      if (missing === undefined) removed.add(key(path));
      else standIns.set(key([...path, missing]), [...path, missing]);
      droppedSections.add(String(path[0] ?? missing));
    }
  }
  return { value: undefined, inFile, droppedSections };
}

function missingName({ keyword, params }: ErrorObject): string | undefined {
  return keyword === 'required' && typeof params.missingProperty === 'string' ? params.missingProperty : undefined;
}

function toPath(error: ErrorObject, value: unknown): Path {
  const extra = extraName(error);
  const path = stepsOf(value, error);
  return extra === undefined ? path : [...path, extra];
}

interface Edits {
  readonly removed: ReadonlySet<string>;
  readonly standIns: readonly Path[];
}

function without(value: unknown, path: Path, edits: Edits): unknown {
  const stays = (step: string | number): boolean => !edits.removed.has(key([...path, step]));
  if (Array.isArray(value)) return value.flatMap((item, i) => (stays(i) ? [without(item, [...path, i], edits)] : []));
  if (typeof value !== 'object' || value === null) return value;
  const added = edits.standIns.filter((each) => key(each.slice(0, -1)) === key(path)).map((each) => [each.at(-1), '']);
  return Object.fromEntries([
    ...Object.entries(value).flatMap(([name, item]) =>
      stays(name) ? [[name, without(item, [...path, name], edits)]] : [],
    ),
    ...added,
  ]);
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

/** Similarity of a destroyed and a created object, by the attributes known of both. */
import { namingAttributes } from '../graph/value-match.ts';
import type { Change } from '../model/change.ts';
import { child, containsTrue, sameValue } from '../model/values.ts';

/** Attributes that locate an object. Similar objects in two locations are two objects. */
const places = new Set([
  'region',
  'location',
  'zone',
  'availability_zone',
  'project',
  'resource_group_name',
  'account_id',
]);
const identityWeight = 4;

/** The known top-level attributes of one object. */
export interface Profile {
  readonly change: Change;
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly names: ReadonlySet<string>;
}

/** How similar a destroyed and a created object are. */
export interface Similarity {
  /** Share of the created one's known attributes that the destroyed one has as well, names weighing more; 0 to 1. */
  readonly score: number;
  /** Whether no naming or locating attribute differs. */
  readonly sameNames: boolean;
  /** Attributes known of both that differ, sorted. */
  readonly differs: readonly string[];
}

/** Returns the known attributes of an object; those known only after apply are left out. */
export function toProfile(change: Change): Profile {
  const { before, after, afterUnknown } = change.values;
  const values = after ?? before;
  const unknown = after === null ? false : afterUnknown;
  const attributes = new Map<string, unknown>();
  if (typeof values === 'object' && values !== null) {
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === '' || containsTrue(child(unknown, name))) continue;
      if (typeof value === 'object' && Object.keys(value).length === 0) continue;
      attributes.set(name, value);
    }
  }
  return { change, attributes, names: namesOf(change.type) };
}

const namesByType = new Map<string, ReadonlySet<string>>();

function namesOf(type: string): ReadonlySet<string> {
  const names = namesByType.get(type) ?? new Set(namingAttributes(type));
  namesByType.set(type, names);
  return names;
}

/** Null where they cannot be one object: they are in two places, or nothing is known. */
export function similarityOf(gone: Profile, made: Profile): Similarity | null {
  let weight = 0;
  let equal = 0;
  let sameNames = true;
  const differs: string[] = [];
  for (const [name, value] of made.attributes) {
    const was = gone.attributes.get(name);
    // A default that the provider fills in is often absent on one side.
    if (was === undefined && (value === false || value === 0)) continue;
    const isName = made.names.has(name);
    const isSame = sameValue(was, value);
    if (!isSame && was !== undefined && places.has(name)) return null;
    const own = isName ? identityWeight : 1;
    weight += own;
    if (isSame) equal += own;
    else if (was !== undefined) {
      differs.push(name);
      if (isName) sameNames = false;
    }
  }
  return weight === 0 ? null : { score: equal / weight, sameNames, differs: differs.sort() };
}

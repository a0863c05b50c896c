/** Deletion protection of one object: its guards, and what the plan does to them. */

import { isObject } from '../text/is-object.ts';
import { type Catalog, type Guard, isOn, type TypeEntry } from './catalog.ts';
import { child, containsTrue, readPath } from './values.ts';

/**
 * State of one guard. `absent`: this version of the provider does not have the attribute, since Terraform writes every
 * attribute of the schema.
 */
export type GuardState = 'on' | 'off' | 'unknown' | 'absent';
/** Combined state of all guards; `none` if the type has no guard. */
export type ProtectionState = 'on' | 'off' | 'unknown' | 'none';

/** One guard before and after the plan; null if the object does not exist on that side. */
export interface GuardReading {
  readonly path: string;
  /** true: every type of the provider has this guard, or the catalog calls it optional. */
  readonly universal: boolean;
  /** The value that protects; of several, the first that the catalog lists. */
  readonly on: unknown;
  readonly before: GuardState | null;
  readonly after: GuardState | null;
}

/** Values of one object before and after the plan; null if it does not exist on that side. */
export interface Sides {
  readonly type: string;
  readonly entry: TypeEntry;
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  /** For an object that the plan makes: whether the configuration sets the attribute; null: it does not say. */
  readonly isSet?: (path: string) => boolean | null;
}

/** Deletion protection of one object. */
export interface Protection {
  readonly guards: readonly GuardReading[];
  /** Settings in force that make a deletion worse, as `path = value`, before and after. */
  readonly risksBefore: readonly string[];
  readonly risksAfter: readonly string[];
  /** Whether a deletion in Terraform keeps the real object. */
  readonly keepsObject: boolean;
}

/** Returns the protection of an object. Its parts are computed on first use. */
export function readProtection(sides: Sides, catalog: Catalog): Protection {
  return new Reading(sides, catalog);
}

/** Lazy, because most objects of a large plan are no-ops that no policy looks at. */
class Reading implements Protection {
  readonly #sides: Sides;
  readonly #entry: TypeEntry;
  readonly #own: readonly Guard[];
  readonly #universal: readonly Guard[];
  #guards: readonly GuardReading[] | undefined;

  constructor(sides: Sides, catalog: Catalog) {
    this.#sides = sides;
    this.#entry = sides.entry;
    const own = catalog.guards(sides.type, sides.before, sides.after, sides.afterUnknown);
    this.#own = own;
    const universal = catalog.universal(sides.type);
    this.#universal =
      own.length === 0 ? universal : universal.filter((guard) => !own.some((mine) => mine.path === guard.path));
  }

  get guards(): readonly GuardReading[] {
    const sides = this.#sides;
    this.#guards ??= [
      ...this.#own.map((guard) => reading(guard, sides, guard.optional === true)),
      ...this.#universal.filter((guard) => hasPath(sides, guard.path)).map((guard) => reading(guard, sides, true)),
    ];
    return this.#guards;
  }

  get risksBefore(): readonly string[] {
    return this.#sides.before === null ? [] : risksIn(this.#entry, this.#sides.before, false);
  }

  get risksAfter(): readonly string[] {
    return this.#sides.after === null ? [] : risksIn(this.#entry, this.#sides.after, this.#sides.afterUnknown);
  }

  get keepsObject(): boolean {
    return keepsObject([...this.#own, ...this.#universal], this.#entry, this.#sides.before ?? this.#sides.after);
  }
}

function hasPath(sides: Sides, path: string): boolean {
  const isIn = (side: unknown): boolean => readPath(side, false, path).known.length > 0;
  return isIn(sides.before) || (!isUnchanged(sides) && (isIn(sides.after) || isIn(sides.afterUnknown)));
}

function reading(guard: Guard, sides: Sides, universal: boolean): GuardReading {
  const before = sides.before === null ? null : guardState(guard, sides.before, false);
  return {
    path: guard.path,
    universal,
    on: [guard.on].flat()[0],
    before,
    after: isUnchanged(sides) ? before : readAfter(guard, sides),
  };
}

function readAfter(guard: Guard, { after, afterUnknown, isSet }: Sides): GuardState | null {
  return after === null ? null : guardState(guard, after, afterUnknown, isSet);
}

/** One value before and after the plan, as most objects of a large plan have. */
function isUnchanged({ before, after, afterUnknown }: Sides): boolean {
  return before !== null && before === after && !containsTrue(afterUnknown);
}

/** An unset guard, or a computed one that the configuration does not set, has the default of the provider. */
function guardState(guard: Guard, values: unknown, unknown: unknown, isSet?: Sides['isSet']): GuardState {
  const found = readPath(values, unknown, guard.path);
  // The value may be a list of locks, each of which protects.
  if (found.known.some((value) => isOn(guard, value))) return 'on';
  if (found.unknown && isSet?.(guard.path) !== false) return 'unknown';
  if (found.known.length > 0) return 'off';
  if (!found.unknown && !hasAttribute([values, unknown], guard.path.split('.'))) return 'absent';
  return guard.default !== undefined && isOn(guard, guard.default) ? 'on' : 'off';
}

/** Whether one of the sides has the attribute, if only as null. A block that is not there says nothing of its attributes. */
function hasAttribute(sides: readonly unknown[], [step = '', ...rest]: readonly string[]): boolean {
  const objects = sides.flat().filter(isObject);
  if (objects.length === 0) return true;
  const having = objects.filter((each) => child(each, step) !== undefined);
  return (
    having.length > 0 &&
    (rest.length === 0 ||
      hasAttribute(
        having.map((each) => child(each, step)),
        rest,
      ))
  );
}

function risksIn(entry: TypeEntry, values: unknown, unknown: unknown): readonly string[] {
  return (entry.risks ?? []).flatMap((risk) => {
    const found = readPath(values, unknown, risk.path).known.filter(
      (value) => value !== risk.default && isRisky(risk.when, value),
    );
    return found.length > 0 ? [`${risk.path} = ${JSON.stringify(found[0])}`] : [];
  });
}

function isRisky(when: { readonly eq: unknown } | { readonly lt: number }, value: unknown): boolean {
  return 'eq' in when ? when.eq === value : typeof value === 'number' && value < when.lt;
}

function keepsObject(guards: readonly Guard[], entry: TypeEntry, values: unknown): boolean {
  if (entry.undeletable) return true;
  const rules: NonNullable<TypeEntry['keeps']> = [
    ...guards.flatMap((guard) => (guard.keeps === undefined ? [] : [{ path: guard.path, value: guard.keeps }])),
    ...(entry.keeps ?? []),
  ];
  return rules.some(({ path, value, unset = false }) => {
    const { known } = readPath(values, false, path);
    return known.includes(value) || (unset && known.length === 0);
  });
}

/**
 * Combines guards. `on`: at least one is on. `unknown`: none is on and one is unknown. `off`: all are off. `none`:
 * the type has no guard.
 */
export function combine(
  states: readonly { readonly state: GuardState | null; readonly universal: boolean }[],
): ProtectionState {
  const present = states.filter((each) => each.state !== null && each.state !== 'absent');
  if (present.some((each) => each.state === 'on')) return 'on';
  // A universal guard is optional, so one that is off does not count.
  const own = present.filter((each) => !each.universal);
  if (own.some((each) => each.state === 'unknown')) return 'unknown';
  return own.length > 0 ? 'off' : 'none';
}

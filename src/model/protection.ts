/** Deletion protection of one object: which guards it has, and what this plan does to them. */
import { type Catalog, type Guard, guessGuards, isOn, type TypeEntry } from './catalog.ts';
import { readPath } from './values.ts';

export type GuardState = 'on' | 'off' | 'unknown';
export type ProtectionState = 'on' | 'off' | 'unknown' | 'none';

export interface GuardReading {
  readonly path: string;
  /** True for a guard that every type of the provider has. */
  readonly universal: boolean;
  readonly before: GuardState | null;
  readonly after: GuardState | null;
}

/** The values of one object around the plan; null where it does not exist on that side. */
export interface Sides {
  readonly type: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
}

export interface Protection {
  readonly guards: readonly GuardReading[];
  /** Settings in force that loosen or worsen a deletion, as `path = value`, before and after. */
  readonly risksBefore: readonly string[];
  readonly risksAfter: readonly string[];
  /** A "delete" leaves the real object alone. */
  readonly keepsObject: boolean;
}

export function readProtection(sides: Sides, catalog: Catalog): Protection {
  const entry = catalog.entry(sides.type);
  const own = entry?.guards ?? guessGuards(sides.before, sides.after, sides.afterUnknown);
  const universal = catalog.universal(sides.type).filter((guard) => !own.some((mine) => mine.path === guard.path));
  return {
    guards: [
      ...own.map((guard) => reading(guard, sides, false)),
      ...universal.filter((guard) => hasPath(sides, guard.path)).map((guard) => reading(guard, sides, true)),
    ],
    risksBefore: sides.before === null ? [] : risksIn(entry, sides.before, false),
    risksAfter: sides.after === null ? [] : risksIn(entry, sides.after, sides.afterUnknown),
    keepsObject: keepsObject([...own, ...universal], entry, sides.before ?? sides.after),
  };
}

function hasPath(sides: Sides, path: string): boolean {
  return [sides.before, sides.after, sides.afterUnknown].some((side) => {
    const found = readPath(side, false, path);
    return found.known.length > 0;
  });
}

function reading(guard: Guard, sides: Sides, universal: boolean): GuardReading {
  return {
    path: guard.path,
    universal,
    before: sides.before === null ? null : guardState(guard, sides.before, false),
    after: sides.after === null ? null : guardState(guard, sides.after, sides.afterUnknown),
  };
}

/** Unset means the provider's default, where one is known to protect. */
function guardState(guard: Guard, values: unknown, unknown: unknown): GuardState {
  const found = readPath(values, unknown, guard.path);
  if (found.known.some((value) => isOn(guard, value))) return 'on';
  if (found.unknown) return 'unknown';
  return found.known.length === 0 && guard.default !== undefined && isOn(guard, guard.default) ? 'on' : 'off';
}

function risksIn(entry: TypeEntry | undefined, values: unknown, unknown: unknown): readonly string[] {
  return (entry?.risks ?? []).flatMap((risk) => {
    const found = readPath(values, unknown, risk.path).known.filter(
      (value) => value !== risk.default && isRisky(risk.when, value),
    );
    return found.length > 0 ? [`${risk.path} = ${JSON.stringify(found[0])}`] : [];
  });
}

function isRisky(when: { readonly eq: unknown } | { readonly lt: number }, value: unknown): boolean {
  return 'eq' in when ? when.eq === value : typeof value === 'number' && value < when.lt;
}

function keepsObject(guards: readonly Guard[], entry: TypeEntry | undefined, values: unknown): boolean {
  const rules = [
    ...guards.flatMap((guard) => (guard.keeps === undefined ? [] : [{ path: guard.path, value: guard.keeps }])),
    ...(entry?.keeps ?? []),
  ];
  return rules.some((rule) => readPath(values, false, rule.path).known.includes(rule.value));
}

/** On: one guard holds. Unknown: none holds, one is not known. Off: all are off. None: the type has no guard. */
export function combine(
  states: readonly { readonly state: GuardState | null; readonly universal: boolean }[],
): ProtectionState {
  const present = states.filter((each) => each.state !== null);
  if (present.some((each) => each.state === 'on')) return 'on';
  // A universal guard is one way to protect; that it is off says nothing against the object.
  const own = present.filter((each) => !each.universal);
  if (own.some((each) => each.state === 'unknown')) return 'unknown';
  return own.length > 0 ? 'off' : 'none';
}

/** Updates after which an object no longer serves: scaled to zero, disabled, stopped, emptied, or pointed elsewhere. */
import type { Change } from '../model/change.ts';
import { fulfils, isOneOf, isSet } from '../model/conditions.ts';
import { shownValue } from '../model/shown-value.ts';
import { readPath } from '../model/values.ts';
import type { ServiceSource } from '../source/catalog.ts';
import { perObject } from '../text/per-object.ts';
import { guessServices, isSwitchType } from './service-guesses.ts';

/** Each as `path: before → after`. */
export interface ServiceStops {
  /** The object stops serving. */
  readonly stopped: readonly string[];
  /** It serves less, or something that only serves itself is stopped: worth advice. */
  readonly reduced: readonly string[];
  /** Paths that served before and of which the value is not known yet. */
  readonly unknown: readonly string[];
  /** No catalog entry names the attributes: their names say so. */
  readonly guessed: boolean;
}

const none: ServiceStops = { stopped: [], reduced: [], unknown: [], guessed: false };

/**
 * What an update, or the creation of an object that switches another one, stops. Several facts ask for it.
 */
export const findServiceStops: (change: Change) => ServiceStops = perObject(serviceStopsOf);

function serviceStopsOf(change: Change): ServiceStops {
  const isSwitch = change.action === 'create';
  // The entry of a wrapped type, such as a manifest, names attributes that lie elsewhere in it.
  const listed = change.catalog.entry(change.type)?.serves;
  if (change.mode !== 'managed' || !(isSwitch || change.action === 'update')) return none;
  if (isSwitch && listed === undefined && !isSwitchType(change.type)) return none;
  const readings = (listed ?? guessServices(change))
    .filter((service) => !isSwitch || switchesExisting(service, change))
    .map((service) => ({ path: service.path, ...read(service, change) }));
  const textsOf = (effect: Effect): readonly string[] =>
    readings.filter((each) => each.effect === effect).map(({ path, text }) => `${path}: ${text}`);
  const stopped = textsOf('stopped');
  return {
    stopped,
    reduced: stopped.length > 0 ? [] : textsOf('reduced'),
    unknown: listed === undefined ? [] : readings.filter(({ effect }) => effect === 'unknown').map(({ path }) => path),
    guessed: listed === undefined,
  };
}

type Effect = 'none' | 'stopped' | 'reduced' | 'unknown';

interface Reading {
  readonly effect: Effect;
  readonly text: string;
}

const same: Reading = { effect: 'none', text: '' };

/** The object that it switches is known, and so exists: one of the same plan has no id yet. */
function switchesExisting({ via }: ServiceSource, { values }: Change): boolean {
  return via !== undefined && fulfils({ path: via }, values.after, values.afterUnknown);
}

function read(service: ServiceSource, change: Change): Reading {
  const { before, after, afterUnknown } = change.values;
  if (service.where && !fulfils(service.where, before ?? after)) return same;
  const found = readPath(after, afterUnknown, service.path);
  const was = readPath(before, false, service.path).known;
  const byDefault = before === null || service.default === undefined ? [] : [service.default];
  const sides = { before: was.length > 0 ? was : byDefault, after: found.known };
  const compared = found.unknown ? unknownAfter(service, sides.before) : compare(service, sides);
  if (compared === 'none' || compared === 'unknown') return { effect: compared, text: '' };
  const shown = (values: readonly unknown[]): string => shownValues(service, change, values);
  return {
    effect: service.advise ? 'reduced' : compared,
    text: `${before === null ? '' : `${shown(sides.before)} → `}${shown(sides.after)}`,
  };
}

interface Sides {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

function unknownAfter(service: ServiceSource, before: readonly unknown[]): Effect {
  if (service.advise || service.emptied) return 'none';
  if (service.changed) return before.some(isSet) ? 'unknown' : 'none';
  return before.length > 0 && !isStopped(service, before) ? 'unknown' : 'none';
}

function compare(service: ServiceSource, { before, after }: Sides): Effect {
  if (service.emptied) {
    const [was, is] = [itemsOf(before).length, itemsOf(after).length];
    if (was > 0 && is === 0) return 'stopped';
    return was - is >= 2 && is <= was / 2 ? 'reduced' : 'none';
  }
  if (service.changed) return before.some(isSet) && textOf(before) !== textOf(after) ? 'stopped' : 'none';
  // An unset switch has the provider's default, which may be off.
  if (isStopped(service, before) || after.length === 0 || (before.length === 0 && service.stopped === false))
    return 'none';
  // A number that was not set says nothing of how many there were: a limit of 0 may be the same as none.
  if (isOneOf(service.stopped, 0) && !before.some(isSet)) return 'none';
  if (isStopped(service, after)) return 'stopped';
  return isOneOf(service.stopped, 0) && isFewer(before, after) ? 'reduced' : 'none';
}

function isStopped({ stopped }: ServiceSource, values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => isOneOf(stopped, value));
}

/** Several blocks at the path count together; a limit below zero means that there is none. */
function isFewer(before: readonly unknown[], after: readonly unknown[]): boolean {
  const sum = (values: readonly unknown[]): number => values.reduce<number>((total, value) => total + Number(value), 0);
  return sum(before) > sum(after) && sum(after) >= 0;
}

/** Order does not matter, and a list counts by its items. */
function itemsOf(values: readonly unknown[]): readonly unknown[] {
  return values.flat().filter(isSet);
}

function textOf(values: readonly unknown[]): string {
  return JSON.stringify(
    itemsOf(values)
      .map((value) => JSON.stringify(value))
      .sort(),
  );
}

function shownValues(service: ServiceSource, change: Change, values: readonly unknown[]): string {
  const items = itemsOf(values);
  if (items.length === 0) return 'none';
  const isPlain = items.every((item) => typeof item !== 'object');
  if (service.emptied || !isPlain) return String(items.length);
  return shownValue(change, service.path, items.join(', '));
}

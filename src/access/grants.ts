/** What objects grant or open, before and after a plan: the words that all readers of grants share. */
import type { Change } from '../model/change.ts';
import { isObject, type JsonObject } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import type { PlanIndex } from './plan-index.ts';

export type GrantKind =
  | 'admin'
  | 'escalation'
  | 'trust'
  | 'public'
  | 'owner'
  | 'authoritative'
  | 'dropped'
  | 'key'
  | 'opening'
  | 'network-guard'
  | 'public-guard';

/** Something granted, opened or, for the guards, kept shut. */
export interface Grant {
  readonly kind: GrantKind;
  /** What, in terms that can be compared; `*` stands for anything. New where one of them was covered by none before. */
  readonly keys: readonly string[];
  /** Who holds it or what it is on; null where only known after apply. */
  readonly holder: string | null;
  /** Another name of the holder: an object has an id only once it is there. */
  readonly alias?: string;
  /** Pieces that may be shown, each masked for itself: actions, principals, roles, resources, ports, CIDRs. */
  readonly text: readonly string[];
  /** Of a guard: what it guards. When that goes in the same plan, nothing is laid open. */
  readonly guarded?: string;
}

/** A key is made, a list exclusive, a guard there or not by what the plan always says; the others hang on values. */
export type DoubtfulKind = Exclude<GrantKind, 'authoritative' | 'dropped' | 'key' | 'network-guard' | 'public-guard'>;

/** What decides a fact and is only known after apply. */
export interface UnknownGrant {
  readonly kind: DoubtfulKind;
  /** Path of the value, e.g. `after.policy`. */
  readonly unknown: string;
}

export type Detection = Grant | UnknownGrant;

/** One object, as it is before or as it will be after the plan. */
export interface Side {
  readonly change: Change;
  readonly values: JsonObject;
  readonly unknown: unknown;
  readonly isAfter: boolean;
  readonly index: PlanIndex;
}

/** Reads the signs of one object; must not depend on the other side. */
export type Reader = (side: Side) => readonly Detection[];

export const noDetections: readonly Detection[] = [];

/** A string attribute; null where unset, empty or unknown. */
export function textOf(side: Side, key: string): string | null {
  const value = child(side.values, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function isUnknown(side: Side, key: string): boolean {
  return side.unknown === true || child(side.unknown, key) === true;
}

/** The strings of a list attribute, and whether one of them, or all, are unknown. */
export function textsOf(side: Side, key: string): { readonly known: readonly string[]; readonly unknown: boolean } {
  const mask = child(side.unknown, key);
  const unknown = isUnknown(side, key) || (Array.isArray(mask) && mask.includes(true));
  return { known: strings(child(side.values, key)), unknown };
}

/** Nested blocks with their part of the map of unknowns. */
export function blocksOf(
  side: Side,
  key: string,
): readonly { readonly values: JsonObject; readonly unknown: unknown; readonly at: string }[] {
  const values = child(side.values, key);
  const mask = child(side.unknown, key);
  const list = Array.isArray(values) ? values : isObject(values) ? [values] : [];
  return list.flatMap((each, i) =>
    isObject(each) ? [{ values: each, unknown: Array.isArray(mask) ? child(mask, i) : mask, at: `${key}[${i}]` }] : [],
  );
}

/** The same side with a block's values in place of the object's. */
export function within(side: Side, block: { readonly values: JsonObject; readonly unknown: unknown }): Side {
  return { ...side, values: block.values, unknown: block.unknown };
}

/** A string, or the strings of a list. */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

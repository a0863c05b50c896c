/** What objects grant or open, before and after a plan: the words that all readers of grants share. */
import type { Change } from '../model/change.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import type { JsonObject } from '../model/plan-json.ts';
import { child, readPath } from '../model/values.ts';
import type { ConditionSource, HolderSource } from '../source/access.ts';
import { isObject } from '../text/is-object.ts';
import type { Accounts } from './iam/aws-accounts.ts';

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
  | 'public-guard'
  | 'policy-guard'
  | 'lockout'
  | 'account-root';

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
  /** Of a guard: its name. A guard of the same name with another content is the same, edited. */
  readonly identity?: string;
}

/** Whether a key is created, a list is exclusive or a switch is off is in every plan; the others depend on values. */
export type DoubtfulKind = Exclude<GrantKind, 'authoritative' | 'dropped' | 'key' | 'public-guard'>;

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
  /** AWS accounts of the plan's own objects and of AWS services. */
  readonly accounts: () => Accounts;
}

/** Reads the signs of one object, as an entry of the catalog says; must not depend on the other side. */
export type Reader<Source> = (side: Side, source: Source) => readonly Detection[];

export const noDetections: readonly Detection[] = [];

/** The strings at a path through blocks, those of lists included, and whether one is only known after apply. */
export function textsOf(side: Side, path: string): { readonly known: readonly string[]; readonly unknown: boolean } {
  const { known, unknown } = readPath(side.values, side.unknown, path);
  return { known: known.flatMap(strings), unknown };
}

/** The first string at a path that is not empty; null where unset or unknown. */
export function textOf(side: Side, path: string): string | null {
  return textsOf(side, path).known.find((text) => text !== '') ?? null;
}

export function isUnknown(side: Side, path: string): boolean {
  return readPath(side.values, side.unknown, path).unknown;
}

/** A word and name such as `security group sg-1`; null where the name is not known. */
export interface Holder {
  readonly word: string;
  readonly name: string | null;
  readonly holder: string | null;
  /** By the next attribute that is set: an object has an id only once it exists. */
  readonly alias?: string;
}

export function holderOf(side: Side, source: HolderSource): Holder {
  const [word = '', attributes = ''] = Object.entries(source)[0] ?? [];
  const names = [attributes].flat().flatMap((attribute) => textOf(side, attribute) ?? []);
  const [holder = null, alias] = names.map((name) => `${word} ${name}`);
  return { word, name: names[0] ?? null, holder, ...(alias !== undefined && { alias }) };
}

/** The first of several attributes that is set. */
export function nameOf(side: Side, attributes: readonly string[]): string | null {
  return attributes.map((attribute) => textOf(side, attribute)).find((name) => name !== null) ?? null;
}

/** Whether the value at a path, or one of the list there, is one of those listed. */
export function isOneOf(side: Side, path: string, values: unknown): boolean {
  const wanted = [values].flat().map(comparable);
  return readPath(side.values, side.unknown, path)
    .known.flat()
    .some((value) => wanted.includes(comparable(value)));
}

export function holdsAll(condition: ConditionSource | undefined, at: (path: string) => Side): boolean {
  return Object.entries(condition ?? {}).every(([path, values]) => isOneOf(at(path), path, values));
}

export function holdsAny(condition: ConditionSource | undefined, at: (path: string) => Side): boolean {
  return Object.entries(condition ?? {}).some(([path, values]) => isOneOf(at(path), path, values));
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** One nested block, with its part of the map of unknowns. */
export interface Block {
  readonly values: JsonObject;
  readonly unknown: unknown;
  /** Its path, e.g. `ingress[0]`. */
  readonly at: string;
}

/** The blocks at a path through other blocks. */
export function blocksOf(side: Side, path: string): readonly Block[] {
  const [key = '', ...rest] = path.split('.');
  const values = child(side.values, key);
  const mask = child(side.unknown, key);
  const list = Array.isArray(values) ? values : isObject(values) ? [values] : [];
  const blocks = list.flatMap((each, i): readonly Block[] =>
    isObject(each) ? [{ values: each, unknown: Array.isArray(mask) ? child(mask, i) : mask, at: `${key}[${i}]` }] : [],
  );
  if (rest.length === 0) return blocks;
  return blocks.flatMap((block) =>
    blocksOf(within(side, block), rest.join('.')).map((inner) => ({ ...inner, at: `${block.at}.${inner.at}` })),
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

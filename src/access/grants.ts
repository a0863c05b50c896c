/** Types of grants and helpers that all readers of grants share. */
import type { Change } from '../model/change.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import type { JsonObject } from '../model/plan-json.ts';
import { child, readPath } from '../model/values.ts';
import type { ConditionSource, HolderSource } from '../source/access-terms.ts';
import { isObject } from '../text/is-object.ts';
import type { Accounts } from './iam/aws-accounts.ts';

/** What a grant is about. */
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

/** Something that is granted or opened, or a guard that keeps it closed. */
export interface Grant {
  readonly kind: GrantKind;
  /** Comparison keys; `*` is a wildcard. A grant is new if a key is not covered by a grant before the plan. */
  readonly keys: readonly string[];
  /** Who has the grant or what it applies to; null if known only after apply. */
  readonly holder: string | null;
  /** Another name of the holder: an object has an ID only after it was created. */
  readonly alias?: string;
  /** Pieces of text that may be shown after each was masked: actions, principals, roles, resources, ports, CIDRs. */
  readonly text: readonly string[];
  /**
   * The single openings that `text` sums up, each with port and source, so that an approval of several covers fewer.
   * Default: the keys.
   */
  readonly parts?: readonly string[];
  /** For a guard: the object that it protects. If that is destroyed too, nothing is exposed. */
  readonly guarded?: string;
  /** Of a guard: its name. A guard of the same name with another content is the same, edited. */
  readonly identity?: string;
}

/** Returns what an approval of the grant covers. The text of a single grant says more than its key, and that of several leaves some out. */
export function partsOf({ kind, holder, keys, text, parts }: Grant): readonly unknown[] {
  const own = parts ?? (keys.length === 1 ? [...keys, text.join('')] : keys);
  return own.map((part) => [kind, holder, part]);
}

/** Kinds that can depend on unknown values. The others depend only on what the plan always states. */
export type UndecidableKind = Exclude<GrantKind, 'authoritative' | 'dropped' | 'key' | 'public-guard'>;

/** A grant that depends on a value known only after apply. */
export interface UnknownGrant {
  readonly kind: UndecidableKind;
  /** Path of the value, e.g. `after.policy`. */
  readonly unknown: string;
}

/** A grant, or a grant that cannot be decided yet. */
export type Detection = Grant | UnknownGrant;

/** One object before or after the plan. */
export interface Side {
  readonly change: Change;
  readonly values: JsonObject;
  readonly unknown: unknown;
  readonly isAfter: boolean;
  readonly index: PlanIndex;
  /** AWS accounts of the objects of the plan, and of AWS services. */
  readonly accounts: () => Accounts;
}

/**
 * Reads the grants of one object, as an entry of the catalog describes them. It sees one side only; sides are
 * compared later.
 */
export type Reader<Source> = (side: Side, source: Source) => readonly Detection[];

/** No grant. */
export const noDetections: readonly Detection[] = [];

/**
 * Returns all strings at a path through blocks, including those in lists, and whether one of them is known only after
 * apply.
 */
export function textsAt(side: Side, path: string): { readonly known: readonly string[]; readonly unknown: boolean } {
  const { known, unknown } = readPath(side.values, side.unknown, path);
  return { known: known.flatMap(strings), unknown };
}

/** Returns the first non-empty string at a path; null if it is unset or unknown. */
export function textAt(side: Side, path: string): string | null {
  return textsAt(side, path).known.find((text) => text !== '') ?? null;
}

/** Whether a value at the path is known only after apply. */
export function isUnknownAt(side: Side, path: string): boolean {
  return readPath(side.values, side.unknown, path).unknown;
}

/** A word and a name, such as `security group sg-1`. Name and holder are null if unknown. */
export interface Holder {
  readonly word: string;
  readonly name: string | null;
  readonly holder: string | null;
  /** The holder by its next attribute: an object has an ID only after it was created. */
  readonly alias?: string;
}

/** Returns the holder that the catalog describes as `word: attributes`. */
export function holderOf(side: Side, source: HolderSource): Holder {
  const [word = '', attributes = ''] = Object.entries(source)[0] ?? [];
  const names = [attributes].flat().flatMap((attribute) => textAt(side, attribute) ?? []);
  const [holder = null, alias] = names.map((name) => `${word} ${name}`);
  return { word, name: names[0] ?? null, holder, ...(alias !== undefined && { alias }) };
}

/** Returns the first attribute with a non-empty string; null if there is none. */
export function nameOf(side: Side, attributes: readonly string[]): string | null {
  return attributes.map((attribute) => textAt(side, attribute)).find((name) => name !== null) ?? null;
}

/** Whether a value at the path, or an element of a list there, is one of those listed, ignoring case. */
export function isOneOfAt(side: Side, path: string, values: unknown): boolean {
  const wanted = [values].flat().map(comparable);
  return readPath(side.values, side.unknown, path)
    .known.flat()
    .some((value) => wanted.includes(comparable(value)));
}

/** Whether all conditions hold; true if there are none. */
export function holdsAll(condition: ConditionSource | undefined, at: (path: string) => Side): boolean {
  return Object.entries(condition ?? {}).every(([path, values]) => isOneOfAt(at(path), path, values));
}

/** Whether any condition holds; false if there are none. */
export function holdsAny(condition: ConditionSource | undefined, at: (path: string) => Side): boolean {
  return Object.entries(condition ?? {}).some(([path, values]) => isOneOfAt(at(path), path, values));
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** One nested block with its mask of unknown values. */
export interface Block {
  readonly values: JsonObject;
  readonly unknown: unknown;
  /** Its path, e.g. `ingress[0]`. */
  readonly at: string;
}

/** Returns the blocks at a path through other blocks. */
export function blocksAt(side: Side, path: string): readonly Block[] {
  const [key = '', ...rest] = path.split('.');
  const values = child(side.values, key);
  const mask = child(side.unknown, key);
  const list = Array.isArray(values) ? values : isObject(values) ? [values] : [];
  const blocks = list.flatMap((each, i): readonly Block[] =>
    isObject(each) ? [{ values: each, unknown: Array.isArray(mask) ? child(mask, i) : mask, at: `${key}[${i}]` }] : [],
  );
  if (rest.length === 0) return blocks;
  return blocks.flatMap((block) =>
    blocksAt(within(side, block), rest.join('.')).map((inner) => ({ ...inner, at: `${block.at}.${inner.at}` })),
  );
}

/** Returns the side with the values of a block instead of those of the object. */
export function within(side: Side, block: { readonly values: JsonObject; readonly unknown: unknown }): Side {
  return { ...side, values: block.values, unknown: block.unknown };
}

/** Returns a string as a list, or the strings of a list. */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

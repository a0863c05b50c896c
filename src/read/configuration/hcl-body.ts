/** Reads blocks and values from the JSON form of a configuration, as written by hcl2json or in `*.tf.json`. */
import { isObject } from '../../text/is-object.ts';

/** Attributes and nested blocks of one block, in JSON form. */
export type HclBody = Readonly<Record<string, unknown>>;

/** One block with its labels, e.g. `['aws_s3_bucket', 'logs']`. */
export interface HclBlock {
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/**
 * Returns all blocks of one type, in order. In JSON syntax every level may be an object or an array of objects, and the
 * key `//` is a comment (https://developer.hashicorp.com/terraform/language/syntax/json); hcl2json writes a subset of
 * that.
 */
export function blocksOf(body: HclBody, type: string, labelCount: number): readonly HclBlock[] {
  return Object.hasOwn(body, type) ? walk(body[type], labelCount, []) : [];
}

function walk(value: unknown, depth: number, labels: readonly string[]): readonly HclBlock[] {
  if (Array.isArray(value)) return value.flatMap((element) => walk(element, depth, labels));
  if (!isObject(value)) return [];
  if (depth === 0) return [{ labels, body: value }];
  return Object.entries(value).flatMap(([label, inner]) =>
    label === '//' ? [] : walk(inner, depth - 1, [...labels, label]),
  );
}

/** Returns the bodies of a document: a JSON document may be an array of bodies. */
export function bodiesOf(document: unknown): readonly HclBody[] {
  return walk(document, 0, []).map((block) => block.body);
}

const TEMPLATE = /(?<!\$)\$\{|(?<!%)%\{/;

/**
 * Returns the value as written if it is a literal, and null if it is computed; the same for each element of lists and
 * maps.
 */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return TEMPLATE.test(value) ? null : value.replaceAll('$${', '${');
  if (Array.isArray(value)) return value.map(literal);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
  return value;
}

/** Returns a literal string, otherwise null. */
export function literalText(value: unknown): string | null {
  const found = literal(value);
  return typeof found === 'string' ? found : null;
}

/** Returns a literal boolean, null if it is computed, undefined if the attribute is not set. */
export function flag(body: HclBody, name: string): boolean | null | undefined {
  if (!Object.hasOwn(body, name)) return undefined;
  const value = body[name];
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? expression(value) : null;
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** Returns the text of an expression: the part between `${` and `}`, or the whole string (JSON syntax). */
export function expression(value: string): string {
  return (/^\$\{(.*)\}$/s.exec(value)?.[1] ?? value).trim();
}

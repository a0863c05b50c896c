/** Reads blocks and values out of the JSON form of a configuration: of hcl2json and of `*.tf.json` alike. */
import { isObject } from '../../text/is-object.ts';

export type HclBody = Readonly<Record<string, unknown>>;

export interface HclBlock {
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/**
 * All blocks of one type. Terraform's JSON syntax lets every level be an object or an array of objects, and `//` is a
 * comment (https://developer.hashicorp.com/terraform/language/syntax/json); hcl2json writes a subset of that.
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

/** The bodies of a whole document: a JSON document may be an array of bodies. */
export function bodiesOf(document: unknown): readonly HclBody[] {
  return walk(document, 0, []).map((block) => block.body);
}

const TEMPLATE = /(?<!\$)\$\{|(?<!%)%\{/;

/** The value as written where it is a literal; null where it is computed. Inside of lists and maps likewise. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return TEMPLATE.test(value) ? null : value.replaceAll('$${', '${');
  if (Array.isArray(value)) return value.map(literal);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
  return value;
}

/** A literal string, else null. */
export function literalText(value: unknown): string | null {
  const found = literal(value);
  return typeof found === 'string' ? found : null;
}

/** A literal boolean; null where it cannot be known here; undefined where it is not written. */
export function flag(body: HclBody, name: string): boolean | null | undefined {
  if (!Object.hasOwn(body, name)) return undefined;
  const value = body[name];
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? expression(value) : null;
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** The text of an expression: what stands between `${` and `}`, or a string that is written as one (JSON syntax). */
export function expression(value: string): string {
  return (/^\$\{(.*)\}$/s.exec(value)?.[1] ?? value).trim();
}

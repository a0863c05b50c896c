/** What the plan's configuration says by itself: constants, beside a map of what it only refers to. */
import type { JsonObject } from '../plan-json.ts';
import { child } from '../values.ts';
import type { ConfigResource } from './expressions.ts';

/** Values of an attribute as the configuration writes them, and where it refers to something instead. */
function constants(node: unknown): { readonly value: unknown; readonly unknown: unknown } {
  if (Array.isArray(node)) {
    const items = node.map(constants);
    return { value: items.map((item) => item.value), unknown: items.map((item) => item.unknown) };
  }
  if (typeof node !== 'object' || node === null) return { value: null, unknown: false };
  if (Object.hasOwn(node, 'constant_value')) return { value: child(node, 'constant_value'), unknown: false };
  if (Object.hasOwn(node, 'references')) return { value: null, unknown: true };
  const entries = Object.entries(node).map(([name, inner]) => [name, constants(inner)] as const);
  return {
    value: Object.fromEntries(entries.map(([name, inner]) => [name, inner.value])),
    unknown: Object.fromEntries(entries.map(([name, inner]) => [name, inner.unknown])),
  };
}

/** The objects of one type in the configuration's block, e.g. the `statement` blocks of a policy document. */
export function constantsOf(block: ConfigResource | null): { readonly value: JsonObject; readonly unknown: unknown } {
  const read = constants(block?.raw ?? {});
  return { value: Object.assign({}, read.value), unknown: read.unknown };
}

/** Reads constants from the configuration in the plan, with a mask of what is not constant. */
import type { JsonObject } from '../plan-json.ts';
import { child } from '../values.ts';
import type { ConfigResource } from './expressions.ts';

/** Returns values of constants, and `unknown` set to true where the configuration has a reference. */
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

/**
 * Returns the constant values of a block, e.g. the `statement` blocks of a policy document, with a mask of what is
 * unknown.
 */
export function constantsOf(block: ConfigResource | null): { readonly value: JsonObject; readonly unknown: unknown } {
  const read = constants(block?.raw ?? {});
  return { value: Object.assign({}, read.value), unknown: read.unknown };
}

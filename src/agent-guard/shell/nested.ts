/** Finds scripts inside words: `$(…)`, backticks and `<(…)`. */
import type { ParsedScript } from 'unbash';
import { isObject } from '../../text/is-object.ts';

/** Returns the outermost scripts in a syntax tree. Scripts nested in them are found when they are walked. */
export function scriptsIn(node: unknown): readonly ParsedScript[] {
  if (Array.isArray(node)) return node.flatMap(scriptsIn);
  if (!isObject(node)) return [];
  if (isScript(node)) return [node];
  // The parser computes some properties in getters of the class, which Object.values does not return.
  const lazy = gettersOf(node).map((name) => node[name]);
  return [...Object.values(node).filter((value) => !lazy.includes(value)), ...lazy].flatMap(scriptsIn);
}

const knownGetters = new WeakMap<object, readonly string[]>();

/** Names of the getters of a class, cached because every node asks for them. */
function gettersOf(node: object): readonly string[] {
  const above: unknown = Object.getPrototypeOf(node);
  if (!isObject(above) || above === Object.prototype) return [];
  const known = knownGetters.get(above);
  if (known) return known;
  const own = Object.entries(Object.getOwnPropertyDescriptors(above));
  const getters = [...own.flatMap(([name, { get }]) => (get ? [name] : [])), ...gettersOf(above)];
  knownGetters.set(above, getters);
  return getters;
}

function isScript(node: object): node is ParsedScript {
  return 'type' in node && node.type === 'Script' && 'commands' in node;
}

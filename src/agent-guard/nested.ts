/** The scripts inside words: `$(…)`, backticks, `<(…)`, wherever they stand. */
import type { ParsedScript } from 'unbash';

/** The outermost ones; each is walked like the line itself. */
export function scriptsIn(node: unknown): readonly ParsedScript[] {
  if (Array.isArray(node)) return node.flatMap(scriptsIn);
  if (!isRecord(node)) return [];
  if (isScript(node)) return [node];
  // The parser computes some when they are read: those are no own properties.
  const lazy = gettersOf(node).map((name) => node[name]);
  return [...Object.values(node).filter((value) => !lazy.includes(value)), ...lazy].flatMap(scriptsIn);
}

function gettersOf(node: object): readonly string[] {
  const above: unknown = Object.getPrototypeOf(node);
  if (!isRecord(above) || above === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(above));
  return [...own.flatMap(([name, { get }]) => (get ? [name] : [])), ...gettersOf(above)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isScript(node: object): node is ParsedScript {
  return 'type' in node && node.type === 'Script' && 'commands' in node;
}

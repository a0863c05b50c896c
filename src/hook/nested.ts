/** The scripts inside words: `$(…)`, backticks, `<(…)`, wherever they stand. */
import type { ParsedScript } from 'unbash';

/** The outermost ones; each is walked like the line itself. */
export function scriptsIn(node: unknown): readonly ParsedScript[] {
  if (Array.isArray(node)) return node.flatMap(scriptsIn);
  if (!isRecord(node)) return [];
  if (isScript(node)) return [node];
  // The parser computes these when they are read: they are no own properties.
  const lazy = [node.parts, node.indexParts, node.script, node.expression, node.value];
  return [...Object.values(node).filter((value) => !lazy.includes(value)), ...lazy].flatMap(scriptsIn);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isScript(node: object): node is ParsedScript {
  return 'type' in node && node.type === 'Script' && 'commands' in node;
}

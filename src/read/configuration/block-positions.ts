/** Lines on which blocks start, in native and JSON syntax. */
import { endOfString } from '../../text/json-scan.ts';
import type { LocatedBlock } from './hcl-parser.ts';

/**
 * Returns the line (from 1) on which a block starts, or undefined if it is not known. Call it once for each block, in
 * document order: blocks with the same path are returned one after the other.
 * @param path types and labels from the outermost block inwards: `['terraform', 'backend', 's3']`
 */
export type BlockLineLookup = (path: readonly string[]) => number | undefined;

type Lines = Map<string, number[]>;

/** Block lines of a file in native syntax. */
export function blockLines(blocks: readonly LocatedBlock[]): BlockLineLookup {
  const lines: Lines = new Map();
  const add = (inner: readonly LocatedBlock[], above: readonly string[]): void => {
    for (const { type, labels, line, blocks: within } of inner) {
      const path = [...above, type, ...labels];
      note(lines, path, line);
      add(within, path);
    }
  };
  add(blocks, []);
  return lookupIn(lines);
}

/** The longest path: `check`, its name, `data`, type and name. */
const deepest = 5;

/**
 * Block lines of a valid JSON file. A block starts at its key, or at its own brace if it is a further element of an
 * array; every level may be an array of objects (https://developer.hashicorp.com/terraform/language/syntax/json).
 */
export function jsonBlockLines(text: string): BlockLineLookup {
  const lines: Lines = new Map();
  const open: { readonly path: readonly string[] | null; readonly isArray: boolean; keyLine: number | null }[] = [];
  let key: { readonly name: string; readonly line: number } | null = null;
  let line = 1;
  const mark = /["{}[\],\n]/g;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const [character] = found;
    const around = open.at(-1);
    if (character === '\n') line += 1;
    else if (character === ',') key = null;
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      mark.lastIndex = endOfString(text, found.index);
      if (around?.path && !around.isArray && key === null)
        key = { name: String(JSON.parse(text.slice(found.index, mark.lastIndex))), line };
    } else {
      const above = around === undefined ? [] : around.path;
      const path: readonly string[] | null = above && key !== null ? [...above, key.name] : above;
      const keyLine = key?.line ?? around?.keyLine ?? null;
      if (around) around.keyLine = null;
      if (character === '{' && path) note(lines, path, keyLine ?? line);
      const isArray = character === '[';
      open.push({ path: path && path.length <= deepest ? path : null, isArray, keyLine: isArray ? keyLine : null });
      key = null;
    }
  }
  return lookupIn(lines);
}

function note(lines: Lines, path: readonly string[], line: number): void {
  const name = JSON.stringify(path);
  const known = lines.get(name);
  if (known) known.push(line);
  else lines.set(name, [line]);
}

function lookupIn(lines: Lines): BlockLineLookup {
  const returned = new Map<string, number>();
  return (path) => {
    const name = JSON.stringify(path);
    const index = returned.get(name) ?? 0;
    returned.set(name, index + 1);
    return lines.get(name)?.[index];
  };
}

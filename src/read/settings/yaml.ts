/** Reads YAML files with positions. Reports all faults at once and limits size and aliases. */
import type { Document, LineCounter, Node } from 'yaml';
import type { Fault } from '../../errors.ts';
import type { Position } from '../../source/policy.ts';
import { readNamedFile, UnreadableFileError } from '../files/named-file.ts';

/** A parsed YAML document with the positions of its values. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Position of the value at a path, or of its key; for a missing value, of the nearest one that contains it. */
  readonly position: PositionOf;
  /** Faults of the YAML that leave the rest readable; only with the option `partial`. */
  readonly faults?: readonly Fault[];
}

/** How to read a file. */
interface YamlOptions {
  /** Accept an empty file, with the value null. */
  readonly empty?: boolean;
  /** Return the value of a file with faults that leave the rest readable, so that the rest can be checked too. */
  readonly partial?: boolean;
}

/** Returns line and column (from 1) of the value at a path, or of its key. */
export type PositionOf = (path: readonly (string | number)[], part?: 'key') => Position | undefined;

const limits = { bytes: 512 * 1024, aliases: 100 } as const;

/**
 * Reads one YAML document. Faults are returned, not thrown.
 */
export async function readYaml(file: string, options: YamlOptions = {}): Promise<YamlFile | readonly Fault[]> {
  try {
    const bytes = await readNamedFile(file, limits.bytes);
    return await parseYaml(file, { text: bytes.toString('utf8'), ...options });
  } catch (error) {
    if (error instanceof UnreadableFileError && error.code === 'TOO_LARGE') {
      return [{ message: `larger than ${limits.bytes / 1024} KiB`, file, hint: 'Split it into several files.' }];
    }
    if (error instanceof UnreadableFileError) return [{ message: error.message, file, hint: 'Name a file.' }];
    return [{ message: systemMessage(error), file, hint: 'Check the path, and the permissions of the file.' }];
  }
}

/** Parses the text of a YAML file; faults are returned and name `file`. */
export async function parseYaml(
  file: string,
  { text, empty = false, partial = false }: YamlOptions & { readonly text: string },
): Promise<YamlFile | readonly Fault[]> {
  // Loaded on demand: most runs read no YAML, because policies are compiled in.
  const { LineCounter, parseAllDocuments } = await import('./yaml-parser.ts');
  const { mendDocument } = await import('./yaml-faults.ts');
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: true,
      prettyErrors: false,
      version: '1.2',
    });
    const [document, second] = Array.isArray(documents) ? documents : [];
    if (!document) {
      return empty ? { file, value: null, position: () => undefined } : [{ message: 'the file is empty', file }];
    }
    const { faults, readable } = mendDocument(document, { file, text, lines });
    if (faults.length > 0 && !(partial && readable)) return faults;
    if (second) {
      const line = lines.linePos(second.range[0]).line;
      return [{ message: 'a second document in one file', file, line, hint: 'Write one file for each.' }];
    }
    const value: unknown = document.toJS({ maxAliasCount: limits.aliases });
    return {
      file,
      value,
      position: (path, part) => positionOf(document, path, { lines, text, part }),
      ...(faults.length > 0 && { faults }),
    };
  } catch (error) {
    // Too many aliases, or nesting too deep for the parser's stack.
    return [{ message: `invalid YAML: ${error instanceof Error ? error.message : 'cannot be parsed'}`, file }];
  }
}

function positionOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  { lines, text, part }: { readonly lines: LineCounter; readonly text: string; readonly part: 'key' | undefined },
): Position | undefined {
  const key = part && keyAt(document.getIn(path.slice(0, -1), true), path.at(-1));
  if (key) return contentStart(key, { lines, text });
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node)) return contentStart(node, { lines, text });
  }
  return undefined;
}

function keyAt(map: unknown, name: string | number | undefined): Node | undefined {
  const items: unknown = typeof map === 'object' && map !== null ? Reflect.get(map, 'items') : undefined;
  const keys = Array.isArray(items) ? items.map((pair: { readonly key?: unknown }) => pair.key).filter(isNode) : [];
  return keys.find((key) => String(Reflect.get(key, 'value')) === String(name));
}

/** Position where the content of a scalar starts: after a quote, or on the line after a `|`. */
function contentStart(
  node: Node,
  { lines, text }: { readonly lines: LineCounter; readonly text: string },
): Position | undefined {
  const [start, end] = node.range ?? [];
  if (start === undefined || end === undefined) return undefined;
  const { line, col } = lines.linePos(start);
  const type: unknown = Reflect.get(node, 'type');
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') {
    const content = text.slice(text.indexOf('\n', start) + 1, end);
    const indent = /^\s*?(?= *\S)( *)/.exec(content)?.[1]?.length ?? 0;
    return { line: line + 1, column: indent + 1, style: type === 'BLOCK_LITERAL' ? 'literal' : 'folded' };
  }
  const isFolded = text.slice(start, end).trimEnd().includes('\n');
  const quote = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
  return { line, column: col + quote, style: isFolded ? 'folded' : 'inline' };
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function systemMessage(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'no permission to read it';
  if (code === 'EISDIR') return 'a folder, not a file';
  return `cannot be read (${typeof code === 'string' ? code : 'unknown error'})`;
}

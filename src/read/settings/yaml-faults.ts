/** Describes what YAML rejects in a file: what was meant most likely, and what to write instead. */
import type { Document, LineCounter, YAMLError } from 'yaml';
import type { Fault } from '../../errors.ts';
import { isScalar, Scalar, visit } from './yaml-parser.ts';

/** A document and its text. */
export interface ParsedText {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** Errors after which the rest of the document still means what it says. */
const local: readonly string[] = ['BAD_ALIAS', 'BAD_SCALAR_START', 'DUPLICATE_KEY', 'TAG_RESOLVE_FAILED'];

/**
 * Returns all faults of a document. Aliases without an anchor, such as an unquoted `*`, become text.
 * @returns `readable`: whether the values of the document can be checked further
 */
export function mendDocument(
  document: Document.Parsed,
  parsed: ParsedText,
): { readonly faults: readonly Fault[]; readonly readable: boolean } {
  const errors = [...document.errors, ...document.warnings];
  const faults = [
    ...aliasesToText(document, parsed),
    ...duplicateKeys(document, parsed),
    ...errors.flatMap((error) => toFault(error, parsed)),
  ];
  return { faults, readable: errors.every(({ code }) => local.includes(code)) };
}

/** Only strings that need no escape are quoted: a faulty line may be one of another file that a link led to. */
const harmless = /^[\w@%!*`./[\]~:-]{1,60}$/;

function unquoted(text: string): Pick<Fault, 'message' | 'hint'> {
  return harmless.test(text)
    ? { message: `\`${text}\` starts with a character that is special in YAML`, hint: `Quote it: '${text}'` }
    : { message: 'the value starts with a character that is special in YAML', hint: 'Quote it.' };
}

function aliasesToText(document: Document.Parsed, parsed: ParsedText): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      const text = `*${alias.source}`;
      faults.push({ ...unquoted(text), ...placeOf(alias.range?.[0] ?? 0, parsed) });
      const scalar = new Scalar(text);
      scalar.range = alias.range ?? null;
      return scalar;
    },
  });
  return faults;
}

function duplicateKeys(document: Document.Parsed, parsed: ParsedText): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_, { items }) {
      const first = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const before = first.get(name);
        if (before === undefined) first.set(name, offset);
        else {
          const shown = harmless.test(name) ? `\`${name}\`` : 'this key';
          const { line } = parsed.lines.linePos(before);
          faults.push({
            message: `${shown} is set twice`,
            hint: `The first one is in line ${line}. Keep one.`,
            ...placeOf(offset, parsed),
          });
        }
      }
    },
  });
  return faults;
}

function toFault({ code, message, pos }: YAMLError, parsed: ParsedText): readonly Fault[] {
  const place = placeOf(pos[0], parsed);
  const word = /^[^\s,\]}]*/.exec(parsed.text.slice(pos[0]))?.[0] ?? '';
  switch (code) {
    case 'BAD_ALIAS':
    case 'DUPLICATE_KEY':
      // Described above.
      return [];
    case 'BAD_SCALAR_START':
    case 'TAG_RESOLVE_FAILED':
      return [{ ...unquoted(word), ...place }];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [{ message: 'invalid YAML: two keys in one line', hint: 'Quote a text that contains `: `.', ...place }];
    case 'TAB_AS_INDENT':
      return [{ message: 'invalid YAML: indented with a tab', hint: 'Indent with spaces.', ...place }];
    default:
      return [{ ...inWords(message), ...place }];
  }
}

/** Describes the most frequent of the other errors; the rest is shown as the parser words it. */
function inWords(message: string): Pick<Fault, 'message' | 'hint'> {
  const closing = /end with a ([\]}])/.exec(message)?.[1];
  if (closing === undefined) return { message: `invalid YAML: ${message}` };
  const opening = closing === ']' ? '[' : '{';
  return { message: `invalid YAML: \`${closing}\` is missing`, hint: `Close what \`${opening}\` opened.` };
}

function placeOf(offset: number, { file, lines }: ParsedText): Required<Pick<Fault, 'file' | 'line' | 'column'>> {
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

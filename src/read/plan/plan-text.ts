/** Finds the one JSON document in the bytes of a file, also if a shell, CI runner or wrapper added text around it. */
import { constants, isUtf8 } from 'node:buffer';
import { endOfDocument } from '../../text/json-scan.ts';
import { keepBigIntegers } from './big-integers.ts';
import { repeatedKey } from './duplicate-keys.ts';
import { readPlanLazily } from './plan-reader.ts';

/** What the text contains. `not-a-plan.ts` explains every case but `json`. */
export type PlanText =
  | { readonly found: 'json'; readonly value: unknown }
  | { readonly found: 'too-long' | 'not-text' }
  | { readonly found: 'repeated'; readonly key: string }
  | { readonly found: 'several'; readonly text: string; readonly modules: readonly string[] }
  | { readonly found: 'cut-off'; readonly text: string }
  | { readonly found: 'other'; readonly text: string };

/** ECMA-48 control sequences: colours (CSI) and titles or links (OSC). A raw ESC cannot occur inside JSON. */
const CONTROL_SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])/g;

/**
 * Terragrunt decorates each line of `run --all`: `[unit] …` up to 0.66, later `12:00:00.000 STDOUT [unit] terraform: …`.
 * @see https://terragrunt.gruntwork.io/docs/features/log-formatting/
 */
const TERRAGRUNT_PREFIX = /^(?:\d\d:\d\d:\d\d\.\d+ +[A-Z]+ +)?\[([^\]\n]{1,300})\] (?:(?:terraform|tofu|opentofu): )?/;

/**
 * A command to a CI runner (`::debug::…`, `##[debug]…`), its properties and its data: wrappers repeat their output like
 * that.
 */
const RUNNER_COMMAND = /^[^\S\n]*(?:::[a-z-]+(?: ([^\n]*?))?::|##\[[a-z-]+(?: ([^\]\n]*))?\])(.*)$/gim;
/**
 * Members of a plan before the document, or escaped letters, which Terraform never writes. Other members may occur in
 * the text that `plan` prints.
 */
const JSON_BEFORE = /"(?:format_version|resource_changes|planned_values|prior_state|configuration)"\s*:|\\u00[4-7]/;
/** A member, or a line of brackets only, after the document. */
const JSON_BEHIND = /"\w+"\s*:|^\s*[[\]{}][[\]{},\s]*$/m;

/** Decodes UTF-8 or UTF-16 and removes the byte order mark; null for other bytes. */
function decodeText(bytes: Buffer): string | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return bigEndian(bytes.subarray(2));
  if (first === 0xef && second === 0xbb && third === 0xbf) return isUtf8(bytes) ? bytes.toString('utf8', 3) : null;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return bytes.toString('utf16le');
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return bigEndian(bytes);
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

/** Returns the text without terminal control sequences such as colours. */
export function stripControlSequences(text: string): string {
  return text.includes('\x1b') ? text.replace(CONTROL_SEQUENCE, '') : text;
}

/** Returns undefined if the text is not JSON (JSON has no undefined). */
function parse(text: string): unknown {
  try {
    return JSON.parse(keepBigIntegers(text));
  } catch (error) {
    // V8's message quotes the text, which may contain secrets.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Returns null if the text is not JSON. */
function parsed(text: string): PlanText | null {
  const value = parse(text);
  if (value === undefined) return null;
  const key = repeatedKey(text, value);
  return key === null ? { found: 'json', value } : { found: 'repeated', key };
}

/** Finds the objects that start at the beginning of a line; text between them comes from a runner or shell. */
function documentsIn(text: string): { readonly documents: readonly string[]; readonly cutOff: boolean } {
  const documents: string[] = [];
  const opening = /^\{(?=\s*["}])/gm;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    let start = found.index;
    // Concatenated documents without a newline between them.
    for (
      let end: number | null;
      text[start] === '{';
      start = end + (/^\s*/.exec(text.slice(end, end + 80))?.[0].length ?? 0)
    ) {
      end = endOfDocument(text, start);
      if (end === null) return { documents, cutOff: true };
      documents.push(text.slice(start, end));
      opening.lastIndex = end;
    }
  }
  return { documents, cutOff: false };
}

/**
 * Returns the lines of the units whose output contains JSON, without Terragrunt's prefix, and the names of these units.
 */
function unprefixed(text: string): { readonly units: readonly string[]; readonly text: string } | null {
  const units = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const prefix = TERRAGRUNT_PREFIX.exec(line);
    if (prefix?.[1] === undefined) continue;
    const lines = units.get(prefix[1]);
    const rest = line.slice(prefix[0].length);
    if (lines) lines.push(rest);
    else units.set(prefix[1], [rest]);
  }
  const withJson = [...units].filter(([, lines]) => lines.some((line) => /^\{\s*("|$)/.test(line)));
  if (withJson.length === 0) return null;
  return { units: withJson.map(([unit]) => unit), text: withJson.flatMap(([, lines]) => lines).join('\n') };
}

/**
 * Whether there is other JSON around the document. It is unclear which part is the plan, so such a file is not judged.
 */
function hasJsonAround(text: string, document: string): boolean {
  const start = text.indexOf(document);
  const before = withoutRepetitions(text.slice(0, start), document);
  return (
    JSON_BEFORE.test(before) || JSON_BEHIND.test(withoutRepetitions(text.slice(start + document.length), document))
  );
}

/** Removes the commands to a runner, except for what they hold of another document. */
function withoutRepetitions(text: string, document: string): string {
  let dense: string | undefined;
  return text.replace(RUNNER_COMMAND, (_, properties = '', inBrackets = '', data: string) => {
    const plain = data.replace(/%(0A|0D|25)/gi, (__, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    const start = plain.indexOf('{');
    dense ??= document.replace(/\s/g, '');
    const isRepeated = start >= 0 && plain.slice(start, plain.lastIndexOf('}') + 1).replace(/\s/g, '') === dense;
    return `${properties}${inBrackets}${isRepeated ? '' : plain}`;
  });
}

function unwrap(wrapped: string, original: string): PlanText {
  const { documents, cutOff } = documentsIn(wrapped);
  const [only] = documents;
  if (documents.length > 1 || (only !== undefined && !cutOff && hasJsonAround(wrapped, only)))
    return { found: 'several', text: original, modules: [] };
  if (cutOff) return { found: 'cut-off', text: original };
  return (only === undefined ? null : parsed(only)) ?? { found: 'other', text: original };
}

/** Size in bytes from which a plan is read lazily. Smaller ones are parsed as fast in one piece. */
const large = 500_000;

/**
 * Finds the JSON document in the bytes. Plain UTF-8 JSON takes one decoding, one sparse scan and one `JSON.parse`. In a
 * large one, attributes of objects are `LazyJson`.
 */
export function readPlanText(bytes: Buffer): PlanText {
  const lazy = bytes.length < large ? null : readPlanLazily(bytes);
  if (lazy) return 'value' in lazy ? { found: 'json', value: lazy.value } : { found: 'repeated', key: lazy.repeated };
  if (bytes.length > constants.MAX_STRING_LENGTH) return { found: 'too-long' };
  const text = decodeText(bytes);
  if (text === null) return { found: 'not-text' };
  const whole = parsed(text);
  if (whole !== null) return whole;

  const plain = stripControlSequences(text);
  const direct = unwrap(plain, text);
  if (direct.found !== 'other') return direct;
  const units = unprefixed(plain);
  if (units === null) return direct;
  return units.units.length > 1 ? { found: 'several', text, modules: units.units } : unwrap(units.text, text);
}

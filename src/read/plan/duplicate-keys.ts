/**
 * Detects duplicate keys in an object of a plan: `JSON.parse` silently keeps the last, so one value could hide another.
 */
import { endOfString } from '../../text/json-scan.ts';

/**
 * Length in characters up to which every text is scanned. Scanning takes half as long as parsing, so longer texts are
 * scanned only if something in them is suspicious.
 */
const always = 500_000;
/**
 * Depth of Terraform's own objects in each section: a list, an entry, its `change`. Anything deeper is a provider's
 * value.
 */
const deepest: ReadonlyMap<string, number> = new Map([
  ['resource_changes', 4],
  ['resource_drift', 4],
  ['deferred_changes', 5],
  ['output_changes', 3],
  ['action_invocations', 3],
]);

/**
 * Returns the first duplicate key in the plan itself, in one of its changes or in the `change` of an entry; null if
 * there is none. A long text is scanned only if a list of changes occurs twice or a key contains escapes, which
 * Terraform never writes.
 * @param value the text as parsed
 */
export function repeatedKey(text: string, value: unknown): string | null {
  if (text.length <= always) return isWrittenFrom(text, value) ? null : firstRepeated(text);
  return isSuspicious(text) ? firstRepeated(text) : null;
}

/**
 * Whether the text is what writing the parsed value gives, as in nearly every output of Terraform. Then no key is in it
 * twice, since a value has each key once. Go also escapes `<`, `>` and `&`.
 */
function isWrittenFrom(text: string, value: unknown): boolean {
  const written = JSON.stringify(value);
  const given = text.trimEnd();
  return given === written || given.replace(/\\u00(?:3c|3e|26)/g, unescapeGo) === written;
}

function unescapeGo(escaped: string): string {
  return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
}

function isSuspicious(text: string): boolean {
  const seen = new Set<string>();
  for (let at = text.indexOf('_changes"'); at >= 0; at = text.indexOf('_changes"', at + 1)) {
    const name = text.slice(text.lastIndexOf('"', at) + 1, at);
    // Attributes may end like that as well: every BigQuery table has `ignore_schema_changes`.
    if (!deepest.has(`${name}_changes`)) continue;
    if (seen.has(name)) return true;
    seen.add(name);
  }
  // Go escapes only control characters and < > &, never a letter or an underscore.
  for (let at = text.indexOf('\\u00'); at >= 0; at = text.indexOf('\\u00', at + 1)) {
    if (/[4-7]/.test(text[at + 4] ?? '')) return true;
  }
  return false;
}

interface Frame {
  /** null: a list, or too deep to be checked. */
  readonly keys: Set<string> | null;
  readonly isObject: boolean;
}

const [quote, comma, openList, closeList, openObject, closeObject] = [34, 44, 91, 93, 123, 125];

// Compares character codes: a regular expression is several times slower in a program that has just started.
function firstRepeated(text: string): string | null {
  const frames: Frame[] = [];
  let section = '';
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      const keys = expectsKey ? frames.at(-1)?.keys : null;
      if (keys) {
        const key = nameOf(text.slice(at, end));
        if (keys.has(key)) return key;
        keys.add(key);
        if (frames.length === 1) section = key;
      }
      expectsKey = false;
      at = end - 1;
    } else if (code === comma) expectsKey = frames.at(-1)?.isObject === true;
    else if (code === closeObject || code === closeList) frames.pop();
    else if (code === openObject || code === openList) {
      expectsKey = code === openObject;
      const isWatched = expectsKey && frames.length < (deepest.get(section) ?? 1);
      frames.push({ isObject: expectsKey, keys: isWatched ? new Set() : null });
    }
  }
  return null;
}

function nameOf(literal: string): string {
  const name: unknown = literal.includes('\\') ? JSON.parse(literal) : literal.slice(1, -1);
  return String(name);
}

/** What Atlantis makes of the text: its size in bytes, its words, and its code block. */
import { createHash } from 'node:crypto';

/**
 * Replaces lines beyond the limit by their hash, so that an approval of the shown lines does not cover different
 * hidden ones.
 */
export function fittingLines(lines: readonly string[], limit: number): readonly string[] {
  let used = 200;
  const end = lines.findIndex((line) => {
    used += bytes(line);
    return used > limit;
  });
  if (end < 0) return lines;
  const rest = lines.slice(end);
  const hash = createHash('sha256').update(rest.join('\n')).digest('hex').slice(0, 16);
  return [...lines.slice(0, end), `FAIL - ${rest.length} more, left out for length - ${hash}`];
}

/** Always keeps head and tail, and as much of the body as fits. */
export function fitted(parts: {
  readonly head: readonly string[];
  readonly body: readonly string[];
  readonly tail: readonly string[];
  readonly limit: number;
}): string {
  const { head, body, tail, limit } = parts;
  const notice = ['', 'The rest is omitted for length.'];
  const fixed = bytes([...head, ...notice, ...tail].join('\n')) + 2;
  let used = fixed;
  const end = body.findIndex((line) => {
    used += bytes(line);
    return used > limit;
  });
  return [...head, ...(end < 0 ? body : [...body.slice(0, end), ...notice]), ...tail].join('\n');
}

/** Size of a line with its newline, after the dots of `withoutFail` are inserted. */
function bytes(text: string): number {
  return new TextEncoder().encode(withoutFail(withoutFences(text))).length + 1;
}

/** A line of backticks would end the code block that Atlantis puts the report in. */
export function withoutFences(text: string): string {
  return text.replace(/`{3,}/g, (run) => [...run].join(' '));
}

/** Lower-casing U+0130 in Go also gives `i`. */
const fail = /(f)(a[i\u0130]l)/gi;

/** Atlantis up to v0.38 fails a passing plan that contains this word in a name or message. */
export function withoutFail(text: string): string {
  return text.replace(fail, '$1·$2');
}

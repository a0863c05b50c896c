/** Globs over words and paths, without regular expressions. */

/** Whether the text matches the pattern. `*` matches any characters; everything else matches itself. Linear time. */
export function matchesGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  const [head = '', ...middle] = pieces;
  const tail = middle.pop() ?? '';
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const piece of middle) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - tail.length) return false;
    at = found + piece.length;
  }
  return true;
}

/** Whether a path matches: `*` within a segment, `**` for any number of segments. Both use `/`. */
export function matchesPath(pattern: string, path: string): boolean {
  return matchesSteps(stepsOf(pattern), stepsOf(path));
}

/** Whether the pattern matches the path or one of its parents: `stacks/*` covers `stacks/billing/prod`. */
export function coversPath(pattern: string, path: string): boolean {
  const wanted = stepsOf(pattern);
  const given = stepsOf(path);
  return given.some((_, i) => matchesSteps(wanted, given.slice(0, i))) || matchesSteps(wanted, given);
}

function stepsOf(path: string): readonly string[] {
  return path.split('/').filter((step) => step !== '' && step !== '.');
}

/** One row per segment of the pattern, so that many `**` take no more time than one. */
function matchesSteps(wanted: readonly string[], given: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const step of wanted) {
    const next = new Set<number>();
    for (const at of reached) {
      if (step === '**') for (let i = at; i <= given.length; i += 1) next.add(i);
      else if (at < given.length && matchesGlob(step, given[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(given.length);
}

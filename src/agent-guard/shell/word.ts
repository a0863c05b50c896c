/** Words after shell expansion. Marks represent parts that the line alone does not determine. */

/** Mark for unknown text inside a word. NUL cannot occur in a command line, since it ends C strings. */
export const unknownText = '\u0000';

/** Mark for any number of unknown words. */
export const unknownWords = '\u0001';

/** Mark for a glob (`*`, `?` or `[…]`), which the shell replaces by file names. */
export const unknownName = '\u0003';

/** Whether something is the case, ordered from `no` to `yes`. */
export type Certainty = 'no' | 'maybe' | 'yes';

const order = { no: 0, maybe: 1, yes: 2 } as const;

/** Returns the higher of two certainties (logical or). */
export function maxCertainty(a: Certainty, b: Certainty): Certainty {
  return order[a] >= order[b] ? a : b;
}

/** Returns the lower of two certainties (logical and). */
export function minCertainty(a: Certainty, b: Certainty): Certainty {
  return order[a] <= order[b] ? a : b;
}

/** Whether a word contains a mark. */
export function isUnknown(word: string): boolean {
  return word.includes(unknownText) || word.includes(unknownWords) || word.includes(unknownName);
}

/** Returns the text without marks. */
export function withoutMarks(text: string): string {
  return text.replaceAll(unknownText, '').replaceAll(unknownWords, '').replaceAll(unknownName, '');
}

/** Replaces the `*` of a pattern while matching; `\*` is a literal star. */
const anyText = '\u0002';

interface Alternative {
  /** In lower case, as the rule has it. */
  readonly written: string;
  /** The same with `anyText` for each `*`. */
  readonly glob: string;
}

/** Alternatives by pattern. The patterns of the rules are few, and each is matched against every word. */
const alternatives = new Map<string, readonly Alternative[]>();

function alternativesOf(pattern: string): readonly Alternative[] {
  const known = alternatives.get(pattern);
  if (known) return known;
  const toGlob = (written: string): string => written.replace(/\\?\*/g, (star) => (star === '*' ? anyText : '*'));
  const found = pattern
    .toLowerCase()
    .split('|')
    .map((written) => ({ written, glob: toGlob(written) }));
  alternatives.set(pattern, found);
  return found;
}

/**
 * Returns whether a word matches one of `a|b|c*`, ignoring case; `*` matches any text. `maybe` if it depends on an
 * unknown part.
 */
export function matchPattern(pattern: string, word: string): Certainty {
  const open = word.toLowerCase();
  const unknown = isUnknown(word);
  const text = unknown ? open.replaceAll(unknownName, '*') : open;
  let found: Certainty = 'no';
  for (const { written, glob } of alternativesOf(pattern)) {
    if (written === text) return 'yes';
    if (glob !== written && overlaps(glob, text, { open: false })) return 'yes';
    if (unknown && overlaps(glob, open, { open: true })) found = 'maybe';
  }
  return found;
}

/** Returns the highest certainty over all patterns. */
export function matchAnyPattern(patterns: readonly string[], word: string): Certainty {
  return patterns.reduce<Certainty>((found, pattern) => maxCertainty(found, matchPattern(pattern, word)), 'no');
}

/**
 * Whether a glob may name a file that a pattern describes. A lone `*` says nothing, and a glob that starts with `*`
 * says only how names end.
 */
export function globMayMatch(glob: string, pattern: string): boolean {
  const written = glob.replaceAll(unknownName, '*').toLowerCase();
  const name = lastPart(written);
  if (!/[*?[]/.test(name) || name.replace(/\[.*?\]|[^a-z0-9]/g, '').length < 2) return false;
  const [folder, meant] = [pattern.slice(0, -lastPart(pattern).length), lastPart(pattern).toLowerCase()];
  if (!written.includes(folder.replaceAll('*', '')) || (name.startsWith('*') && !meant.startsWith('*.'))) return false;
  const source = name.replace(/\[[^\]]*\]|[*?]|[^\w]/g, (part) =>
    part === '*' ? '.*' : /^[?[]/.test(part) ? '.' : `\\${part}`,
  );
  return new RegExp(`^${source}$`, 's').test(meant.replaceAll('*', ''));
}

/** Returns the last part of a path with its trailing `/`. */
function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/', path.length - 2) + 1);
}

/**
 * Whether pattern and word can match. `open`: unknown text matches anything; otherwise only a `*` of the pattern
 * matches it.
 */
function overlaps(pattern: string, word: string, options: { readonly open: boolean }): boolean {
  const width = word.length + 1;
  const seen = new Set<number>();
  const from = (p: number, w: number): boolean => {
    const key = p * width + w;
    if (seen.has(key)) return false;
    seen.add(key);
    if (p === pattern.length && w === word.length) return true;
    if (pattern[p] === anyText && (from(p + 1, w) || (w < word.length && from(p, w + 1)))) return true;
    const unknown = isUnknown(word[w] ?? '');
    if (options.open && unknown && (from(p, w + 1) || (p < pattern.length && from(p + 1, w)))) return true;
    return p < pattern.length && w < word.length && !unknown && pattern[p] === word[w] && from(p + 1, w + 1);
  };
  return from(0, 0);
}

/**
 * Returns the plain program name: `terraform` for `/usr/bin/Terraform.exe` and for an image such as
 * `hashicorp/terraform:1.9`.
 */
export function programName(word: string): string {
  const base = word.slice(Math.max(...['/', '\\', '#'].map((mark) => word.lastIndexOf(mark))) + 1).toLowerCase();
  const untagged = base.split(/[:@]/, 1)[0] ?? base;
  return (untagged || base).replace(/\.(?:exe|cmd|bat)$/, '');
}

/** Returns the word quoted for a shell. The mark for unknown words is kept as it is. */
export function quoted(word: string): string {
  return word === unknownWords ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words as the shell would hand them on, as far as they can be known from the line alone. */

/** Stands in a word for text that is not known. No command line can hold it: it ends strings. */
export const unknownText = '\u0000';

/** A word of its own, for any number of words that are not known. */
export const unknownWords = '\u0001';

/** For `*`, `?` or `[…]`, which the shell takes for names of files. */
export const unknownName = '\u0003';

export type Certainty = 'no' | 'maybe' | 'yes';

const order = { no: 0, maybe: 1, yes: 2 } as const;

export function best(a: Certainty, b: Certainty): Certainty {
  return order[a] >= order[b] ? a : b;
}

export function both(a: Certainty, b: Certainty): Certainty {
  return order[a] <= order[b] ? a : b;
}

export function isUnknown(word: string): boolean {
  return [unknownText, unknownWords, unknownName].some((mark) => word.includes(mark));
}

/** Text in which nothing stands for something else. */
export function withoutMarks(text: string): string {
  return text.replaceAll(unknownText, '').replaceAll(unknownWords, '').replaceAll(unknownName, '');
}

/** What a pattern's `*` is read as; `\*` is a star itself. */
const anyText = '\u0002';

/**
 * Whether a word is one of `a|b|c*`, whatever the case; `*` stands for any text. `maybe`: it depends on what is not known.
 */
export function fits(pattern: string, word: string): Certainty {
  const open = word.toLowerCase();
  const text = open.replaceAll(unknownName, '*');
  const unknown = isUnknown(word);
  let found: Certainty = 'no';
  for (const written of pattern.toLowerCase().split('|')) {
    if (written === text) return 'yes';
    const alternative = written.includes('*')
      ? written.replace(/\\?\*/g, (star) => (star === '*' ? anyText : '*'))
      : written;
    if (alternative !== written && overlaps(alternative, text, { open: false })) return 'yes';
    if (unknown && overlaps(alternative, open, { open: true })) found = 'maybe';
  }
  return found;
}

export function fitsAny(patterns: readonly string[], word: string): Certainty {
  return patterns.reduce<Certainty>((found, pattern) => best(found, fits(pattern, word)), 'no');
}

/**
 * Whether names with `*`, `?` or `[…]` in them may be what a pattern is about. `*` alone speaks of nothing, and what begins
 * with it only of how names end.
 */
export function takesIn(glob: string, pattern: string): boolean {
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

/** Of a path; a `/` at the end belongs to it. */
function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/', path.length - 2) + 1);
}

/** `open`: unknown text may turn out to be anything; otherwise only a `*` of the pattern takes it. */
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

/** `/usr/bin/Terraform.exe` → `terraform`; an image such as `hashicorp/terraform:1.9` as well. */
export function programName(word: string): string {
  const base = word.slice(Math.max(...['/', '\\', '#'].map((mark) => word.lastIndexOf(mark))) + 1).toLowerCase();
  const untagged = base.split(/[:@]/, 1)[0] ?? base;
  return (untagged || base).replace(/\.(?:exe|cmd|bat)$/, '');
}

/** One word for the shell again, whatever is in it. */
export function quoted(word: string): string {
  return word === unknownWords ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words as the shell would hand them on, as far as they can be known from the line alone. */

/** Stands in a word for text that is not known. No command line can hold it: it ends strings. */
export const unknownText = '\u0000';

/** A word of its own, for any number of words that are not known. */
export const unknownWords = '\u0001';

export type Certainty = 'no' | 'maybe' | 'yes';

const order = { no: 0, maybe: 1, yes: 2 } as const;

export function best(a: Certainty, b: Certainty): Certainty {
  return order[a] >= order[b] ? a : b;
}

export function both(a: Certainty, b: Certainty): Certainty {
  return order[a] <= order[b] ? a : b;
}

export function isUnknown(word: string): boolean {
  return word.includes(unknownText) || word.includes(unknownWords);
}

/** Text in which nothing stands for something else. */
export function withoutMarks(text: string): string {
  return text.replaceAll(unknownText, '').replaceAll(unknownWords, '');
}

/**
 * Whether a word is one of `a|b|c*`, whatever the case; `*` stands for any text. `maybe`: it depends on what is not known.
 */
export function fits(pattern: string, word: string): Certainty {
  const text = word.toLowerCase();
  const unknown = isUnknown(word);
  let found: Certainty = 'no';
  for (const alternative of pattern.toLowerCase().split('|')) {
    if (alternative === text) return 'yes';
    if (alternative.includes('*') && overlaps(alternative, text, { open: false })) return 'yes';
    if (unknown && overlaps(alternative, text, { open: true })) found = 'maybe';
  }
  return found;
}

export function fitsAny(patterns: readonly string[], word: string): Certainty {
  return patterns.reduce<Certainty>((found, pattern) => best(found, fits(pattern, word)), 'no');
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
    if (pattern[p] === '*' && (from(p + 1, w) || (w < word.length && from(p, w + 1)))) return true;
    const unknown = word[w] === unknownText || word[w] === unknownWords;
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

/** Steps through JSON text without parsing it: where a string ends, where a document ends. */

const BACKSLASH = 92;

/** Whether the character at `index` is escaped by the backslashes before it. */
export function isEscaped(text: string, index: number): boolean {
  let first = index;
  while (first > 0 && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (index - first) % 2 === 1;
}

/** The index after the string that opens at `quote`; the length of the text where it never closes. */
export function endOfString(text: string, quote: number): number {
  let close = text.indexOf('"', quote + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close + 1;
}

/** The index after the object that opens at `start`; null where the text ends before the object does. */
export function endOfDocument(text: string, start: number): number | null {
  const mark = /["{}[\]]/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const [character] = found;
    if (character === '"') mark.lastIndex = endOfString(text, found.index);
    else if (character === '{' || character === '[') depth++;
    else if (--depth === 0) return found.index + 1;
  }
  return null;
}

/** Scans JSON text without parsing it: finds the end of a string or of a document. */

const BACKSLASH = 92;

/** Whether the character at `index` is escaped by backslashes before it. */
export function isEscaped(text: string, index: number): boolean {
  let first = index;
  while (first > 0 && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (index - first) % 2 === 1;
}

/** Returns the index after the string that starts at `quote`; the length of the text if the string is not closed. */
export function endOfString(text: string, quote: number): number {
  let close = text.indexOf('"', quote + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close + 1;
}

/** Returns the index after the object that starts at `start`; null if the text ends first. */
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

/** Caches a pure function of a short text, up to ten thousand results. */
export function memoize<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const fresh = answer(text);
    if (known.size < 10_000) known.set(text, fresh);
    return fresh;
  };
}

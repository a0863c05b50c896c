const attributes = { configurable: true, enumerable: true };

/**
 * Defines a member of an object that is computed when something first reads it, and is a plain member from then on. A copy
 * of the object reads it. A member that is there already keeps its place among the others.
 */
export function withLazy<Target extends object, Key extends string, Value>(
  target: Target,
  key: Key,
  make: () => Value,
): Target & Readonly<Record<Key, Value>> {
  return Object.defineProperty(target, key, {
    ...attributes,
    get() {
      const value = make();
      // Also lets go of what `make` holds: a whole plan, for example.
      Object.defineProperty(target, key, { ...attributes, value, writable: true });
      return value;
    },
  }) as Target & Readonly<Record<Key, Value>>;
}

/** Returns a copy of the object without one member, which is not read. */
export function without<Target extends object, Key extends keyof Target>(target: Target, key: Key): Omit<Target, Key> {
  const { [key]: _, ...members } = Object.getOwnPropertyDescriptors(target);
  return Object.defineProperties({}, members as PropertyDescriptorMap) as Omit<Target, Key>;
}

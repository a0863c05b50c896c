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

/** Returns a copy of the object in which one member has another value, without reading the one that it has. */
export function withInstead<Target extends object, Key extends keyof Target>(
  target: Target,
  key: Key,
  value: Target[Key],
): Target {
  const members = { ...Object.getOwnPropertyDescriptors(target), [key]: { ...attributes, value, writable: true } };
  return Object.defineProperties({}, members) as Target;
}

/** Which fields of a parsed plan a computation reads: a proxy around the JSON notes each of them. */

export type Path = readonly string[];

/** The same JSON, and the paths of every scalar and every missing field that was read so far. */
export function recordReads(json: object): { readonly recorded: object; readonly read: () => readonly Path[] } {
  const paths = new Map<string, Path>();
  const known = new WeakMap<object, object>();
  const wrap = (target: object, path: Path): object => {
    const before = known.get(target);
    if (before) return before;
    const look = (key: string | symbol, value: unknown): unknown => {
      if (typeof key !== 'string' || (Array.isArray(target) && !/^\d+$/.test(key))) return value;
      if (value === undefined && key in target) return value;
      const own = [...path, key];
      if (typeof value === 'object' && value !== null) return wrap(value, own);
      if (typeof value !== 'function') paths.set(own.join('\0'), own);
      return value;
    };
    const proxy = new Proxy(target, { get: (object, key, self) => look(key, Reflect.get(object, key, self)) });
    known.set(target, proxy);
    return proxy;
  };
  return { recorded: wrap(json, []), read: () => [...paths.values()] };
}

/** A copy in which the field at `path` has another value; the rest is shared. */
export function withField<Json>(json: Json, path: Path, value: unknown): Json {
  const [key, ...rest] = path;
  if (key === undefined || typeof json !== 'object' || json === null) return json;
  const copy = (Array.isArray(json) ? [...json] : { ...json }) as Record<string, unknown>;
  copy[key] = rest.length === 0 ? value : withField(copy[key], rest, value);
  return copy as Json;
}

export function fieldAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
    json,
  );
}

/**
 * Guesses the entry of a type that the catalog does not list, from the kind that it wraps, its name and its
 * attributes.
 */
import type { GuessSource, RiskSource, TypeSource } from '../source/catalog.ts';
import { readLazy } from '../text/lazy-json.ts';
import { memoize } from '../text/memoize.ts';
import { once } from '../text/once.ts';
import { toSnakeCase } from '../text/snake-case.ts';
import { readPath } from './values.ts';

/** A catalog entry, or a guess for one. */
export interface TypeEntry extends TypeSource {
  /** The catalog does not list the type. */
  readonly guess?: boolean;
}

/** Guesses entries. */
export interface TypeGuesser {
  /**
   * Returns the entry of the kind that the object wraps, e.g. a namespace in a kubectl_manifest; null if it wraps
   * none.
   */
  readonly wrapped: (type: string, values: unknown) => TypeEntry | null;
  /** Returns the entry for an object of an unlisted type; empty if there is nothing to guess from. */
  readonly guess: (type: string, values: unknown) => TypeEntry;
  readonly isGuardName: (name: string) => boolean;
  /** Whether JSON text may hold the name of a guard; false is certain. */
  readonly mayNameGuard: (json: string) => boolean;
  readonly guardValues: readonly unknown[];
}

const nothing: TypeEntry = {};

/**
 * Builds a guesser.
 * @param listed returns the catalog entry of a type
 */
export function toTypeGuesser(source: GuessSource, listed: (type: string) => TypeSource | undefined): TypeGuesser {
  // The catalog lists the types of most plans.
  const guesser = once(() => nameGuesser(source));
  const byName = (name: string) => guesser()(name);
  const guardNames = source.guards.names.map((pattern) => new RegExp(pattern));
  // Names in the text may be in camel case, where underscores are missing.
  const anyGuardName = new RegExp(
    source.guards.names.map((pattern) => pattern.replace(/^\^|\$$/g, '').replaceAll('_', '_?')).join('|'),
    'i',
  );
  const sizeNames = source.sizes.map((pattern) => new RegExp(pattern));
  // Cached, since plans repeat a few hundred attribute names very often.
  const isGuardName = memoize((name) => guardNames.some((pattern) => pattern.test(toSnakeCase(name))));
  const isTelling = memoize((name) => isGuardName(name) || sizeNames.some((pattern) => pattern.test(name)));

  // Most types wrap nothing, and a big plan asks for ten thousand objects.
  const canWrap = memoize(
    (type) =>
      source.prefixes.some(({ provider }) => type.startsWith(`${provider}_`)) ||
      source.kinds.some((kind) => kind.type === type),
  );

  const byAttributes = (lazy: unknown): TypeEntry => {
    const values = readLazy(lazy);
    const found = risksIn(source.risks, values);
    const risks = found.length > 0 ? { risks: found, guess: true } : nothing;
    return hasAttribute(values, isTelling)
      ? { criticality: 'stateful', data: 'secondary', guess: true, ...risks }
      : risks;
  };
  return {
    isGuardName,
    mayNameGuard: (json) => anyGuardName.test(json),
    guardValues: source.guards.on,
    wrapped: (type, values) => {
      if (!canWrap(type)) return null;
      for (const { provider, name } of wrappedNames(source, type, values)) {
        const entry = listed(`${provider}_${name}`) ?? listed(`${provider}_${name.slice(name.indexOf('_') + 1)}`);
        if (entry) return withoutAttributes(entry);
        const guessed = byName(`${provider}_${name}`);
        if (guessed) return { ...byAttributes(values), ...guessed, guess: true };
      }
      return null;
    },
    guess: (type, values) => {
      const guessed = byName(type);
      if (guessed === null) return nothing;
      return guessed ? { ...byAttributes(values), ...guessed, guess: true } : byAttributes(values);
    },
  };
}

/** The other provider has other attribute names, so entries about attributes are dropped. */
function withoutAttributes({
  guards: _guards,
  keeps: _keeps,
  risks: _risks,
  backups: _backups,
  expires: _expires,
  objects: _objects,
  serves: _serves,
  ...rest
}: TypeSource): TypeEntry {
  return rest;
}

/** Types of other providers that an object wraps, without the provider. */
function wrappedNames(
  { prefixes, kinds }: GuessSource,
  type: string,
  values: unknown,
): readonly { readonly provider: string; readonly name: string }[] {
  const [provider = '', ...words] = type.split('_');
  return [
    ...prefixes
      .filter((prefix) => prefix.provider === provider)
      .map(({ like }) => ({ provider: like, name: words.join('_') })),
    ...kinds
      .filter((kind) => kind.type === type)
      .flatMap(({ path, pattern, like }) => {
        const [text] = readPath(values, false, path).known;
        if (typeof text !== 'string') return [];
        const kind = pattern === undefined ? text : new RegExp(pattern, 'm').exec(text)?.[1];
        return kind === undefined ? [] : [{ provider: like, name: toTypeName(kind) }];
      }),
  ];
}

/** Converts `PersistentVolumeClaim` to `persistent_volume_claim` and `storageAccounts` to `storage_account`. */
function toTypeName(kind: string): string {
  return toSnakeCase(kind).split('_').map(singular).join('_');
}

type Guess = GuessSource['rules'][number]['entry'];

/** Returns null if a rule excludes the type, undefined if no rule matches. */
function nameGuesser({ rules, unless }: GuessSource): (type: string) => Guess | undefined {
  const endings = new Map<string, Guess>();
  for (const { ends, entry } of rules) {
    for (const words of ends) {
      const key = words.split('_').map(singular).join('_');
      if (!endings.has(key)) endings.set(key, entry);
    }
  }
  const longest = Math.max(...[...endings.keys()].map((key) => key.split('_').length));
  const excluded = new Set(unless);
  return memoize((type) => {
    const name = type
      .slice(type.indexOf('_') + 1)
      .replace(/_v\d\w*$/, '')
      .replace(/_from_.*$/, '');
    const words = name.split('_').map(singular);
    if (words.some((word) => excluded.has(word))) return null;
    for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
      const entry = endings.get(words.slice(-length).join('_'));
      if (entry !== undefined) return entry;
    }
    // Some names join two words: privatedatabase, containerregistry.
    const last = words.at(-1) ?? '';
    const inside = [...endings].find(([key]) => key.length >= 6 && !key.includes('_') && last.endsWith(key));
    return inside?.[1];
  });
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(?:ss|us|is)$/.test(word) ? word : word.replace(/s$/, '');
}

function risksIn(risks: readonly RiskSource[], values: unknown): readonly RiskSource[] {
  if (typeof values !== 'object' || values === null) return [];
  return risks.filter(({ path }) => Object.hasOwn(values, path));
}

function hasAttribute(values: unknown, isTelling: (name: string) => boolean): boolean {
  if (typeof values !== 'object' || values === null) return false;
  for (const name in values) if (isTelling(name)) return true;
  return false;
}

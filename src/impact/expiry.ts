/** Stored data that a change lets expire earlier: rules and ages added, shortened, switched on or widened. */
import { type Change, creates, destroys, holdsData } from '../model/change.ts';
import { child, containsTrue, isSensitive } from '../model/values.ts';
import type { ExpirySource } from '../source/catalog.ts';
import { perObject } from '../text/per-object.ts';
import { type Leaf, leaves, type Steps } from './attribute-walk.ts';
import { guessExpiries } from './expiry-guess.ts';
import { isExpiryCovered, type RuleSource, readRules, ruleText } from './expiry-rules.ts';

/** What a change makes expire earlier, as texts for a finding. */
export interface Expiries {
  /** Stored data that is certain to be deleted earlier. */
  readonly data: readonly string[];
  /** The same for minor data (advisory only): logs, images, messages, defaults for future data. */
  readonly minor: readonly string[];
  /** Paths whose values are known only after apply. */
  readonly unknown: readonly string[];
  /** Found by the names of attributes, not from the catalog. */
  readonly guess: boolean;
}

/** Returns the stored data that the change makes expire earlier. */
export type ExpiryFinder = (change: Change) => Expiries;

const nothing: Expiries = { data: [], minor: [], unknown: [], guess: false };

/**
 * Compares rules with all that the same store had before, so that one moved to another address is not new. Several facts
 * ask for it, in more than one context of the same plan.
 * @param changes all changes of the plan
 */
export const toExpiryFinder: (changes: readonly Change[]) => ExpiryFinder = perObject(expiryFinder);

function expiryFinder(changes: readonly Change[]): ExpiryFinder {
  let made: ReadonlySet<unknown> | undefined;
  const isCreated = (store: string): boolean => {
    made ??= new Set(changes.filter(creates).flatMap(storeNames));
    return made.has(store);
  };
  return perObject((change: Change) => {
    const { before, after } = change.values;
    if (after === null || change.mode === 'data' || !['create', 'update', 'replace'].includes(change.action))
      return nothing;
    const listed = change.entry.expires?.map(toRuleSource);
    const found = (listed ?? guessExpiries(change)).flatMap((source) => {
      const store = storeOf(change, source);
      if (change.action !== 'update' && (store === null || isCreated(store))) return [];
      const earlier = store === null ? [before] : [before, ...endedRules(store, source, changes)];
      return [compare(change, source, earlier)];
    });
    if (found.length === 0) return nothing;
    const texts = (isMinor: boolean): readonly string[] =>
      found.filter(({ minor }) => minor === isMinor).flatMap((each) => each.texts);
    return {
      data: texts(false),
      minor: texts(true),
      unknown: found.flatMap((each) => each.unknown),
      guess: listed === undefined,
    };
  });
}

interface Compared {
  readonly texts: readonly string[];
  readonly unknown: readonly string[];
  readonly minor: boolean;
}

function compare(change: Change, source: RuleSource, earlier: readonly unknown[]): Compared {
  const { after, afterUnknown, beforeSensitive, afterSensitive } = change.values;
  const minor = source.advise === true || source.scope === 'future' || change.entry.buffer === true;
  if (isUnknownAt(afterUnknown, source.steps)) return { texts: [], unknown: [source.steps.join('.')], minor };
  const before = earlier.flatMap((values) => readRules(values, source));
  const shown = !isSensitive([beforeSensitive, afterSensitive], source.steps.slice(0, 1));
  const texts = readRules(after, source)
    .filter((rule) => !isExpiryCovered(rule, before))
    .map((rule) => ruleText(rule, before, source, shown));
  return { texts: [...new Set(texts)], unknown: [], minor };
}

function isUnknownAt(mask: unknown, [step, ...rest]: Steps): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some((item) => isUnknownAt(item, step === undefined ? [] : [step, ...rest]));
  return step === undefined ? leaves(mask).some(decides) : isUnknownAt(child(mask, step), rest);
}

/** Ids and names that the provider makes up do not decide what a rule deletes. */
function decides({ steps, value }: Leaf): boolean {
  return value === true && !/^(?:id|name)$/.test(steps.at(-1) ?? '');
}

/** Names by which other objects may refer to a new store: all its texts; only its name if the type is not a known store. */
function storeNames(change: Change): readonly unknown[] {
  const { after } = change.values;
  if (typeof after !== 'object' || after === null) return [];
  return holdsData(change) ? Object.values(after) : [child(after, 'name')];
}

/** The store that rules of their own belong to; null where it is made by the same plan, as its name is not known yet. */
function storeOf({ values }: Change, { via }: RuleSource): string | null {
  if (via === undefined || containsTrue(child(values.afterUnknown, via))) return null;
  const store = child(values.after, via);
  return typeof store === 'string' && store !== '' ? store : null;
}

/** Values of other rule objects of the same store that this plan removes. */
function endedRules(store: string, { via = '' }: RuleSource, changes: readonly Change[]): readonly unknown[] {
  return changes
    .filter((other) => destroys(other) && child(other.values.before, via) === store)
    .map((other) => other.values.before);
}

function toRuleSource(source: ExpirySource): RuleSource {
  return {
    ...source,
    steps: source.path.split('.'),
    inside: source.inside?.split('.') ?? [],
    ages: source.ages?.map(({ at, unit }) => ({ steps: at.split('.'), unit })) ?? null,
  };
}

/** Rules by which stored data expires, read from the attributes before or after a change. */
import { durationText, toSeconds } from '../model/durations.ts';
import type { ExpirySource, ExpiryUnit } from '../source/catalog.ts';
import { decoded, follow, type Steps } from './attribute-walk.ts';
import { coversFilter, type Filter, filterOf, isInForce, saysDelete } from './expiry-filter.ts';

/** {@link ExpirySource} with its paths taken apart: keys of maps may have dots in them. */
export interface RuleSource extends Omit<ExpirySource, 'path' | 'ages' | 'inside'> {
  readonly steps: Steps;
  /** Path to the age or the list of rules inside a JSON text. */
  readonly inside: Steps;
  readonly ages: readonly { readonly steps: Steps; readonly unit: ExpiryUnit | undefined }[] | null;
}

/** One rule by which stored data expires. */
export interface ExpiryRule {
  /** Names from the top to the age. */
  readonly at: string;
  /** Seconds, a number of the newest that stay, or milliseconds since 1970. */
  readonly age: number;
  readonly unit: ExpiryUnit | undefined;
  /** Whether the unit of the number is unknown. */
  readonly bare: boolean;
  readonly filter: Filter;
  readonly name: string | null;
}

/** Returns every rule in force. A plain number is one rule without a filter. */
export function readRules(values: unknown, source: RuleSource): readonly ExpiryRule[] {
  const found = follow(values, source.steps)
    .map((value) => (source.json ? decoded(value) : value))
    .flatMap((value) => follow(value, source.inside));
  return source.ages === null ? scalarRule(found, source) : found.flatMap((rule) => rulesIn(rule, source));
}

function scalarRule(found: readonly unknown[], source: RuleSource): readonly ExpiryRule[] {
  const at = [...source.steps, ...source.inside].join('.');
  if (isSwitch(source)) {
    const isOn = source.present ? found.length > 0 : found.includes(source.on);
    return isOn ? [{ at, age: 0, unit: undefined, bare: false, filter: new Map(), name: null }] : [];
  }
  const given = found.length === 0 && source.default !== undefined ? [source.default] : found;
  const ages = given.flatMap((value) => toAge(value, source.unit) ?? []).filter((age) => age > 0);
  if (ages.length === 0) return [];
  const bare = source.unit === undefined && given.every(isNumber);
  return [{ at, age: Math.min(...ages), unit: source.unit, bare, filter: new Map(), name: null }];
}

function isSwitch({ on, present }: RuleSource): boolean {
  return on !== undefined || present === true;
}

function rulesIn(rule: unknown, source: RuleSource): readonly ExpiryRule[] {
  if (!isInForce(rule)) return [];
  const ages = source.ages ?? [];
  const filter = filterOf(
    rule,
    ages.map(({ steps }) => steps),
  );
  const name = [...follow(rule, ['id']), ...follow(rule, ['name'])].find((value) => typeof value === 'string') ?? null;
  const path = [...source.steps, ...source.inside];
  const found = ages.flatMap(({ steps, unit }) => {
    const ownUnit = unitBeside(rule, steps) ?? unit;
    const given = follow(rule, steps);
    const known = given.flatMap((value) => toAge(value, ownUnit) ?? []);
    const set = known.filter((age) => age > 0);
    if (set.length === 0) return [];
    const bare = ownUnit === undefined && given.every(isNumber);
    return [{ at: [...path, ...steps].join('.'), age: Math.min(...set), unit: ownUnit, bare, filter, name }];
  });
  if (found.length > 0 || !saysDelete(rule)) return found;
  return [{ at: path.join('.'), age: 0, unit: undefined, bare: false, filter, name }];
}

/** Returns the unit that the rule itself names, as in `time_unit: DAYS` or `countUnit: days`. */
function unitBeside(rule: unknown, steps: Steps): ExpiryUnit | undefined {
  const beside = follow(rule, steps.slice(0, -1));
  for (const block of beside) {
    if (typeof block !== 'object' || block === null) continue;
    for (const [key, value] of Object.entries(block)) {
      if (!/unit$/i.test(key) || typeof value !== 'string') continue;
      const unit = (['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const).find((each) =>
        each.startsWith(value.toLowerCase().replace(/s$/, '')),
      );
      if (unit !== undefined && value.length > 1) return unit;
    }
  }
  return undefined;
}

function toAge(value: unknown, unit: ExpiryUnit | undefined): number | null {
  if (unit === 'count') return typeof value === 'number' || typeof value === 'string' ? finite(Number(value)) : null;
  if (unit !== 'date') return toSeconds(value, unit);
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? finite(/^\d+$/.test(value) ? Number(value) : Date.parse(value)) : null;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Whether what `rule` deletes is deleted as early by one of `others`. */
export function isExpiryCovered(rule: ExpiryRule, others: readonly ExpiryRule[]): boolean {
  return others.some(
    (other) => other.at === rule.at && other.age <= rule.age && coversFilter(other.filter, rule.filter),
  );
}

/** What is new about a rule, with the age before: `objects expire after 1 day (was 365 days)`. */
export function ruleText(rule: ExpiryRule, before: readonly ExpiryRule[], source: RuleSource, shown: boolean): string {
  const same = before.filter((other) => other.at === rule.at);
  const equal = same.filter(
    (other) => coversFilter(other.filter, rule.filter) && coversFilter(rule.filter, other.filter),
  );
  const named = same.filter((other) => rule.name !== null && other.name === rule.name);
  const alike = same.filter((other) => other.age === rule.age);
  const [was] = [equal, named, alike].flatMap((others) => others.toSorted((a, b) => a.age - b.age));
  if (isSwitch(source)) return `${source.of} that are already expired are deleted (${rule.at})`;
  if (!shown) return `${source.of} expire earlier (${rule.at})`;
  if (was !== undefined && was.age <= rule.age)
    return `more ${source.of} ${ageText(rule)}: the filter is wider (${rule.at})`;
  return `${source.of} ${ageText(rule)} (was ${was === undefined ? 'never' : shortAge(was)}; ${rule.at})`;
}

function ageText(rule: ExpiryRule): string {
  if (rule.unit === 'count') return `beyond the newest ${rule.age} expire`;
  if (rule.unit === 'date') return `expire on ${shortAge(rule)}`;
  return rule.age === 0 ? 'are deleted' : `expire after ${shortAge(rule)}`;
}

function shortAge({ age, unit, bare }: ExpiryRule): string {
  if (unit === 'count' || bare) return String(age);
  if (unit !== 'date') return durationText(age);
  const date = new Date(age);
  return Number.isNaN(date.getTime()) ? String(age) : date.toISOString().slice(0, 10);
}

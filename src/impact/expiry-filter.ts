/** Filters of expiry rules, found by attribute names that all providers share. */
import { type Leaf, leaves, type Steps } from './attribute-walk.ts';

/** By the last name of the attribute: the values that it allows. Several names hold together, several values each by itself. */
export type Filter = ReadonlyMap<string, readonly (string | number | true)[]>;

const filterWord =
  /filter|prefix|suffix|tag|label|match|condition|select|scope|include|exclude|newer|size|class|namespace|pattern/i;
const wildcards: ReadonlySet<unknown> = new Set(['', '*', 'any', 'ANY', 'all', 'ALL']);

/** Returns the filter of one rule. Values at `ages` say when data expires, not which data. */
export function filterOf(rule: unknown, ages: readonly Steps[]): Filter {
  const filter = new Map<string, (string | number | true)[]>();
  for (const { steps, value } of leaves(withNamedPairs(rule))) {
    if (!steps.some((step) => filterWord.test(step)) || ages.some((age) => isSame(age, steps))) continue;
    if (steps.some((step) => /transition/i.test(step) && !/^delete/i.test(step))) continue;
    const isValue = typeof value === 'string' || typeof value === 'number' || value === true;
    if (!isValue || wildcards.has(value)) continue;
    const name = steps.at(-1) ?? '';
    filter.set(name, [...(filter.get(name) ?? []), value]);
  }
  return filter;
}

/** Whether `wide` selects everything that `narrow` selects. */
export function coversFilter(wide: Filter, narrow: Filter): boolean {
  return [...wide].every(([name, allowed]) => {
    const values = narrow.get(name);
    if (values === undefined) return false;
    if (/exclude/i.test(name)) return allowed.every((value) => values.includes(value));
    return values.every((value) => allowed.some((other) => isWithin(name, value, other)));
  });
}

function isWithin(name: string, value: string | number | true, wider: string | number | true): boolean {
  if (value === wider) return true;
  if (typeof value === 'string' && typeof wider === 'string') return /prefix/i.test(name) && value.startsWith(wider);
  if (typeof value !== 'number' || typeof wider !== 'number') return false;
  if (/greater|newer|min|keep|retain/i.test(name)) return value >= wider;
  return /less|max/i.test(name) && value <= wider;
}

/** Whether a rule deletes anything: it is enabled, and its action is a deletion if it has one. */
export function isInForce(rule: unknown): boolean {
  return leaves(rule).every((leaf) => !isOff(leaf));
}

/** Whether the action of the rule is a deletion. Such a rule without an age deletes at once. */
export function saysDelete(rule: unknown): boolean {
  return leaves(rule).some(({ steps, value }) => isAction(steps) && typeof value === 'string' && deleting.test(value));
}

const deleting = /delet|expir|purg|destroy|remov/i;

function isOff({ steps, value }: Leaf): boolean {
  const name = steps.at(-1) ?? '';
  if (/^(?:is_?)?enabled$/i.test(name)) return value === false || value === 'false';
  if (typeof value !== 'string' || value === '') return false;
  if (/^(?:status|state)$/i.test(name)) return /disabled|suspended|inactive/i.test(value);
  return isAction(steps) && !deleting.test(value);
}

function isAction(steps: Steps): boolean {
  const [name = '', above = ''] = [steps.at(-1), steps.at(-2)];
  return /^(?:action|action_?type|state_?name)$/i.test(name) || (/^type$/i.test(name) && /^action$/i.test(above));
}

/** `{key: a, value: b}` and `{name: a, value: b}` say what `{a: b}` says. */
function withNamedPairs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNamedPairs);
  if (typeof value !== 'object' || value === null) return value;
  const { key, name = key, value: paired } = value as Readonly<Record<string, unknown>>;
  if (typeof name === 'string' && typeof paired === 'string') return { [name]: paired };
  return Object.fromEntries(Object.entries(value).map(([each, inner]) => [each, withNamedPairs(inner)]));
}

function isSame(a: Steps, b: Steps): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

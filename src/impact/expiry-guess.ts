/** Where a type that the catalog does not list is likely to say when stored data is deleted, by the names of its attributes. */
import { type Change, holdsData } from '../model/change.ts';
import { child } from '../model/values.ts';
import type { ExpiryUnit } from '../source/catalog.ts';
import { toSnakeCase } from '../text/snake-case.ts';
import { decoded, follow, isChanged, type Leaf, leaves, type Steps } from './attribute-walk.ts';
import type { RuleSource } from './expiry-rules.ts';
import { typeWords } from './type-words.ts';

const ageWord =
  /retention|retain|expir|(?:^|[_.-])ttl(?:[_.-]|$)|time_?to_?live|max_?age|(?:^|_)lifetime|delete_?(?:after|older)|older_?than|keep_?(?:for|days|last|count)/i;
/** In a list of rules about expiry shorter names say the same. */
const ruleAgeWord =
  /^expir|days|age$|hours|seconds|every|time_amount|ttl|date$|retention|older|keep|count_?number|min_index_age/i;
const rulesWord = /lifecycle|expir|retention|ttl|cleanup|purg|deletion_rule|ilm|gc_(?:policy|rule)/i;
/** Ages of what is no stored data, and of the ways back, which are judged as backups. */
const otherAges =
  /backup|snapshot|insights|recover|restor|version_retention|soft_?delete|undelete|trash|token|session|cookie|cors|cache|lease|passw|secret|(?:^|_)key|cert|credential|auth|login|hsts|idle|timeout|dns|negative|invit|job|pod|after_finished|connection|rollback|history|lock|dead_?letter|transition|tier|cold|warm|hot|archive|abort|incomplete|multipart|protect|min_/i;
/** How long Kafka keeps the marks of deleted messages. */
const tombstones = /^delete[._]retention/;
const storeWord =
  /(?:^|_)(?:tables?|databases?|db|buckets?|topics?|queues?|streams?|collections?|containers?|ind(?:ex|ices)|datasets?|data|keyspaces?|stores?|storage|logs?|logging|repository|repositories|registry|objects?|blobs?|files?|file_system|volumes?|shares?|events?|archives?|metrics?|traces?|lifecycle|retention|expiration|ttl|ilm|ism|kafka|msk|eventhub|measurements?)(?:_|$)/;
const noStoreWord =
  /(?:^|_)(?:record|dns|zone|certificate|token|key|secret|user|role|account_password|distribution|listener|target|session|api|gateway|backup|snapshot|policy_assignment|job|cdn|cache_policy|monitor|alert|dashboard)(?:_|$)/;
const minorWord =
  /(?:^|_)(?:logs?|logging|queues?|streams?|registry|repository|repositories|images?|metrics?|traces?|cache|configuration|config|parameter_group|subscriptions?|template|messages?)(?:_|$)/;
/** Attributes that name the store which rules of their own belong to. */
const storeName =
  /^(?:bucket|repository|storage_account|table|topic|index|database|namespace|container|stream|collection|dataset)(?:_name|_id|_arn)?$/;

const nouns: readonly (readonly [RegExp, string])[] = [
  [/topic|queue|stream|kafka|eventhub|message/, 'messages'],
  [/bucket|blob|object|storage/, 'objects'],
  [/log/, 'log entries'],
  [/image|registry|repositor/, 'images'],
  [/table|database|keyspace|_db/, 'rows'],
];

/** Sources as the catalog would list them; nothing for a type whose words name no store. */
export function guessExpiries(change: Change): readonly RuleSource[] {
  const words = typeWords(change);
  if (noStoreWord.test(words) || !(storeWord.test(words) || holdsData(change))) return [];
  if (change.criticality === 'disposable') return [];
  const of = nouns.find(([word]) => word.test(words))?.[1] ?? 'records';
  const { before, after } = change.values;
  const via = Object.keys(after ?? {}).find((name) => storeName.test(name));
  const found = new Map<string, RuleSource>(
    cleanupPolicies(before).map((each) => [each.steps.join('\n'), { ...each, of }]),
  );
  for (const side of [before, after]) {
    for (const source of sourcesIn(side, change)) {
      const minor = minorWord.test(change.type);
      const own = /lifecycle|retention|expiration|ilm/.test(change.type) && via !== undefined ? { via } : {};
      const key = source.steps.join('\n');
      const other = found.get(key);
      const ages = [...(other?.ages ?? []), ...(source.ages ?? [])];
      found.set(key, { ...source, ...own, of, advise: minor, ages: source.ages && distinct(ages) });
    }
  }
  return [...found.values()];
}

/** A compacted Kafka topic keeps the last message of each key for ever; one that deletes does not. */
function cleanupPolicies(values: unknown): readonly Omit<RuleSource, 'of'>[] {
  return leaves(values)
    .filter(({ steps, value }) => /^cleanup[._]policy$/.test(steps.at(-1) ?? '') && value === 'compact')
    .map(({ steps }) => ({ steps, inside: [], ages: null, on: 'delete' }));
}

type Guess = Pick<RuleSource, 'steps' | 'inside' | 'ages' | 'unit' | 'json' | 'scope'>;

function sourcesIn(values: unknown, change: Change): readonly Guess[] {
  if (typeof values !== 'object' || values === null) return [];
  const { type } = change;
  return Object.keys(values).flatMap((name): readonly Guess[] => {
    // What stays as it is lets nothing expire earlier. Few attributes of an update change.
    if (change.action === 'update' && !isChanged(change, name)) return [];
    const value = child(values, name);
    const content = decoded(value);
    const json = content !== value;
    const isRules =
      (rulesWord.test(name) || (rulesWord.test(type) && /rule|polic/i.test(name))) && !otherAges.test(name);
    if (isRules && typeof content === 'object' && content !== null) return rulesSource(name, content, json);
    if (json) return textSource(name, content);
    return leaves(value, [name])
      .filter(isAge)
      .map(({ steps }) => ({ steps, inside: [], ages: null, ...about(steps) }));
  });
}

function isAge({ steps, value }: Leaf): boolean {
  const name = toSnakeCase(steps.at(-1) ?? '');
  if (isDeletionAge(steps)) return true;
  return (
    ageWord.test(name) &&
    !tombstones.test(name) &&
    typeof value !== 'boolean' &&
    !steps.some((step) => isOther(step) || /^(?:tags|labels|tags_all|timeouts)$/.test(step))
  );
}

function about(steps: Steps): Pick<RuleSource, 'scope'> & { readonly unit?: ExpiryUnit } {
  const name = steps.at(-1) ?? '';
  const unit = unitOf(name);
  return { scope: /^default_(?!ttl|time_to_live)/.test(name) ? 'future' : 'existing', ...(unit && { unit }) };
}

/** A list of rules, whose short names mean ages. */
function rulesSource(name: string, content: unknown, json: boolean): readonly Guess[] {
  const inside = Array.isArray(content) ? [] : listInside(content);
  const rules = follow(content, inside);
  const ages = rules.flatMap((rule) => leaves(rule)).filter(isRuleAge);
  if (ages.length === 0) return [];
  return [
    {
      steps: [name],
      inside,
      json,
      ages: distinct(ages.map(({ steps }) => ({ steps, unit: unitOf(steps.at(-1) ?? '') }))),
    },
  ];
}

function isRuleAge({ steps, value }: Leaf): boolean {
  const name = steps.at(-1) ?? '';
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /\d/.test(value));
  return isNumber && (isDeletionAge(steps) || (ruleAgeWord.test(name) && !steps.some(isOther)));
}

/** The last phase of an Elasticsearch policy or a delete action of Azure; other ages only move an index or a blob. */
function isDeletionAge(steps: Steps): boolean {
  return steps.at(-2) === 'delete' && /^(?:min_age|days_after_\w+)$/.test(toSnakeCase(steps.at(-1) ?? ''));
}

/** A transition by which objects are deleted is none to a colder place. */
function isOther(step: string): boolean {
  return otherAges.test(toSnakeCase(step)) && !/^(?:delete|expir)/i.test(step);
}

/** Ages in a JSON text or in lines of `key=value`. */
function textSource(name: string, content: unknown): readonly Guess[] {
  return leaves(content)
    .filter(isAge)
    .map(({ steps }) => ({ steps: [name], inside: steps, json: true, ages: null, ...about(steps) }));
}

/** The first list of objects below a document's top. */
function listInside(content: unknown): Steps {
  if (typeof content !== 'object' || content === null) return [];
  const name = Object.keys(content).find((key) => Array.isArray(child(content, key)));
  return name === undefined ? [] : [name];
}

const units: readonly (readonly [RegExp, ExpiryUnit])[] = [
  [/(?:^|[_.])(?:ms|millis|milliseconds)$/i, 'ms'],
  [/years?$/i, 'years'],
  [/months?$/i, 'months'],
  [/weeks?$/i, 'weeks'],
  [/days?(?:_|$)|^days[A-Z]/i, 'days'],
  [/hours?(?:_|$)/i, 'hours'],
  [/minutes?(?:_|$)/i, 'minutes'],
  [/count|number|newest|versions/i, 'count'],
  [/date$|expiration_time$|expires_at$/i, 'date'],
];

function unitOf(name: string): ExpiryUnit | undefined {
  return units.find(([pattern]) => pattern.test(name))?.[1];
}

function distinct(ages: NonNullable<RuleSource['ages']>): NonNullable<RuleSource['ages']> {
  return [...new Map(ages.map((age) => [age.steps.join('\n'), age])).values()];
}

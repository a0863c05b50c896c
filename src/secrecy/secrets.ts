/** Values that the plan marks as sensitive anywhere, so that no string which contains one is ever shown. */
import { type JsonChange, type JsonObject, listAt, objectAt, type PlanDocument, stringAt } from '../model/plan-json.ts';
import { child, containsTrue } from '../model/values.ts';
import { isObject } from '../text/is-object.ts';
import { once } from '../text/once.ts';
import { searchFor } from '../text/text-search.ts';

export const sensitiveMark = '(sensitive)';

export interface Secrets {
  /** Whether the text holds a known secret: plain, or base64-, URL- or JSON-encoded. */
  readonly isIn: (text: string) => boolean;
}

/** What is as long as this by chance in two places is a host or a region; as part of a text, it is a name. */
const longEnough = 8;
const longEnoughAsPart = 12;

export type Marked = readonly [key: string, scalar: string | number];

/** Shorter strings and small numbers would hide half of every report and are no secrets worth the name. */
const shortest = 3;
const shortestLine = 16;
const wellKnown = new Set(['true', 'false', 'null', 'none', 'default', 'enabled', 'disabled']);

/** What is known of the sensitive values of one plan, each part made when it is first asked for. */
interface Collected {
  readonly marked: () => readonly Marked[];
  readonly texts: () => ReadonlySet<string>;
  readonly secrets: () => Secrets;
}

const collected = new WeakMap<PlanDocument, Collected>();

/** The masks of a plan are walked once, whoever asks. */
function collect(plan: PlanDocument): Collected {
  const known = collected.get(plan);
  if (known) return known;
  const marked = once(() => [...walkMasks(plan)]);
  const texts = once(() => new Set(marked().flatMap(([, scalar]) => secretsIn(scalar))));
  const made = { marked, texts, secrets: once(() => toSecrets(texts())) };
  collected.set(plan, made);
  return made;
}

/** The plan's secrets. */
export function collectSecrets(plan: PlanDocument): Secrets {
  return collect(plan).secrets();
}

/** What must not be shown: each marked scalar as text, and the lines of those that have several. */
export function secretTexts(plan: PlanDocument): ReadonlySet<string> {
  return collect(plan).texts();
}

/** `[nearest key, scalar]`: every string and number that a mask, or a declaration in the root module, marks as sensitive. */
export function markedScalars(plan: PlanDocument): readonly Marked[] {
  return collect(plan).marked();
}

export function toSecrets(texts: ReadonlySet<string>): Secrets {
  return { isIn: isHolderOf([...texts]) };
}

/**
 * Stricter than `isIn`, for accusing rather than hiding: the text is a secret of some length, or holds a long one. Only
 * what a resource or a variable marks counts: an output that is sensitive as a whole object says nothing of its parts.
 */
export function toLeakDetector(plan: PlanDocument): (text: string) => boolean {
  const texts = new Set([...markedAtTheSource(plan)].flatMap(([, scalar]) => secretsIn(scalar)));
  const isLongIn = isHolderOf([...texts].filter((secret) => secret.length >= longEnoughAsPart));
  return (text) => (text.length >= longEnough && texts.has(text)) || isLongIn(text);
}

function isHolderOf(secrets: readonly string[]): Secrets['isIn'] {
  const least = secrets.reduce((length, secret) => Math.min(length, secret.length), Number.POSITIVE_INFINITY);
  const isFoundIn = searchFor(secrets);
  return (text) => text.length >= least && readings(text, { depth: 2, least }).some(isFoundIn);
}

/** What of a marked scalar must not be shown: none of it where it is a word that stands anywhere. */
export function secretsIn(scalar: string | number): readonly string[] {
  const text = String(scalar);
  if (text.length < shortest || wellKnown.has(text.toLowerCase())) return [];
  // A line of a multi-line secret is as secret as the whole.
  const lines = text.split('\n').map((line) => line.trim());
  return [text, ...lines.filter((line) => line.length >= shortestLine)];
}

function* walkMasks(plan: PlanDocument): Generator<Marked> {
  yield* markedAtTheSource(plan);
  yield* inChanges(plan.outputChanges);
  for (const where of ['planned_values', 'prior_state']) {
    const outputs = objectAt(plan.raw, where, ...(where === 'prior_state' ? ['values', 'outputs'] : ['outputs']));
    for (const [name, output] of Object.entries(outputs)) {
      if (isObject(output) && output.sensitive === true) yield* everyScalar(output.value, name);
    }
  }
}

/** The same without outputs: what resources, actions and variables mark. */
function* markedAtTheSource(plan: PlanDocument): Generator<Marked> {
  yield* inChanges([...(plan.resourceChanges ?? []), ...plan.resourceDrift, ...plan.deferredChanges]);
  // The states repeat what the changes hold, but for what the plan only read or does not mention.
  const changed = new Set((plan.resourceChanges ?? []).map((change) => change.address));
  for (const resource of plan.priorState) {
    if (!changed.has(resource.address) || resource.deposed) yield* underMask(resource.values, resource.sensitive);
  }
  for (const module of modulesIn(objectAt(plan.raw, 'planned_values', 'root_module'))) {
    for (const resource of listAt(module, 'resources')) {
      if (!changed.has(stringAt(resource, 'address') ?? ''))
        yield* underMask(resource.values, resource.sensitive_values);
    }
  }
  for (const invocation of plan.actionInvocations) yield* underMask(invocation.config, invocation.configSensitive);
  for (const [name, declared] of Object.entries(objectAt(plan.configuration, 'variables'))) {
    if (!isObject(declared) || declared.sensitive !== true) continue;
    yield* everyScalar(child(objectAt(plan.variables, name), 'value'), name);
    yield* everyScalar(declared.default, name);
  }
}

type MaskedChange = Pick<JsonChange, 'actions' | 'before' | 'after' | 'beforeSensitive' | 'afterSensitive'>;

function* inChanges(changes: readonly MaskedChange[]): Generator<Marked> {
  for (const change of changes) {
    // Most masks are empty all through.
    if (containsTrue(change.beforeSensitive) || containsTrue(change.afterSensitive)) yield* inChange(change);
  }
}

function* inChange(change: MaskedChange): Generator<Marked> {
  const isNoOp = change.actions[0] === 'no-op';
  for (const mask of [change.beforeSensitive, change.afterSensitive]) {
    yield* underMask(change.before, mask);
    if (!isNoOp) yield* underMask(change.after, mask);
  }
}

function* modulesIn(module: JsonObject): Generator<JsonObject> {
  yield module;
  for (const inner of listAt(module, 'child_modules')) yield* modulesIn(inner);
}

function* underMask(value: unknown, mask: unknown, key = ''): Generator<Marked> {
  if (mask === true) yield* everyScalar(value, key);
  else if (typeof mask === 'object' && mask !== null && containsTrue(mask)) {
    const isList = Array.isArray(mask);
    for (const [step, inner] of Object.entries(mask)) yield* underMask(child(value, step), inner, isList ? key : step);
  }
}

export function* everyScalar(value: unknown, key: string): Generator<Marked> {
  if (typeof value === 'string' || typeof value === 'number') yield [key, value];
  else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    for (const [step, item] of Object.entries(value)) yield* everyScalar(item, isList ? key : step);
  }
}

/** The text and what it decodes to, where that is not too short: decoding makes no text longer, and base64 a quarter shorter. */
function readings(
  text: string,
  { depth, least }: { readonly depth: number; readonly least: number },
): readonly string[] {
  if (depth === 0 || text.length < least) return [text];
  const decoded = new Set<string>();
  for (const token of text.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []) {
    if (token.length * 0.75 >= least) decoded.add(Buffer.from(token, 'base64').toString('utf8'));
  }
  if (text.includes('%')) decoded.add(text.replace(/(?:%[0-9a-fA-F]{2})+/g, decodePercent));
  if (text.includes('\\')) decoded.add(text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, decodeEscape));
  return [text, ...[...decoded].flatMap((each) => readings(each, { depth: depth - 1, least }))];
}

function decodePercent(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function decodeEscape(_: string, escaped: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (simple[escaped] ?? escaped);
}

/** Collects the values that a plan marks as sensitive, so that no text containing one is shown. */

import { type JsonChange, type JsonObject, listAt, objectAt, type PlanDocument, stringAt } from '../model/plan-json.ts';
import { child, containsTrue } from '../model/values.ts';
import { isObject } from '../text/is-object.ts';
import { readLazy } from '../text/lazy-json.ts';
import { once } from '../text/once.ts';
import { searchFor } from '../text/text-search.ts';
import { minDistinctLength, minEmbeddedLength, minSecretLength, minSecretLineLength } from './limits.ts';

/** Shown instead of a sensitive value. */
export const sensitiveMark = '(sensitive)';

/** Tests texts for known secrets. */
export interface Secrets {
  /** Whether the text contains a known secret: plain, or base64-, URL- or JSON-encoded. */
  readonly isIn: (text: string) => boolean;
}

/** A sensitive scalar with the nearest attribute name above it. */
export type MarkedScalar = readonly [key: string, scalar: string | number];

/** Values that are too common to be treated as secret. */
const wellKnown = new Set(['true', 'false', 'null', 'none', 'default', 'enabled', 'disabled']);

/** Sensitive values of one plan, each part computed on first use. */
interface Collected {
  /** Those of resources, actions and variables, without outputs. */
  readonly ofSources: () => readonly MarkedScalar[];
  readonly marked: () => readonly MarkedScalar[];
  readonly texts: () => ReadonlySet<string>;
  readonly secrets: () => Secrets;
}

const collected = new WeakMap<PlanDocument, Collected>();

/** Cached by plan, so that the masks are walked only once. */
function collect(plan: PlanDocument): Collected {
  const known = collected.get(plan);
  if (known) return known;
  const ofSources = once(() => [...markedAtTheSource(plan)]);
  const marked = once(() => [...ofSources(), ...markedInOutputs(plan)]);
  const texts = once(() => new Set(marked().flatMap(([, scalar]) => secretsIn(scalar))));
  const made = { ofSources, marked, texts, secrets: once(() => toSecrets(texts())) };
  collected.set(plan, made);
  return made;
}

/** Returns a test for the secrets of this plan. */
export function collectSecrets(plan: PlanDocument): Secrets {
  return collect(plan).secrets();
}

/** Returns the texts that must not be shown: each sensitive scalar, and the long lines of multi-line ones. */
export function secretTexts(plan: PlanDocument): ReadonlySet<string> {
  return collect(plan).texts();
}

/**
 * Returns every string and number that a mask, or a declaration in the root module, marks as sensitive. The key is
 * the nearest attribute name.
 */
export function markedScalars(plan: PlanDocument): readonly MarkedScalar[] {
  return collect(plan).marked();
}

/** Returns a test for these secrets, given as plain texts. */
export function toSecrets(texts: ReadonlySet<string>): Secrets {
  return { isIn: isHolderOf([...texts]) };
}

/**
 * Returns a test that is stricter than `isIn`, for reporting a leak: the text equals a secret of at least
 * `minDistinctLength`, or contains one of at least `minEmbeddedLength`. Only secrets of resources, actions and variables
 * count, since an output that is sensitive as a whole object says nothing about its parts.
 */
export function toLeakDetector(plan: PlanDocument): (text: string) => boolean {
  const texts = new Set(
    collect(plan)
      .ofSources()
      .flatMap(([, scalar]) => secretsIn(scalar)),
  );
  const isLongIn = isHolderOf([...texts].filter((secret) => secret.length >= minEmbeddedLength));
  return (text) => (text.length >= minDistinctLength && texts.has(text)) || isLongIn(text);
}

const maxRemembered = 100_000;

function isHolderOf(secrets: readonly string[]): Secrets['isIn'] {
  const least = secrets.reduce((length, secret) => Math.min(length, secret.length), Number.POSITIVE_INFINITY);
  const isFoundIn = searchFor(secrets);
  // The same texts occur many times in a plan.
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length < least) return false;
    let found = known.get(text);
    if (found === undefined) {
      found = decodings(text, { depth: 2, least }).some(isFoundIn);
      if (known.size < maxRemembered) known.set(text, found);
    }
    return found;
  };
}

/** Returns the parts of a sensitive scalar that must not be shown. Empty if it is short or a common word. */
export function secretsIn(scalar: string | number): readonly string[] {
  const text = String(scalar);
  if (text.length < minSecretLength || wellKnown.has(text.toLowerCase())) return [];
  // A long line of a multi-line secret, e.g. of a private key, is a secret of its own.
  const lines = text.split('\n').map((line) => line.trim());
  return [text, ...lines.filter((line) => line.length >= minSecretLineLength)];
}

function* markedInOutputs(plan: PlanDocument): Generator<MarkedScalar> {
  yield* inChanges(plan.outputChanges);
  for (const where of ['planned_values', 'prior_state']) {
    const outputs = objectAt(plan.raw, where, ...(where === 'prior_state' ? ['values', 'outputs'] : ['outputs']));
    for (const [name, output] of Object.entries(outputs)) {
      if (isObject(output) && output.sensitive === true) yield* everyScalar(output.value, name);
    }
  }
}

/** Sensitive scalars of resources, actions and variables, without outputs. */
function* markedAtTheSource(plan: PlanDocument): Generator<MarkedScalar> {
  yield* inChanges([...(plan.resourceChanges ?? []), ...plan.resourceDrift, ...plan.deferredChanges]);
  // Prior and planned state repeat the values of the changes, except for data sources and objects without a change.
  const changed = new Set((plan.resourceChanges ?? []).map((change) => change.address));
  for (const resource of plan.priorState) {
    if (!changed.has(resource.address) || resource.deposed) yield* underMask(resource.values, resource.sensitive);
  }
  for (const module of modulesIn(objectAt(plan.raw, 'planned_values', 'root_module'))) {
    for (const resource of listAt(module, 'resources')) {
      if (!changed.has(stringAt(resource, 'address') ?? ''))
        yield* underMask(readLazy(resource.values), resource.sensitive_values);
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

function* inChanges(changes: readonly MaskedChange[]): Generator<MarkedScalar> {
  for (const change of changes) {
    // Most masks contain no `true`, so they are not walked.
    if (containsTrue(change.beforeSensitive) || containsTrue(change.afterSensitive)) yield* inChange(change);
  }
}

function* inChange(change: MaskedChange): Generator<MarkedScalar> {
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

function* underMask(value: unknown, mask: unknown, key = ''): Generator<MarkedScalar> {
  if (mask === true) yield* everyScalar(value, key);
  else if (typeof mask === 'object' && mask !== null && containsTrue(mask)) {
    const isList = Array.isArray(mask);
    for (const [step, inner] of Object.entries(mask)) yield* underMask(child(value, step), inner, isList ? key : step);
  }
}

/** Yields every string and number in a value. Items of a list have the key of the list. */
export function* everyScalar(value: unknown, key: string): Generator<MarkedScalar> {
  if (typeof value === 'string' || typeof value === 'number') yield [key, value];
  else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    for (const [step, item] of Object.entries(value)) yield* everyScalar(item, isList ? key : step);
  }
}

/**
 * Returns the text and its decodings. Texts shorter than `least` are skipped: decoding never lengthens a text, and
 * base64 shortens it by a quarter.
 */
function decodings(
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
  return [text, ...[...decoded].flatMap((each) => decodings(each, { depth: depth - 1, least }))];
}

function decodePercent(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function decodeEscape(_: string, escaped: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (simple[escaped] ?? escaped);
}

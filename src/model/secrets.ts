/** Values that the plan marks as sensitive anywhere, so that no string which contains one is ever shown. */
import { isObject, type JsonChange, type JsonObject, listAt, objectAt, type PlanDocument } from './plan-json.ts';
import { child } from './values.ts';

export const sensitiveMark = '(sensitive)';

export interface Secrets {
  /** Whether the text holds a known secret: plain, or base64-, URL- or JSON-encoded. */
  readonly isIn: (text: string) => boolean;
  /** Stricter, for accusing rather than hiding: the text is a secret of some length, or holds a long one. */
  readonly isGivenAwayBy: (text: string) => boolean;
}

/** What is as long as this by chance in two places is a host or a region; as part of a text, it is a name. */
const longEnough = 8;
const longEnoughAsPart = 12;

/** Shorter strings and small numbers would hide half of every report and are no secrets worth the name. */
const shortest = 3;
const wellKnown = new Set(['true', 'false', 'null', 'none', 'default', 'enabled', 'disabled']);

export function collectSecrets(plan: PlanDocument): Secrets {
  const found = new Set<string>();
  const changes = [
    ...(plan.resourceChanges ?? []),
    ...plan.resourceDrift,
    ...plan.deferredChanges,
    ...plan.outputChanges,
  ];
  for (const change of changes) fromChange(change, found);
  for (const resource of plan.priorState) underMask(resource.values, resource.sensitive, found);
  for (const module of modulesIn(objectAt(plan.raw, 'planned_values', 'root_module'))) {
    for (const resource of listAt(module, 'resources')) underMask(resource.values, resource.sensitive_values, found);
  }
  for (const invocation of plan.actionInvocations) underMask(invocation.config, invocation.configSensitive, found);
  for (const where of ['planned_values', 'prior_state']) {
    const outputs = objectAt(plan.raw, where, ...(where === 'prior_state' ? ['values', 'outputs'] : ['outputs']));
    for (const output of Object.values(outputs)) {
      if (isObject(output) && output.sensitive === true) everyScalar(output.value, found);
    }
  }
  for (const [name, declared] of Object.entries(objectAt(plan.configuration, 'variables'))) {
    if (isObject(declared) && declared.sensitive === true)
      everyScalar(child(objectAt(plan.variables, name), 'value'), found);
    if (isObject(declared) && declared.sensitive === true) everyScalar(declared.default, found);
  }
  const all = [...found];
  return {
    isIn: (text) =>
      all.length > 0 && readings(text, 2).some((reading) => all.some((secret) => reading.includes(secret))),
    isGivenAwayBy: (text) =>
      (text.length >= longEnough && found.has(text)) ||
      readings(text, 2).some((reading) =>
        all.some((secret) => secret.length >= longEnoughAsPart && reading.includes(secret)),
      ),
  };
}

function fromChange(
  change: Pick<JsonChange, 'before' | 'after' | 'beforeSensitive' | 'afterSensitive'>,
  found: Set<string>,
): void {
  for (const mask of [change.beforeSensitive, change.afterSensitive]) {
    if (mask === false || mask === null) continue;
    underMask(change.before, mask, found);
    underMask(change.after, mask, found);
  }
}

function* modulesIn(module: JsonObject): Generator<JsonObject> {
  yield module;
  for (const inner of listAt(module, 'child_modules')) yield* modulesIn(inner);
}

function underMask(value: unknown, mask: unknown, found: Set<string>): void {
  if (mask === true) everyScalar(value, found);
  else if (typeof mask === 'object' && mask !== null) {
    for (const [key, inner] of Object.entries(mask)) underMask(child(value, key), inner, found);
  }
}

function everyScalar(value: unknown, found: Set<string>): void {
  if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) everyScalar(item, found);
  else if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    if (text.length < shortest || wellKnown.has(text.toLowerCase())) return;
    found.add(text);
    // A line of a multi-line secret is as secret as the whole.
    for (const line of text.split('\n')) if (line.length >= 16) found.add(line.trim());
  }
}

/** The text and what it decodes to. */
function readings(text: string, depth: number): readonly string[] {
  if (depth === 0) return [text];
  const decoded = new Set<string>();
  for (const token of text.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []) {
    decoded.add(Buffer.from(token, 'base64').toString('utf8'));
  }
  if (text.includes('%')) decoded.add(text.replace(/(?:%[0-9a-fA-F]{2})+/g, decodePercent));
  if (text.includes('\\')) decoded.add(text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, decodeEscape));
  return [text, ...[...decoded].flatMap((each) => readings(each, depth - 1))];
}

function decodePercent(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function decodeEscape(_: string, escaped: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (simple[escaped] ?? escaped);
}

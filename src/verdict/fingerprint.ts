/** Fingerprint of a plan: what it would do, independent of time and order, and without secrets. */
import { createHash } from 'node:crypto';
import type { JsonChange, PlanDocument } from '../model/plan-json.ts';
import { keysOfAny, sameValue } from '../model/values.ts';
import { secretsNotInClear } from '../secrecy/public-secrets.ts';
import type { Secrets } from '../secrecy/secrets.ts';

/**
 * Returns a SHA-256 (hex) over changes, outputs and action invocations in canonical order. A sensitive value enters
 * only as unchanged, changed or unknown, so that it cannot be guessed and `redact` keeps the fingerprint.
 */
export function fingerprintOf(document: PlanDocument): string {
  const secrets = secretsNotInClear(document);
  const lines = [
    ...[...(document.resourceChanges ?? []), ...document.deferredChanges]
      .filter(({ actions, previousAddress, importing }) => !isNoOp(actions) || previousAddress !== null || importing)
      .map((change) => {
        const { address, deposed, actions, previousAddress, importing } = change;
        return line(['change', address, deposed, actions, previousAddress, importing], change, secrets);
      }),
    ...document.outputChanges
      .filter((output) => !isNoOp(output.actions))
      .map((output) => line(['output', output.name, output.actions], output, secrets)),
    ...document.actionInvocations.map((action) =>
      JSON.stringify(['action', action.address, action.trigger, action.event]),
    ),
  ].sort();
  const hash = createHash('sha256');
  for (const each of lines) hash.update(each).update('\n');
  return hash.digest('hex');
}

function isNoOp(actions: readonly string[]): boolean {
  return actions.join() === 'no-op';
}

type Values = Pick<JsonChange, 'before' | 'after' | 'afterUnknown' | 'beforeSensitive' | 'afterSensitive'>;

/** Returns a JSON list: the head, followed by the values in canonical form. */
function line(head: readonly unknown[], values: Values, secrets: Secrets): string {
  const { before, after, afterUnknown, beforeSensitive, afterSensitive } = values;
  const sides = canonical(before, after, afterUnknown, [beforeSensitive, afterSensitive], secrets);
  return `${JSON.stringify(head).slice(0, -1)},${sides}]`;
}

/**
 * Returns JSON with sorted keys. It holds values that differ or are new; sensitive ones are replaced by a keyword.
 */
function canonical(
  before: unknown,
  after: unknown,
  unknown: unknown,
  sensitive: readonly [before: unknown, after: unknown],
  secrets: Secrets,
): string {
  if (sensitive.includes(true))
    return `{"sensitive":"${unknown === true ? 'unknown' : sameValue(before, after) ? 'unchanged' : 'changed'}"}`;
  if (unknown === true) return `{"unknown":true,"before":${leaf(before, secrets)}}`;
  if (isContainer(before) || isContainer(after) || isContainer(unknown)) {
    const isMasked = sensitive.some(isContainer);
    const parts = keysOfAny([before, after, unknown])
      .sort()
      .map((key) => {
        const own = isMasked ? ([part(sensitive[0], key), part(sensitive[1], key)] as const) : unmasked;
        const inner = canonical(part(before, key), part(after, key), part(unknown, key), own, secrets);
        return `[${JSON.stringify(key)},${inner}]`;
      });
    return `[${parts.join(',')}]`;
  }
  const isSame = sameValue(before, after);
  if (holdsSecret(before, secrets) || (after !== before && holdsSecret(after, secrets)))
    return `{"sensitive":"${isSame ? 'unchanged' : 'changed'}"}`;
  const was = JSON.stringify(before ?? null);
  return isSame ? `{"same":${was}}` : `{"before":${was},"after":${JSON.stringify(after ?? null)}}`;
}

const unmasked = [false, false] as const;

function leaf(value: unknown, secrets: Secrets): string {
  return isContainer(value)
    ? canonical(value, value, false, unmasked, secrets)
    : JSON.stringify(holdsSecret(value, secrets) ? '(sensitive)' : (value ?? null));
}

function holdsSecret(value: unknown, secrets: Secrets): boolean {
  return (typeof value === 'string' || typeof value === 'number') && secrets.isIn(String(value));
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function part(value: unknown, key: string): unknown {
  return isContainer(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The plan's fingerprint: what it would do, without times, without order, without secrets. */
import { createHash } from 'node:crypto';
import type { Change } from '../model/change.ts';
import type { PlanDocument } from '../model/plan-json.ts';
import type { Secrets } from '../model/secrets.ts';
import { sameValue } from '../model/values.ts';

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly sensitive: readonly [before: unknown, after: unknown];
}

/**
 * SHA-256 (hex) over the changes, outputs and action invocations in canonical order. A sensitive value enters only as
 * unchanged, changed or unknown, so that nothing can be guessed from it and `redact` keeps it.
 */
export function fingerprintOf(document: PlanDocument, changes: readonly Change[], secrets: Secrets): string {
  const lines = [
    ...changes
      .filter((change) => change.action !== 'no-op' || change.previousAddress !== null || change.importing)
      .map((change) =>
        JSON.stringify([
          'change',
          change.address,
          change.deposed,
          change.values.actions,
          change.previousAddress,
          change.importing,
          canonical(
            {
              before: change.values.before,
              after: change.values.after,
              unknown: change.values.afterUnknown,
              sensitive: [change.values.beforeSensitive, change.values.afterSensitive],
            },
            secrets,
          ),
        ]),
      ),
    ...document.outputChanges
      .filter((output) => output.actions.join() !== 'no-op')
      .map((output) =>
        JSON.stringify([
          'output',
          output.name,
          output.actions,
          canonical(
            {
              before: output.before,
              after: output.after,
              unknown: output.afterUnknown,
              sensitive: [output.beforeSensitive, output.afterSensitive],
            },
            secrets,
          ),
        ]),
      ),
    ...document.actionInvocations.map((action) =>
      JSON.stringify(['action', action.address, action.trigger, action.event]),
    ),
  ].sort();
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

/** Keys sorted; only what differs or is new counts, and a sensitive part is one word. */
function canonical(sides: Sides, secrets: Secrets): unknown {
  const { before, after, unknown, sensitive } = sides;
  if (sensitive.includes(true))
    return { sensitive: unknown === true ? 'unknown' : sameValue(before, after) ? 'unchanged' : 'changed' };
  if (unknown === true) return { unknown: true, before: leaf(before, secrets) };
  if (isContainer(before) || isContainer(after) || isContainer(unknown)) {
    const keys = new Set([before, after, unknown].flatMap((side) => (isContainer(side) ? Object.keys(side) : [])));
    return [...keys].sort().map((key) => [
      key,
      canonical(
        {
          before: part(before, key),
          after: part(after, key),
          unknown: part(unknown, key),
          sensitive: [part(sensitive[0], key), part(sensitive[1], key)],
        },
        secrets,
      ),
    ]);
  }
  if (holdsSecret(before, secrets) || holdsSecret(after, secrets)) {
    return { sensitive: sameValue(before, after) ? 'unchanged' : 'changed' };
  }
  return sameValue(before, after) ? { same: before ?? null } : { before: before ?? null, after: after ?? null };
}

function leaf(value: unknown, secrets: Secrets): unknown {
  return isContainer(value)
    ? canonical({ before: value, after: value, unknown: false, sensitive: [false, false] }, secrets)
    : holdsSecret(value, secrets)
      ? '(sensitive)'
      : (value ?? null);
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

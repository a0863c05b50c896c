/**
 * Walks a plan and redacts it. Known secrets are replaced everywhere; masked values are replaced even if they are not
 * in the list of secrets.
 */
import { child } from '../model/values.ts';
import { isObject } from '../text/is-object.ts';
import type { Redaction } from './redact-text.ts';

/**
 * Attribute names of a resource are kept. Keys inside variables and outputs are chosen by the user and may be secret.
 */
type Kind = 'resource' | 'free';

/** Returns a redacted copy of any part of a plan. */
export function redactTree(value: unknown, redaction: Redaction): unknown {
  if (Array.isArray(value)) return value.map((item) => redactTree(item, redaction));
  if (!isObject(value)) return redactUnmasked(value, redaction);
  const change = [value.before_sensitive, value.after_sensitive];
  // The mask of an output is one boolean.
  const kind: Kind = change.every((mask) => typeof mask === 'boolean') ? 'free' : 'resource';
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'before' || key === 'after' || key === 'after_unknown')
        return [key, redactMasked(item, change, { redaction, kind, top: true })];
      if (key === 'values' && 'sensitive_values' in value)
        return [key, redactMasked(item, [value.sensitive_values], { redaction, kind: 'resource', top: true })];
      if (key === 'config_values')
        return [key, redactMasked(item, [value.config_sensitive], { redaction, kind: 'resource', top: true })];
      if ((key === 'value' || key === 'default') && value.sensitive === true)
        return [key, redactSensitive(item, redaction)];
      // Some resource types are imported by their secret, and the plan has no mask for import IDs.
      if (key === 'importing') return [key, redactIdentity(item, redaction)];
      return [redaction.key(key), redactTree(item, redaction)];
    }),
  );
}

/** Returns a redacted copy of the value of a sensitive variable or output. */
export function redactSensitive(value: unknown, redaction: Redaction): unknown {
  return redactCovered(value, '', { redaction, kind: 'free', top: false });
}

/** Returns a redacted copy of a value that no mask covers: only known secrets are replaced. */
export function redactUnmasked(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redaction.string(value);
  if (typeof value === 'number') return redaction.number(value);
  if (Array.isArray(value)) return value.map((item) => redactUnmasked(item, redaction));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redaction.key(key), redactUnmasked(item, redaction)]),
  );
}

interface RedactionContext {
  readonly redaction: Redaction;
  readonly kind: Kind;
  /** Whether the keys are attribute names of a resource or block. The keys of a map may be secret. */
  readonly top: boolean;
}

function redactMasked(value: unknown, masks: readonly unknown[], context: RedactionContext, key = ''): unknown {
  if (masks.includes(true)) return redactCovered(value, key, context);
  if (typeof value !== 'object' || value === null || masks.every((mask) => typeof mask !== 'object' || mask === null))
    return redactUnmasked(value, context.redaction);
  const inner = (item: unknown, step: string | number): unknown =>
    redactMasked(
      item,
      masks.map((mask) => child(mask, step)),
      { ...context, top: typeof step === 'number' },
      typeof step === 'number' ? key : step,
    );
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [context.redaction.key(name), inner(item, name)]),
  );
}

function redactCovered(value: unknown, key: string, context: RedactionContext): unknown {
  const { redaction, kind, top } = context;
  if (typeof value === 'string') return redaction.masked(key, value);
  if (typeof value === 'number') return redaction.maskedNumber(key, value);
  if (Array.isArray(value))
    return value.map((item) => redactCovered(item, key, { ...context, top: kind === 'resource' }));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      top ? name : redaction.masked('', name),
      redactCovered(item, name, { ...context, top: false }),
    ]),
  );
}

function redactIdentity(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redaction.masked('', value);
  if (typeof value === 'number') return redaction.maskedNumber('', value);
  if (Array.isArray(value)) return value.map((item) => redactIdentity(item, redaction));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redaction.key(key), redactIdentity(item, redaction)]),
  );
}

/** Walks a plan and redacts it: everything by what is known to be secret, and what a mask covers whatever it is. */
import { child } from '../model/values.ts';
import { isObject } from '../text/is-object.ts';
import type { Redaction } from './redact-text.ts';

/** The values of a resource have attributes, whose names stay; those of variables and outputs have names that somebody gave. */
type Kind = 'resource' | 'free';

/** A part of a plan, down to its values. */
export function redactPlaces(value: unknown, redaction: Redaction): unknown {
  if (Array.isArray(value)) return value.map((item) => redactPlaces(item, redaction));
  if (!isObject(value)) return redactAnywhere(value, redaction);
  const change = [value.before_sensitive, value.after_sensitive];
  // Outputs are marked as a whole.
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
      // Some types are imported by their very secret, and no mask says which.
      if (key === 'importing') return [key, redactIdentity(item, redaction)];
      return [key, redactPlaces(item, redaction)];
    }),
  );
}

/** What somebody gave to a sensitive variable, or an output shows of one. */
export function redactSensitive(value: unknown, redaction: Redaction): unknown {
  return redactCovered(value, '', { redaction, kind: 'free', top: false });
}

export function redactAnywhere(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redaction.string(value);
  if (typeof value === 'number') return redaction.number(value);
  if (Array.isArray(value)) return value.map((item) => redactAnywhere(item, redaction));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAnywhere(item, redaction)]));
}

interface Under {
  readonly redaction: Redaction;
  readonly kind: Kind;
  /** The keys are those of a resource or of one of its blocks, not of a map. */
  readonly top: boolean;
}

function redactMasked(value: unknown, masks: readonly unknown[], under: Under, key = ''): unknown {
  if (masks.includes(true)) return redactCovered(value, key, under);
  if (typeof value !== 'object' || value === null || masks.every((mask) => typeof mask !== 'object' || mask === null))
    return redactAnywhere(value, under.redaction);
  const inner = (item: unknown, step: string | number): unknown =>
    redactMasked(
      item,
      masks.map((mask) => child(mask, step)),
      { ...under, top: typeof step === 'number' },
      typeof step === 'number' ? key : step,
    );
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item, name)]));
}

function redactCovered(value: unknown, key: string, under: Under): unknown {
  const { redaction, kind, top } = under;
  if (typeof value === 'string') return redaction.masked(key, value);
  if (typeof value === 'number') return redaction.maskedNumber(key, value);
  if (Array.isArray(value))
    return value.map((item) => redactCovered(item, key, { ...under, top: kind === 'resource' }));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      top ? name : redaction.masked('', name),
      redactCovered(item, name, { ...under, top: false }),
    ]),
  );
}

function redactIdentity(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redaction.masked('', value);
  if (typeof value === 'number') return redaction.maskedNumber('', value);
  if (Array.isArray(value)) return value.map((item) => redactIdentity(item, redaction));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactIdentity(item, redaction)]));
}

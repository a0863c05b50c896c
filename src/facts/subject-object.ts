/** Which object a subject is: what tells it from another one that a later plan has at the same address. */
import { namingAttributes } from '../graph/value-match.ts';
import type { Change } from '../model/change.ts';
import { type ActionInvocation, type JsonObject, type OutputChange, objectAt } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import type { SubjectObject } from '../policy/policy.ts';
import { isObject } from '../text/is-object.ts';

/**
 * Returns the attributes that name or identify the object: of the existing one, else of the one that is created. An
 * existing object without any of them is identified by all its values.
 */
export function objectOfChange({ type, values }: Change): SubjectObject {
  const { before, after, beforeSensitive, afterSensitive, provider } = values;
  const exists = isObject(before);
  const [object, mask] = exists ? [before, beforeSensitive] : [after, afterSensitive];
  const all = isObject(object) ? object : {};
  const names = namingAttributes(type).filter((name) => isName(child(all, name)));
  const named = names.length === 0 && exists ? Object.keys(all) : names;
  const pick = (from: unknown): JsonObject => Object.fromEntries(named.map((name) => [name, child(from, name)]));
  return {
    identity: { type, provider, object: pick(object) },
    sensitive: { object: mask === true ? true : pick(mask) },
    masks: { before: beforeSensitive, after: afterSensitive },
  };
}

function isName(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** Returns what the action does and with which configuration. */
export function objectOfAction({ type, provider, trigger, event, config, configSensitive }: ActionInvocation) {
  return { identity: { type, provider, trigger, event, config }, sensitive: { config: configSensitive } };
}

/** Returns the expression of the output: what it shows. */
export function objectOfOutput({ name }: OutputChange, configuration: JsonObject): SubjectObject {
  return { identity: objectAt(configuration, 'outputs', name, 'expression'), sensitive: false };
}

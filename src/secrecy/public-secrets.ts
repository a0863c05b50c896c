/** Marked values that are words as well: they stand in clear elsewhere, and nothing hides them there. */
import { objectAt, type PlanDocument } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import { identifierText } from './plan-identifiers.ts';
import { collectSecrets, type Secrets, secretTexts, toSecrets } from './secrets.ts';

/** Shorter ones that no mask covers are words that stand anywhere. */
const longEnough = 12;
/** A longer one that is part of a name is a secret all the same. */
const telling = 8;

/** A name that tells of a secret. */
export const secretName = /secret|passw|token|private_key|credential|api_key|access_key|connection_string/i;

/**
 * The plan's secrets without its words. They are the same after `redact`, which takes a word out where a mask covers it,
 * and leaves it where none does.
 */
export function secretsNotInClear(plan: PlanDocument): Secrets {
  const texts = secretTexts(plan);
  const open = new Set(secretsInClear(plan));
  const short = [...texts].filter((text) => text.length < telling && !open.has(text));
  const structure = short.length === 0 ? '' : identifierText(plan.raw);
  const words = new Set([
    ...[...texts].filter((text) => open.has(text)),
    ...short.filter((text) => structure.includes(text)),
  ]);
  return words.size === 0 ? collectSecrets(plan) : toSecrets(new Set([...texts].filter((text) => !words.has(text))));
}

/** Single words in variables without a mark, such as `prod`: environments are told apart by them. */
export function secretsInClear(document: PlanDocument): readonly string[] {
  const declared = objectAt(document.configuration, 'variables');
  return Object.entries(document.variables).flatMap(([name, variable]) => {
    const value = child(variable, 'value');
    const isOpen = objectAt(declared, name).sensitive !== true && !secretName.test(name);
    return isOpen && typeof value === 'string' && value.length < longEnough && /^[a-z][a-z-]*\d?$/i.test(value)
      ? [value]
      : [];
  });
}

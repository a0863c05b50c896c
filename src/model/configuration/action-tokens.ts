/** Tokens in the configuration of the actions that a plan invokes. */
import { isObject } from '../../text/is-object.ts';
import { child } from '../values.ts';

/** Lower-case words of letters and digits, each once: `aws s3 rb --force` ⇒ `aws`, `s3`, `rb`, `force`. */
function wordsIn(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
}

/** Words of an action's type and of the texts in its configuration; sensitive parts are left out. */
export function actionTokens(type: string, config: unknown, sensitive: unknown): readonly string[] {
  return wordsIn([type, ...textsIn(config, sensitive)].join(' '));
}

function textsIn(value: unknown, mask: unknown): readonly string[] {
  if (mask === true) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsIn(item, child(mask, i)));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, child(mask, key))) : [];
}

/** Scripts of `package.json` and `composer.json`: `npm run deploy`. */
import { isObject } from '../../text/is-object.ts';
import { matchPattern, quoted } from '../shell/word.ts';
import type { EntryCall, Step } from './entry-call.ts';

/** Returns the scripts that the names stand for, each with the ones that run before and after it. */
export function scriptSteps({ text, folder, names, rest }: EntryCall): readonly Step[] {
  const scripts = scriptsOf(text);
  const wanted = names.flatMap((name) => [...scripts.keys()].filter((key) => matchPattern(name, key) === 'yes'));
  return wanted.flatMap((name) =>
    [`pre${name}`, name, `post${name}`].flatMap((key) => {
      const script = scripts.get(key);
      if (script === undefined) return [];
      return [{ script: key === name ? [script, ...rest.map(quoted)].join(' ') : script, folder }];
    }),
  );
}

function scriptsOf(text: string): ReadonlyMap<string, string> {
  const parsed = parsedJson(text);
  const scripts = isObject(parsed) && isObject(parsed.scripts) ? parsed.scripts : {};
  return new Map(
    Object.entries(scripts).flatMap(([name, value]) => {
      const lines = [value].flat().filter((line) => typeof line === 'string');
      return lines.length > 0 ? [[name, lines.join('\n')] as const] : [];
    }),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

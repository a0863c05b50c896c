/** Services of a compose file: `docker compose run SERVICE …`. */
import { isObject } from '../../text/is-object.ts';
import { quoted } from '../shell/word.ts';
import type { EntryCall, Step } from './entry-call.ts';

/** Returns what the service runs: its entry point, or the program of its image, with the given or its own arguments. */
export function composeSteps({ text, folder, names: [name = ''], rest, parseYaml }: EntryCall): readonly Step[] {
  const file = parseYaml(text);
  const services = isObject(file) && isObject(file.services) ? file.services : {};
  const service = services[name];
  if (!isObject(service)) return [];
  const entry = wordsOf(service.entrypoint) ?? wordsOf(service.image) ?? [];
  const own = wordsOf(service.command) ?? [];
  const given = rest.map(quoted);
  return [[...entry, ...(given.length > 0 ? given : own)], given.length > 0 ? given : own]
    .filter((words) => words.length > 0)
    .map((words) => ({ script: words.join(' '), folder }));
}

/** A text is parsed by the shell, a list is not. */
function wordsOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return value === '' ? null : [value];
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string').map(quoted) : null;
}

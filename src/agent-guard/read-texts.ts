/** Texts of files that a command reads: written by the line, or named where the program takes a file. */
import type { Tool } from '../source/agent-commands.ts';
import { folderIn, readFile, type Scope } from './shell/scope.ts';

/**
 * Returns the texts of the files. Of those that the line wrote, any word may be the name; of others, only the value of
 * an option in `reads`, and what follows the prefixes `@` and `file://`.
 */
export function textsReadBy(words: readonly string[], tool: Tool | undefined, scope: Scope): readonly string[] {
  const args = words.slice(1);
  const written =
    scope.files.size === 0 ? [] : args.map((word) => readFile(scope, word.replace(/^(?:-[^=]*=)?@?/, '')));
  const reads = tool?.reads ?? [];
  const folder = folderIn(scope);
  const named =
    scope.project && folder !== undefined ? args.flatMap((word, at) => pathIn(word, args[at + 1], reads)) : [];
  const texts = named.map((path) => {
    const file = readFile(scope, path) ?? scope.project?.read(path, folder ?? '', { needed: true });
    return typeof file === 'object' ? file.text : undefined;
  });
  return [...written, ...texts].filter((text) => text !== undefined);
}

function pathIn(word: string, next: string | undefined, reads: readonly string[]): readonly string[] {
  for (const name of reads) {
    if (name.startsWith('-')) {
      if (word === name) return next === undefined ? [] : [next];
      if (word.startsWith(`${name}=`)) return [word.slice(name.length + 1)];
      if (/^-\w$/.test(name) && word.startsWith(name)) return [word.slice(2)];
    } else {
      const at = name === '<' ? -1 : word.indexOf(name);
      if (at === 0 || (at > 0 && word[at - 1] === '=')) return [word.slice(at + name.length)];
    }
  }
  return [];
}

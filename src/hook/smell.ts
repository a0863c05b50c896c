/** Words in text that is no shell: SQL, code, names of files, what could not be parsed. */
import type { CommandRules } from '../read/command-source.ts';
import { withoutMarks } from './word.ts';

/** Letters and digits in a row; quotes and backslashes inside a word do not part it. */
function tokensOf(text: string): readonly string[] {
  return text
    .replace(/["'\\]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Whether the words of a phrase stand in a row: `DROP  TABLE x` mentions `drop table`. */
export function mentions(text: string, phrase: string): boolean {
  const words = tokensOf(phrase);
  const tokens = tokensOf(withoutMarks(text));
  return tokens.some((_, at) => words.every((word, i) => tokens[at + i] === word));
}

export interface Smell {
  readonly tool: string;
  readonly word: string;
}

/** A tool and a word that destroys, wherever they stand; null: not both. */
export function smellOf(text: string, { smells }: Pick<CommandRules, 'smells'>): Smell | null {
  const tokens = new Set(tokensOf(withoutMarks(text)));
  const find = (list: readonly string[]) =>
    list.find((wanted) =>
      wanted.endsWith('*') ? [...tokens].some((token) => token.startsWith(wanted.slice(0, -1))) : tokens.has(wanted),
    );
  const tool = find(smells.tools);
  const word = find(smells.words);
  return tool !== undefined && word !== undefined ? { tool: plain(tool), word: plain(word) } : null;
}

function plain(pattern: string): string {
  return pattern.replace('*', '');
}

/** Words in text that is no shell: SQL, code, names of files, what could not be parsed. */
import type { CommandRules } from '../source/agent-commands.ts';
import type { Programs } from './programs.ts';
import { withoutMarks } from './word.ts';

/** Letters and digits in a row; quotes and backslashes inside a word do not part it. */
export function tokensOf(text: string): readonly string[] {
  return withoutMarks(text)
    .replace(/["'\\]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Whether the words of a phrase stand in a row: `DROP  TABLE x` mentions `drop table`. */
export function mentions(tokens: readonly string[], phrase: string): boolean {
  const words = tokensOf(phrase);
  return tokens.some((_, at) => words.every((word, i) => tokens[at + i] === word));
}

export interface SuspiciousTokens {
  readonly tool: string;
  /** Not there where the tool alone is reason enough. */
  readonly word?: string;
}

/** A tool and a word that destroys, wherever they stand; null: not both. */
export function findSuspiciousTokens(text: string, { smells }: Pick<CommandRules, 'smells'>): SuspiciousTokens | null {
  const tokens = new Set(tokensOf(text));
  const find = (list: readonly string[]) =>
    list.find((wanted) =>
      wanted.endsWith('*') ? [...tokens].some((token) => token.startsWith(wanted.slice(0, -1))) : tokens.has(wanted),
    );
  const tool = find(smells.tools);
  const word = find(smells.words);
  return tool !== undefined && word !== undefined ? { tool: plain(tool), word: plain(word) } : null;
}

/** A tool that is guarded, named in what could not be parsed. */
export function guardedIn(
  text: string,
  { smells }: Pick<CommandRules, 'smells'>,
  programs: Programs,
): SuspiciousTokens | null {
  const words = [...tokensOf(text), ...wordsOf(text.toLowerCase().replace(/["'\\]/g, ''))];
  const tool = words.find((word) => programs.isGuarded(word) || smells.tools.includes(word));
  return tool === undefined ? null : { tool };
}

/** What may be words of a command in code: `["aws", "s3", "rb"]`. */
export function wordsOf(text: string): readonly string[] {
  return withoutMarks(text)
    .split(/[^\w.:/*=@+-]+/)
    .filter(Boolean);
}

/** What stands in quotes in code, of whatever language; a quote in a comment spoils no more than its line. */
export function literalsIn(text: string): readonly string[] {
  const literal = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/gs;
  return [...withoutMarks(text).matchAll(literal)].map(([, double, single, back]) =>
    (double ?? single ?? back ?? '').replace(/\\(.)/gs, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
  );
}

function plain(pattern: string): string {
  return pattern.replace('*', '');
}

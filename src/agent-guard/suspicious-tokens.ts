/** Finds suspicious words in text that is not parsed as shell: SQL, code, file names, text with syntax errors. */
import type { CommandRules } from '../source/agent-commands.ts';
import type { Programs } from './programs.ts';
import { withoutMarks } from './shell/word.ts';

/** Returns runs of letters and digits in lower case. Quotes and backslashes inside a word do not split it. */
export function tokensOf(text: string): readonly string[] {
  return withoutMarks(text)
    .replace(/["'\\]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/**
 * Returns the words of SQL in lower case, names with their underscores. Comments and texts in single quotes are left
 * out, unless a statement runs texts, as `execute 'drop …'` does. `\\d` and the like only look.
 */
export function sqlTokens(text: string): readonly string[] {
  const sql = text.toLowerCase().replace(/^\s*\\[dlzs?]\S*.*$/gm, '');
  const plain = /\bexec(?:ute)?\b|\bprepare\b|\\g?exec\b/.test(sql)
    ? sql
    : withoutBlockComments(sql.replace(/--[^\n]*/g, ' ')).replace(/'(?:[^']|'')*'/g, "''");
  return withoutMarks(plain)
    .replace(/["`\\]/g, '')
    .split(/[^a-z0-9_$]+/)
    .filter(Boolean);
}

/** `/*! … *\/` is run by MySQL, so it stays. */
function withoutBlockComments(sql: string): string {
  const [before = '', ...comments] = sql.split('/*');
  return [before, ...comments.map((text) => (text.startsWith('!') ? text : text.slice(text.indexOf('*/') + 2)))].join(
    ' ',
  );
}

/** Whether the words of a phrase occur in a row: `DROP  TABLE x` mentions `drop table`. */
export function mentions(tokens: readonly string[], phrase: string): boolean {
  const words = tokensOf(phrase);
  return tokens.some((_, at) => words.every((word, i) => tokens[at + i] === word));
}

/** The tool, and the destructive word, that make a text suspicious. */
export interface SuspiciousTokens {
  readonly tool: string;
  /** Absent if naming the tool is enough. */
  readonly word?: string;
}

/** Returns a tool and a destructive word that both occur in the text; null if either is missing. */
export function findSuspiciousTokens(
  text: string,
  { suspicious }: Pick<CommandRules, 'suspicious'>,
): SuspiciousTokens | null {
  const tokens = new Set(tokensOf(text));
  const find = (list: readonly string[]) =>
    list.find((wanted) =>
      wanted.endsWith('*') ? [...tokens].some((token) => token.startsWith(wanted.slice(0, -1))) : tokens.has(wanted),
    );
  const tool = find(suspicious.tools);
  const word = find(suspicious.words);
  return tool !== undefined && word !== undefined ? { tool: plain(tool), word: plain(word) } : null;
}

/** Returns a guarded tool named in a text that could not be parsed; null if there is none. */
export function findGuardedTool(
  text: string,
  { suspicious }: Pick<CommandRules, 'suspicious'>,
  programs: Programs,
): SuspiciousTokens | null {
  const words = [...tokensOf(text), ...wordsOf(text.toLowerCase().replace(/["'\\]/g, ''))];
  const tool = words.find((word) => programs.isGuarded(word) || suspicious.tools.includes(word));
  return tool === undefined ? null : { tool };
}

/** Returns the possible words of a command in code, e.g. those of `["aws", "s3", "rb"]`. */
export function wordsOf(text: string): readonly string[] {
  return withoutMarks(text)
    .split(/[^\w.:/*=@+-]+/)
    .filter(Boolean);
}

/** Returns the string literals of code in any language. An unbalanced quote in a comment affects only its line. */
export function literalsIn(text: string): readonly string[] {
  const literal = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/gs;
  return [...withoutMarks(text).matchAll(literal)].map(([, double, single, back]) =>
    (double ?? single ?? back ?? '').replace(/\\(.)/gs, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
  );
}

function plain(pattern: string): string {
  return pattern.replace('*', '');
}

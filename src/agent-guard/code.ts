/** Commands in code of other languages, which is not parsed: words in a row, text in quotes, calls of libraries. */
import type { Library } from '../source/agent-commands.ts';
import type { Programs } from './programs.ts';
import { matchPattern } from './shell/word.ts';
import { literalsIn, tokensOf } from './suspicious-tokens.ts';

/** Number of words after a tool name in code that are taken as its arguments. */
const maxTail = 30;

/** Returns the words from each guarded tool on, for example those of `["terraform", "destroy"]`. */
export function commandTails(words: readonly string[], programs: Programs): readonly (readonly string[])[] {
  return words.flatMap((word, at) => (programs.isGuarded(word) ? [words.slice(at, at + maxTail)] : []));
}

/** Returns the string literals that may be command lines. Unknown parts such as `{name}` are variables. */
export function literalLines(text: string): readonly string[] {
  return literalsIn(text)
    .filter((literal) => /\s/.test(literal))
    .map((literal) => literal.replace(/(?<!\$)\{(\w+)\}/g, '$${$1}'));
}

/** Returns the code without lines that are comments. */
export function withoutComments(code: string): string {
  return code
    .split('\n')
    .filter((line) => !/^\s*(?:#(?!!)|\/\/|\*|--)/.test(line))
    .join('\n');
}

/** Returns the first call that destroys something through a library, with the library; null if there is none. */
export function libraryCall(
  code: string,
  libraries: readonly Library[],
): { readonly tool: string; readonly word: string } | null {
  const tokens = new Set(tokensOf(code));
  for (const { names, calls, except = [] } of libraries) {
    const tool = names.find((name) => tokensOf(name).every((token) => tokens.has(token)));
    if (tool === undefined) continue;
    for (const [, call = ''] of code.matchAll(/\b([A-Za-z_]\w*)\s*\(/g))
      if (matchesAny(calls, call) && !matchesAny(except, call)) return { tool, word: call };
  }
  return null;
}

function matchesAny(patterns: readonly string[], word: string): boolean {
  return patterns.some((pattern) => matchPattern(pattern, word) === 'yes');
}

/** Whether the argument is a cluster such as `-pe`, or `-e` with the code joined to it. */
export function isCodeOption(arg: string, option: string): boolean {
  if (arg === option) return true;
  if (!/^-\w$/.test(option)) return false;
  return /^-[a-zA-Z]+$/.test(arg) ? arg.endsWith(option.slice(1)) : /^-\w/.test(arg) && arg.startsWith(option);
}

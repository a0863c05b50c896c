/** What a command runs besides itself: `sudo`, `xargs`, `sh -c`, `find -exec`, `docker run`. */

import type { CommandRules, Runner } from '../read/command-source.ts';
import { isOption } from './options.ts';
import { fileKey } from './scope.ts';
import type { Invocation } from './walk.ts';
import { isUnknown, programName, quoted, unknownText, unknownWords } from './word.ts';

export interface Inner {
  /** Commands; a list of words each. */
  readonly commands: readonly (readonly string[])[];
  /** Lines for a shell. */
  readonly lines: readonly string[];
}

const nothing: Inner = { commands: [], lines: [] };

export function runnerOf(words: readonly string[], { runners }: CommandRules): Runner | undefined {
  const name = programName(words[0] ?? '');
  return runners.find(({ names }) => names.includes(name));
}

export function unwrap({ words, input, scope }: Invocation, runner: Runner, known: ReadonlySet<string>): Inner {
  const args = words.slice(1);
  if (runner.anywhere) return anywhere(args, known);
  if (runner.after) return { commands: behind(args, runner.after), lines: [] };
  const script = scriptOf(args, runner);
  if (script !== undefined) return { commands: [], lines: [script] };
  const found = commandsOf(args, runner);
  if (runner.stdin) {
    const file = found[0]?.[0];
    const written = file === undefined ? undefined : scope.files.get(fileKey(file));
    if (written !== undefined) return { commands: found, lines: [written] };
    const reads = file === undefined || args.includes('-s') || file === '/dev/stdin';
    return { commands: found, lines: reads && input !== undefined ? [input] : [] };
  }
  if (runner.appends) return { commands: found.flatMap((command) => appended(command, args, input)), lines: [] };
  return runner.joins
    ? { commands: [], lines: found.map((command) => joined(command)) }
    : { ...nothing, commands: found };
}

/** Programs that rules speak of, and those that run others. */
export function knownPrograms({ rules, runners }: CommandRules): ReadonlySet<string> {
  return new Set([...rules.flatMap(({ tools }) => tools), ...runners.flatMap(({ names }) => names)]);
}

/** Every place at which a known program stands; arguments with blanks in them are lines of their own. */
export function anywhere(args: readonly string[], known: ReadonlySet<string>): Inner {
  const commands = args.flatMap((word, at) => (known.has(programName(word)) ? [args.slice(at)] : []));
  return { commands, lines: args.filter((word) => /\s/.test(word)) };
}

/** A word with a blank in it is a line already; what the shell parted is quoted no more. */
function joined(words: readonly string[]): string {
  return words.map((word) => (word === unknownWords ? quoted(word) : word)).join(' ');
}

/** The value of `-c`, which stands before the command. */
function scriptOf(args: readonly string[], { script = [], skip = 0 }: Runner): string | undefined {
  let before = skip;
  for (const [at, arg] of args.entries()) {
    if (arg === '--') return undefined;
    // Behind an option it may be a value, as in `bash -euo pipefail -c`.
    if (!isOption(arg) && !isOption(args[at - 1] ?? '') && before-- <= 0) return undefined;
    const [name = '', joinedTo] = arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg];
    if (!script.some((option) => option === name || (/^-\w$/.test(option) && inCluster(arg, option)))) continue;
    if (joinedTo !== undefined) return joinedTo;
    return args.slice(at + 1).find((word) => !isOption(word) && !word.startsWith('+')) ?? '';
  }
  return undefined;
}

function inCluster(arg: string, option: string): boolean {
  return /^-[a-zA-Z]+$/.test(arg) && arg.includes(option.slice(1));
}

/** Where the command begins: both ways, where an option may have a value. */
function commandsOf(args: readonly string[], runner: Runner): readonly (readonly string[])[] {
  const starts = new Set<number>();
  const seen = new Set<string>();
  const open: (readonly [at: number, skip: number])[] = [[0, runner.skip ?? 0]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [at, skip] = place;
    const word = args[at];
    if (word === undefined || seen.has(place.join(' '))) continue;
    seen.add(place.join(' '));
    if (word === '--') open.push([at + 1, skip]);
    else if (isOption(word)) open.push(...behindOption(args, at, runner).map((next) => [next, skip] as const));
    else if (runner.assignments && /^\w+=/.test(word)) open.push([at + 1, skip]);
    else if (skip > 0) open.push([at + 1, skip - 1]);
    else starts.add(at);
  }
  return [...starts].map((at) => args.slice(at));
}

function behindOption(args: readonly string[], at: number, { valued = [] }: Runner): readonly number[] {
  const [word = '', next] = [args[at], args[at + 1]];
  if (valued.includes(word)) return [at + 2];
  const joinedTo = word.includes('=') || valued.some((option) => word.startsWith(option));
  return joinedTo || next === undefined || isOption(next) ? [at + 1] : [at + 1, at + 2];
}

function behind(args: readonly string[], markers: readonly string[]): readonly (readonly string[])[] {
  const named = args.findLast((_, at) => /^-i?(?:name|path|wholename)$/.test(args[at - 1] ?? '')) ?? unknownText;
  return args.flatMap((word, at) => {
    if (!markers.includes(word)) return [];
    const rest = args.slice(at + 1);
    const end = rest.findIndex((part) => part === ';' || part === '+');
    return [(end < 0 ? rest : rest.slice(0, end)).map((part) => part.replaceAll('{}', named))];
  });
}

/** `xargs`: what comes through standard input is added at the end, or put where `-I` says. */
function appended(
  command: readonly string[],
  args: readonly string[],
  input: string | undefined,
): readonly (readonly string[])[] {
  const at = args.indexOf('-I');
  const joinedTo = args.find((word) => /^-I./.test(word))?.slice(2);
  const token = joinedTo ?? (at < 0 ? undefined : args[at + 1]);
  const words = input === undefined || isUnknown(input) ? [unknownWords] : input.split(/\s+/).filter(Boolean);
  if (token === undefined) {
    const each = words.length > 1 ? words.map((word) => [...command, word]) : [];
    return [[...command, ...words], ...each];
  }
  return words.map((word) => command.map((part) => part.replaceAll(token, word === unknownWords ? unknownText : word)));
}

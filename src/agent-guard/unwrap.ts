/**
 * Finds the commands that a command runs: `sudo`, `xargs`, `sh -c`, `find -exec`, `docker run`, `git -c
 * alias.x='!…'`.
 */
import type { Carrier, Runner } from '../source/agent-commands.ts';
import { isOption } from './options.ts';
import type { Programs } from './programs.ts';
import type { Budget } from './shell/budget.ts';
import type { Invocation } from './shell/visitor.ts';
import { isUnknown, quoted, unknownName, unknownText, unknownWords } from './shell/word.ts';

/** What a command runs. */
export interface InnerCommands {
  /** Commands as lists of words. */
  readonly commands: readonly (readonly string[])[];
  /** Command lines for a shell. */
  readonly lines: readonly string[];
}

const nothing: InnerCommands = { commands: [], lines: [] };

/**
 * Returns what a runner such as `sudo` or `sh` runs. If the start of the command is uncertain, all possible ones are
 * returned.
 * @throws BudgetExceeded
 */
export function unwrap({ words, input, scope }: Invocation, runner: Runner, programs: Programs): InnerCommands {
  const { budget } = scope;
  const args = words.slice(1);
  if (isIdle(args, runner)) return nothing;
  if (runner.after) return { ...nothing, commands: behind(args, runner.after, budget) };
  const script = scriptOf(args, runner);
  if (script !== undefined) return { ...nothing, lines: [script] };
  const end = runner.appends ? args.findIndex((word) => /^:::+\+?$/.test(word)) : -1;
  const before = end < 0 ? args : args.slice(0, end);
  const { commands, lines } = runner.anywhere
    ? commandsAnywhere(before, programs, { budget, program: runner.program })
    : { commands: commandsOf(before, runner, budget), lines: [] };
  if (runner.appends) {
    const added = end < 0 ? input : args.slice(end).join('\n');
    const own = commands.length === 0 && end >= 0 ? args.slice(end + 1) : [];
    return {
      commands: commands.flatMap((command) => appended(command, { args, added, budget })),
      lines: [...lines, ...own],
    };
  }
  const first = commands[0]?.[0];
  const reads = first === undefined || args.includes('-s') || first === '/dev/stdin' || first === '-';
  const read = runner.stdin && reads && input !== undefined ? [input] : [];
  return runner.joins
    ? { ...nothing, lines: [...commands.map(joined), ...read] }
    : { commands, lines: [...lines, ...read] };
}

/** Returns command lines in options of programs whose other arguments are data. */
export function carriedLines(args: readonly string[], { lines }: Carrier): readonly string[] {
  const starts = lines.map((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('[^=]*')}`, 'i'));
  return args.flatMap((word, at) =>
    starts.flatMap((start) => {
      const found = start.exec(word)?.[0];
      if (found === undefined) return [];
      return [found === word ? args.slice(at + 1).join(' ') : word.slice(found.length)];
    }),
  );
}

/**
 * Returns a command from every known program among the arguments to the end, and each argument with blanks as a line.
 * @throws BudgetExceeded
 */
export function commandsAnywhere(
  args: readonly string[],
  programs: Programs,
  given: { readonly budget: Budget; readonly program?: readonly string[] | undefined },
): InnerCommands {
  const { budget, program = [] } = given;
  budget.spend(args.length);
  const commands = args.flatMap((word, at) => {
    if (!programs.speaksOf(word)) return [];
    budget.spend(args.length - at);
    return [args.slice(at)];
  });
  const named = args.flatMap((word, at) => {
    const option = program.find((name) => word === name || word.startsWith(`${name}=`));
    if (option === undefined) return [];
    const value = word === option ? args[at + 1] : word.slice(option.length + 1);
    const rest = args.slice(word === option ? at + 2 : at + 1);
    return rest.map((_, i) => {
      budget.spend(rest.length - i);
      return [value ?? '', ...rest.slice(i)];
    });
  });
  return { commands: [...commands, ...named], lines: args.filter((word) => /\s/.test(word)) };
}

/** Joins words to a line that the shell parses again, so they are not quoted. Only unknown words are. */
function joined(words: readonly string[]): string {
  return words.map((word) => (word === unknownWords ? quoted(word) : word)).join(' ');
}

/** Whether an option before the script makes the runner do nothing, such as `bash -n`. */
function isIdle(args: readonly string[], { idle = [] }: Runner): boolean {
  const end = args.findIndex((word) => !isOption(word));
  return (end < 0 ? args : args.slice(0, end)).some((word) => idle.includes(word));
}

/** Returns the value of `-c`. The option must come before the command. */
function scriptOf(args: readonly string[], { script = [], skip = 0 }: Runner): string | undefined {
  let before = skip;
  for (const [at, arg] of args.entries()) {
    if (arg === '--') return undefined;
    // A word after an option may be its value, as in `bash -euo pipefail -c`.
    if (!isOption(arg) && !isOption(args[at - 1] ?? '') && before-- <= 0) return undefined;
    const [name = '', joinedTo] = arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg];
    const option = script.find((wanted) => wanted === name || (/^-\w$/.test(wanted) && inCluster(arg, wanted)));
    if (option === undefined) continue;
    if (joinedTo !== undefined) return joinedTo;
    if (/\W/.test(arg.slice(1)) && !arg.startsWith('--')) return arg.slice(arg.indexOf(option.slice(1)) + 1);
    return args.slice(at + 1).find((word) => !isOption(word) && !word.startsWith('+')) ?? '';
  }
  return undefined;
}

/** Whether a cluster holds the option: `-lc`, or `-vS'a b'` with the value joined. */
function inCluster(arg: string, option: string): boolean {
  return (/^-[a-zA-Z]+/.exec(arg)?.[0] ?? '').includes(option.slice(1));
}

/** Returns every possible start of the command: an option that is not listed may or may not have a value. */
function commandsOf(args: readonly string[], runner: Runner, budget: Budget): readonly (readonly string[])[] {
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
  return [...starts].map((at) => {
    budget.spend(args.length - at);
    return args.slice(at);
  });
}

function behindOption(args: readonly string[], at: number, { valued = [] }: Runner): readonly number[] {
  const [word = '', next] = [args[at], args[at + 1]];
  if (valued.includes(word)) return [at + 2];
  const joinedTo = word.includes('=') || valued.some((option) => word.startsWith(option));
  return joinedTo || next === undefined || isOption(next) ? [at + 1] : [at + 1, at + 2];
}

function behind(args: readonly string[], markers: readonly string[], budget: Budget): readonly (readonly string[])[] {
  const named = args.findLast((_, at) => /^-i?(?:name|path|wholename)$/.test(args[at - 1] ?? '')) ?? unknownText;
  return args.flatMap((word, at) => {
    if (!markers.includes(word)) return [];
    budget.spend(args.length - at);
    const rest = args.slice(at + 1);
    const end = rest.findIndex((part) => part === ';' || part === '+');
    return [(end < 0 ? rest : rest.slice(0, end)).map((part) => part.replaceAll('{}', named))];
  });
}

interface Added {
  readonly args: readonly string[];
  readonly added: string | undefined;
  readonly budget: Budget;
}

/** `xargs` adds words from standard input at the end, or replaces `{}` or the token of `-I`. */
function appended(command: readonly string[], { args, added, budget }: Added): readonly (readonly string[])[] {
  const at = args.indexOf('-I');
  const joinedTo = args.find((word) => /^-I./.test(word))?.slice(2);
  const marked = command.some((part) => part.includes('{}')) ? '{}' : undefined;
  const token = joinedTo ?? (at < 0 ? marked : args[at + 1]);
  const given = added?.split(/\s+/).filter((word) => word !== '' && !word.startsWith(':::')) ?? [unknownText];
  const words = given.map((word) => (isUnknown(word.replaceAll(unknownName, '*')) ? unknownWords : word));
  budget.spend(command.length * words.length);
  if (token === undefined) {
    const each = words.length > 1 ? words.map((word) => [...command, word]) : [];
    return [[...command, ...words], ...each];
  }
  return words.map((word) => command.map((part) => part.replaceAll(token, word === unknownWords ? unknownText : word)));
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

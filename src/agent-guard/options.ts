/** Recognizes options among the words of a command. */
import type { Tool } from '../source/agent-commands.ts';
import { isUnknown, unknownText, unknownWords } from './shell/word.ts';

/** Whether the word is an option. A lone `-`, `--` and unknown words are not. */
export function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-' && word !== '--';
}

/**
 * Returns operands, including values joined to an option: `a` for `a`, `--file=a` and `-fa`. An option without a
 * joined value is an empty string.
 */
export function operandsOf(args: readonly string[]): readonly string[] {
  return args.map((word) =>
    isOption(word)
      ? (/^--[^=]*=(.*)$|^-\w(.*)$/s
          .exec(word)
          ?.slice(1)
          .find((value) => value !== undefined) ?? '')
      : word,
  );
}

/** Returns how many words after the option are its value. `certain` is false if the tool does not list the option. */
export function valueBehind(
  args: readonly string[],
  at: number,
  tool: Tool,
): { readonly taken: 0 | 1; readonly certain: boolean } {
  const word = args[at] ?? '';
  const next = args[at + 1];
  if (next === undefined || word.includes('=')) return { taken: 0, certain: true };
  if (takesValue(word, tool)) return { taken: 1, certain: true };
  // An unknown word after an unlisted option is most likely its value and not a subcommand.
  if (next === unknownText || next === unknownWords) return { taken: 1, certain: true };
  return { taken: 0, certain: isOption(next) || next === '--' };
}

function takesValue(option: string, { valued = [], options }: Tool): boolean {
  return valued.includes(options === 'single-dash' ? oneDash(option) : option) || valued.includes(`-${option}`);
}

/** Whether the option is given in any spelling. `wanted` is e.g. `-r`, `--recursive` or `-X DELETE`. */
export function hasOption(args: readonly string[], wanted: string, tool: Pick<Tool, 'options'>): boolean {
  const [name = '', value] = wanted.split(' ');
  return args.some((arg, at) => {
    const given = readOption(arg, name, tool);
    if (given === null) return false;
    return value === undefined || (given === '' ? (args[at + 1] ?? '') : given).toLowerCase() === value.toLowerCase();
  });
}

/** Returns the value joined to the option, empty if there is none; null if this is another option or no option. */
function readOption(arg: string, name: string, tool: Pick<Tool, 'options'>): string | null {
  if (!isOption(arg)) return null;
  const single = tool.options === 'single-dash';
  const [given, wanted] = single ? [oneDash(arg), oneDash(name)] : [arg, name];
  if (given === wanted) return '';
  if (given.startsWith(`${wanted}=`)) return given.slice(wanted.length + 1);
  if (single || !/^-[a-zA-Z]$/.test(wanted) || arg.startsWith('--') || isUnknown(arg)) return null;
  const at = arg.indexOf(wanted.slice(1), 1);
  return at < 0 ? null : arg.slice(at + 1);
}

function oneDash(option: string): string {
  return option.replace(/^--/, '-');
}

/**
 * Whether a word such as `--help` or `--dry-run=client` makes the command do nothing. It must not be the value of
 * another option, and must be given once: in `--dry-run=client --dry-run=none` the last one wins.
 */
export function isHarmless(args: readonly string[], tool: Tool): boolean {
  const end = args.indexOf('--');
  const read = end < 0 ? args : args.slice(0, end);
  return (tool.harmless ?? []).some((word) => {
    const at = read.indexOf(word);
    if (at < 0 || args.filter((arg) => stem(arg) === stem(word)).length > 1) return false;
    if (isOption(word)) return !takesValue(read[at - 1] ?? '', tool);
    // After an unlisted option, the word may be the value of that option.
    return read.slice(0, at).every((before) => !isOption(before) || before.includes('=') || takesValue(before, tool));
  });
}

function stem(option: string): string {
  return (option.split('=', 1)[0] ?? '').replace(/^-+(?:no-)?/, '').replaceAll('-', '');
}

/** Returns the arguments without a first word such as `run`: `deno run x.ts` runs a file as `deno x.ts` does. */
export function withoutVerb(args: readonly string[], verbs: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => !isOption(arg));
  return verbs.includes(args[at] ?? '') ? args.toSpliced(at, 1) : args;
}

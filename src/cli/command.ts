/** What a command is: its options, and what it does. Both are loaded only when the command is asked for. */
import type { ArgumentsCamelCase, Argv } from 'yargs';

/** 0 pass, 1 fail, 2 could not judge. */
export type ExitCode = 0 | 1 | 2;

export interface Command<Args> {
  readonly options: (yargs: Argv) => Argv<Args>;
  /** An exit code of ours, or that of a program which was run. */
  readonly run: (args: ArgumentsCamelCase<Args>) => Promise<number>;
}

/** A command whose arguments only its own options and `run` know. */
export interface AnyCommand {
  readonly options: (yargs: Argv) => Argv;
  readonly run: (args: object) => Promise<number>;
}

/** Forgets the type of the arguments: yargs gives `run` what the same command's `options` declared. */
export function plain<Args>({ options, run }: Command<Args>): AnyCommand {
  return {
    options: (yargs) => options(yargs) as unknown as Argv,
    run: (args) => run(args as ArgumentsCamelCase<Args>),
  };
}

/** yargs drops a positional `-`; something that no path can begin with stands before it until the command has its arguments. */
const hidden = '\u0000';

/**
 * What yargs would not take for an argument of the command: `-`, and what stands behind `--`.
 * @param options.passesOn whether that is for another program
 */
export function hideFromYargs(argv: readonly string[], { passesOn }: { readonly passesOn: boolean }): string[] {
  const hide = (arg: string): string => `${hidden}${arg}`;
  const end = passesOn ? -1 : argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const rest = end < 0 ? [] : argv.slice(end + 1);
  return [...own.map((arg) => (arg === '-' ? hide(arg) : arg)), ...rest.map(hide)];
}

export function withHidden<Args extends object>(args: Args): Args {
  const restore = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(hidden) ? value.slice(hidden.length) : value;
  const restored = Object.entries(args).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(restore) : restore(value),
  ]);
  return Object.assign({}, args, Object.fromEntries(restored));
}

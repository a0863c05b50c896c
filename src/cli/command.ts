/** The type of a command: its options and its function, both loaded on demand. */
import type { ArgumentsCamelCase, Argv } from 'yargs';

/** 0 pass, 1 fail, 2 could not judge. */
export type ExitCode = 0 | 1 | 2;

/** A command with typed arguments. */
export interface Command<Args> {
  readonly options: (yargs: Argv) => Argv<Args>;
  /** Returns an exit code of Firebreak, or of the program that was run. */
  readonly run: (args: ArgumentsCamelCase<Args>) => Promise<number>;
}

/** A command with the type of its arguments erased. */
export interface AnyCommand {
  readonly options: (yargs: Argv) => Argv;
  readonly run: (args: object) => Promise<number>;
}

/**
 * Erases the type of the arguments. This is safe because yargs passes to `run` what the same command's `options`
 * declared.
 */
export function toPlainCommand<Args>({ options, run }: Command<Args>): AnyCommand {
  return {
    options: (yargs) => options(yargs) as unknown as Argv,
    run: (args) => run(args as ArgumentsCamelCase<Args>),
  };
}

/** Prefix that hides an argument from yargs. No path can start with NUL. */
const hidden = '\u0000';

/**
 * Hides arguments that yargs would not pass to the command: `-`, a path named `help` (yargs would print the help), and
 * everything after `--`.
 * @param options.passesOn true: what follows `--` is for another program and is not hidden
 */
export function hideFromYargs(argv: readonly string[], { passesOn }: { readonly passesOn: boolean }): string[] {
  const hide = (arg: string): string => `${hidden}${arg}`;
  const end = passesOn ? -1 : argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const rest = end < 0 ? [] : argv.slice(end + 1);
  return [...own.map((arg) => (arg === '-' || arg === 'help' ? hide(arg) : arg)), ...rest.map(hide)];
}

/** Returns a message of yargs as if nothing was hidden from it. It quotes some arguments as JSON. */
export function withoutHiding(message: string): string {
  return message.replaceAll(hidden, '').replaceAll('\\u0000', '');
}

/** Returns a copy of parsed arguments with the hidden arguments restored; see `hideFromYargs`. */
export function withHidden<Args extends object>(args: Args): Args {
  const restore = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(hidden) ? value.slice(hidden.length) : value;
  const restored = Object.entries(args).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(restore) : restore(value),
  ]);
  return Object.assign({}, args, Object.fromEntries(restored));
}

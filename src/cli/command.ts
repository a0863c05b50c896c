/** What a command is: its options, and what it does. Both are loaded only when the command is asked for. */
import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';

/** 0 pass, 1 fail, 2 could not judge. */
export type ExitCode = 0 | 1 | 2;

export interface Command<Args> {
  readonly options: (yargs: Argv) => Argv<Args>;
  /** An exit code of ours, or that of a program which was run. */
  readonly run: (args: ArgumentsCamelCase<Args>) => Promise<number>;
}

/** A list with a line of help and a command that is imported when it runs, so that starting costs what Node costs. */
export function lazy<Args>(
  command: string,
  describe: string,
  options: {
    readonly load: () => Promise<Command<Args>>;
    readonly onExit: (code: number) => void;
  },
): CommandModule<object, Args> {
  return {
    command,
    describe,
    builder: async (yargs) => (await options.load()).options(yargs as Argv),
    handler: async (args) => options.onExit(await (await options.load()).run(withStandardInput(args))),
  };
}

/** yargs drops a positional `-`; something that no path can be stands for it until the command has its arguments. */
const standardInput = '\u0000-';

export function hideStandardInput(argv: readonly string[]): string[] {
  return argv.map((arg) => (arg === '-' ? standardInput : arg));
}

function withStandardInput<Args extends object>(args: Args): Args {
  const restore = (value: unknown): unknown => (value === standardInput ? '-' : value);
  const restored = Object.entries(args).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(restore) : restore(value),
  ]);
  return Object.assign({}, args, Object.fromEntries(restored));
}

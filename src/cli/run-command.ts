/** Parses a command line with yargs, and runs the command. */
import yargs, { type Argv, type FallbackCompletionFunction } from 'yargs';
import { widthOf } from '../app/terminal.ts';
import { UsageError } from '../errors.ts';
import { version } from '../package-info.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { type AnyCommand, hideFromYargs, withHidden, withoutHiding } from './command.ts';
import { commands, type Entry } from './commands.ts';
import { refuseSingleDash } from './single-dash.ts';
import { longOptions, parsing, toUsageFault } from './usage-fault.ts';

/**
 * Loads only the requested command, and before yargs runs, which then needs no promise.
 * @returns the exit code
 * @throws {UsageError} for a command line with a mistake
 */
export async function runCommand(given: readonly string[]): Promise<number> {
  if (given[0] === completionRequest) return printCompletions(given);
  const entered = helpAsOption(given);
  const [first] = entered;
  const isHelpFirst = first !== undefined && helpOptions.includes(first);
  const asked = isHelpFirst ? undefined : findCommand(first);
  const passesOn = asked?.passesOn ?? false;
  const own = beforeDashes(entered);
  const command = await asked?.load();
  const known = () => longOptions(command?.options(yargs([])) ?? yargs([]), asked?.usage ?? '');
  refuseSingleDash(own, { name: asked && nameOf(asked), passesOn, known });
  const argv = hideFromYargs(entered, { passesOn });
  const parser = yargs(argv);
  const withAll = withCommands(parser, asked && command && { entry: asked, command });
  const start = commandOf(() =>
    withAll
      .fail((message, error) => {
        // yargs throws its own errors, for example for options without a value.
        if (error && error.name !== 'YError') throw error;
        const text = withoutHiding(message ?? error.message);
        throw new UsageError(toUsageFault(text, { argv: own, parser, usage: asked?.usage ?? '' }));
      })
      .parseSync(),
  );
  if (start) return start();
  // yargs has printed help or the version. Exit 0 would read as a pass if nobody asked for them.
  if (own.some((arg) => helpOptions.includes(arg))) return 0;
  throw new UsageError({ message: 'this command line does nothing', hint: 'See: firebreak --help' });
}

/** Ends yargs as soon as it has found the command: afterwards it renders the whole help, which takes longer than many commands. */
class CommandFound extends Error {
  readonly start: () => Promise<number>;
  constructor(start: () => Promise<number>) {
    super();
    this.start = start;
  }
}

/** Returns the command that yargs found; undefined if it has printed help or the version instead. */
function commandOf(parse: () => void): (() => Promise<number>) | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof CommandFound) return error.start;
    throw error;
  }
}

interface Requested {
  readonly entry: Entry;
  readonly command: AnyCommand;
}

/** Adds all commands to the parser, the requested one with its options. It throws `CommandFound`. */
function withCommands(parser: Argv, requested: Requested | undefined): Argv {
  parser
    .locale('en')
    .scriptName('firebreak')
    .usage('$0 <command>\n\nReads a Terraform plan and stops the one that would burn down production.');
  for (const entry of commands) {
    const command = entry === requested?.entry ? requested.command : undefined;
    parser.command({
      command: entry.usage,
      describe: entry.describe,
      builder: (options) => command?.options(options) ?? options,
      handler: (args) => {
        // Copied now, because yargs removes the arguments after `--` when this returns.
        const copied = withHidden(args);
        if (command) throw new CommandFound(() => command.run(copied));
      },
    });
  }
  return parser
    .strict()
    .check(refuseTwice)
    .version(version)
    .alias({ help: 'h' })
    .wrap(Math.min(110, widthOf(process.env, process.stdout)))
    .parserConfiguration(parsing)
    .exitProcess(false);
}

/** The first argument with which the completion script of `firebreak completion` asks for words. */
const completionRequest = '--get-yargs-completions';

async function printCompletions(given: readonly string[]): Promise<number> {
  const entry = commands.find((each) => given.includes(nameOf(each)));
  const parser = withCommands(yargs([...given]), entry && { entry, command: await entry.load() });
  // yargs also offers the short option -f as `--f`, which does not exist.
  const exists = (word: string): boolean => !/^--.(?:\W|$)/.test(word);
  const filtered: FallbackCompletionFunction = (_current, _argv, complete, done) =>
    complete((_error, words = []) => done(words.filter(exists)));
  parser.completion('completion', false, filtered).parseSync();
  return 0;
}

const helpOptions: readonly string[] = ['--help', '-h', '--version'];

function findCommand(first: string | undefined): Entry {
  const names = commands.map(nameOf);
  const found = commands.find((entry) => nameOf(entry) === first);
  if (found) return found;
  if (first === undefined) {
    throw new UsageError({
      message: 'no command given',
      hint: 'For example: firebreak check plan.json. All commands: firebreak --help',
    });
  }
  if (first.startsWith('-')) {
    throw new UsageError({
      message: `no command before \`${first}\``,
      hint:
        didYouMean(/^-v$/i.test(first) ? '--version' : first, helpOptions) ??
        'Options come after the command: firebreak check plan.json --dir live/prod',
    });
  }
  throw new UsageError({
    message: `unknown command \`${first}\``,
    hint: didYouMean(first, names) ?? `Commands are ${names.join(', ')}.`,
  });
}

function nameOf({ usage }: Entry): string {
  return usage.split(' ', 1)[0] ?? usage;
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** `firebreak help check` and `firebreak --help check` mean `firebreak check --help`. */
function helpAsOption(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv;
  return ['help', '--help', '-h'].includes(first) ? [...rest.filter((arg) => arg !== 'help'), '--help'] : argv;
}

/** yargs turns an option that is given twice into a list, which no command expects. */
function refuseTwice(args: Readonly<Record<string, unknown>>, known: object): true {
  const { array = [], key = {} } = known as { readonly array?: readonly string[]; readonly key?: object };
  const twice = Object.keys(key).find((name) => Array.isArray(args[name]) && !array.includes(name));
  if (twice === undefined) return true;
  throw new UsageError({ message: `--${twice} is given more than once`, hint: 'Give it once, with one value.' });
}

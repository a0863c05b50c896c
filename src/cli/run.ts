/** Runs the command line: arguments in, exit code out. All errors are caught here. */
import yargs from 'yargs';
import { wantsColour } from '../app/terminal.ts';
import { isFirebreakError, UsageError } from '../errors.ts';
import { version } from '../version.ts';
import { isPolicyCheck, runPolicyCheck } from './atlantis/quick-check.ts';
import { hideFromYargs, withHidden } from './command.ts';
import { commands } from './commands.ts';

/**
 * Runs one command line in this process, with its standard streams, environment and working directory.
 * @param argv without Node and the program
 * @returns 0 pass, 1 fail, 2 could not judge, or the exit code of a program that was run; never throws
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await (isPolicyCheck(argv) ? runPolicyCheck(argv) : runCommand(argv));
  } catch (error) {
    const red = wantsColour(process.env, process.stderr)
      ? (text: string) => `\u001b[31m${text}\u001b[39m`
      : (text: string) => text;
    const text = isFirebreakError(error)
      ? error.message
      : `something went wrong inside Firebreak, so nothing was judged: ${error instanceof Error ? error.message : String(error)}`;
    process.stderr.write(`${red('firebreak:')} ${text}\n`);
    if (!isFirebreakError(error) && process.env.FIREBREAK_DEBUG) console.error(error);
    return 2;
  }
}

/**
 * Loads only the requested command, and before yargs runs: with a promise, yargs renders the whole help on every start.
 */
async function runCommand(given: readonly string[]): Promise<number> {
  const asked = given.find((arg) => !arg.startsWith('-'));
  const passesOn = commands.some(({ usage, passesOn }) => passesOn && usage.split(' ', 1)[0] === asked);
  const argv = hideFromYargs(given, { passesOn });
  let start: (() => Promise<number>) | undefined;
  const parser = yargs(argv)
    .scriptName('firebreak')
    .usage('$0 <command>\n\nReads a Terraform plan and stops the one that would burn down production.');
  for (const { usage, describe, load } of commands) {
    const command = usage.split(' ', 1)[0] === asked ? await load() : undefined;
    parser.command({
      command: usage,
      describe,
      builder: (options) => command?.options(options) ?? options,
      handler: (args) => {
        // Copied now, because yargs removes the arguments after `--` when this returns.
        const copied = withHidden(args);
        start = () => command?.run(copied) ?? Promise.resolve(0);
      },
    });
  }
  parser
    .demandCommand(1, 'say what to do: firebreak check plan.json')
    .strict()
    .recommendCommands()
    .check(refuseTwice)
    .version(version)
    .alias({ help: 'h' })
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .parserConfiguration({ 'duplicate-arguments-array': true })
    .exitProcess(false)
    .fail((message, error) => {
      // yargs throws its own errors, for example for options without a value.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError({ message: message ?? error.message, hint: 'see: firebreak --help' });
    })
    .parseSync();
  return start ? start() : 0;
}

/** yargs turns an option that is given twice into a list, which no command expects. */
function refuseTwice(args: Readonly<Record<string, unknown>>, known: object): true {
  const { array = [], key = {} } = known as { readonly array?: readonly string[]; readonly key?: object };
  const twice = Object.keys(key).find((name) => Array.isArray(args[name]) && !array.includes(name));
  if (twice === undefined) return true;
  throw new UsageError({ message: `--${twice} is given more than once`, hint: 'give it one value' });
}

/** The command line: arguments in, exit code out. The one place that catches. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { isFirebreakError, UsageError } from '../errors.ts';
import { version } from '../version.ts';
import { type Command, hideStandardInput, lazy } from './command.ts';
import { wantsColour } from './terminal.ts';

async function main(): Promise<number> {
  let code = 0;
  const onExit = (given: number): void => {
    code = given;
  };
  const command = <Args>(name: string, describe: string, load: () => Promise<Command<Args>>) =>
    lazy(name, describe, { load, onExit });
  const parser = yargs(hideStandardInput(hideBin(process.argv)))
    .scriptName('firebreak')
    .usage('$0 <command>\n\nReads a Terraform plan and stops the one that would burn down production.')
    .command(
      command('check [paths..]', 'judge plans: exit 0 pass, 1 fail, 2 could not judge', () => import('./check.ts')),
    )
    .command(command('init [dir]', 'write a first firebreak.yaml', () => import('./init.ts')))
    .command(command('explain <name>', 'a policy, or an address of a plan', () => import('./explain.ts')))
    .command(command('policies [dirs..]', 'list the policies', () => import('./policies.ts')))
    .command(command('test [dir]', 'run the tests of policies, built-in or your own', () => import('./test.ts')))
    .command(command('validate [dirs..]', 'check settings and policies', () => import('./validate.ts')))
    .command(
      command('backtest <dir>', 'see which stored plans other settings judge otherwise', () => import('./backtest.ts')),
    )
    .command(command('fingerprint <plan>', 'print what an approval is bound to', () => import('./fingerprint.ts')))
    .command(command('redact <plan>', 'take the secrets out of a plan', () => import('./redact.ts')))
    .demandCommand(1, 'say what to do: firebreak check plan.json')
    .strict()
    .recommendCommands()
    .version(version)
    .alias({ help: 'h' })
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .parserConfiguration({ 'duplicate-arguments-array': true })
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError({ message, hint: 'see: firebreak --help' });
    });
  await parser.parseAsync();
  return code;
}

// A reader that stops early, as `head` does, is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main();
} catch (error) {
  const red = wantsColour(process.env, process.stderr)
    ? (text: string) => `\u001b[31m${text}\u001b[39m`
    : (text: string) => text;
  const text = isFirebreakError(error)
    ? error.message
    : `something went wrong inside Firebreak, so nothing was judged: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${red('firebreak:')} ${text}\n`);
  if (!isFirebreakError(error) && process.env.FIREBREAK_DEBUG) console.error(error);
  process.exitCode = 2;
}

/** The command line: arguments in, exit code out. The one place that catches. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { isFirebreakError, UsageError } from '../errors.ts';
import { version } from '../version.ts';
import { wantsColour } from './terminal.ts';

async function main(): Promise<number> {
  let code = 0;
  const parser = yargs(hideBin(process.argv))
    .scriptName('firebreak')
    .usage('$0 <command>\n\nReads a Terraform plan and stops the one that would burn down production.')
    .command(
      'check [plans..]',
      'judge plans: exit 0 pass, 1 fail, 2 could not judge',
      (command) =>
        command
          .usage(
            '$0 check [PLAN...]\n\nPLAN is what `terraform show -json` prints (a file, or - for standard input) or a saved plan\n(what `terraform plan -out` writes).',
          )
          .positional('plans', { type: 'string', array: true, describe: 'plans to judge', default: [] as string[] })
          .option('dir', {
            type: 'string',
            requiresArg: true,
            describe: 'root module that the plan was made in (default: where the plan lies, or here)',
          })
          .option('terraform', {
            type: 'string',
            requiresArg: true,
            describe: 'binary that shows saved plans (default: terraform, else tofu)',
          })
          .option('format', {
            alias: 'f',
            type: 'string',
            array: true,
            nargs: 1,
            requiresArg: true,
            default: [] as string[],
            defaultDescription: 'text',
            describe: 'text, markdown or json; FORMAT=FILE writes to a file; may be repeated',
          })
          .option('critical', {
            type: 'string',
            array: true,
            nargs: 1,
            requiresArg: true,
            default: [] as string[],
            describe: "address pattern that counts as critical, e.g. 'module.prod.**'",
          })
          .option('explain-pass', { type: 'boolean', default: false, describe: 'list what every policy looked at' })
          .example('$0 check plan.json', 'judge one plan')
          .example('terraform show -json tfplan | $0 check -', 'from standard input')
          .example('$0 check tfplan -f text -f json=report.json', 'a saved plan, two reports'),
      async (args) => {
        const plans = args.plans ?? [];
        if (plans.length === 0) {
          throw new UsageError({
            message: 'no plan is named',
            hint: 'firebreak check plan.json, or pipe: terraform show -json tfplan | firebreak check -',
          });
        }
        if (plans.filter((plan) => plan === '-').length > 1)
          throw new UsageError({ message: 'standard input can be read only once' });
        const { check } = await import('./check.ts');
        const { dir, terraform, format, critical, explainPass } = args;
        code = await check({ plans, dir, terraform, format, critical, explainPass });
      },
    )
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

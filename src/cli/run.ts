/** Runs the command line: arguments in, exit code out. All errors are caught here. */
import { wantsColour } from '../app/terminal.ts';
import { isFirebreakError } from '../errors.ts';
import { parsePlainCheck } from './plain-check.ts';

/**
 * Runs one command line in this process, with its standard streams, environment and working directory.
 * @param argv without Node and the program
 * @returns 0 pass, 1 fail, 2 could not judge, or the exit code of a program that was run; never throws
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await runAny(argv);
  } catch (error) {
    const red = wantsColour(process.env, process.stderr)
      ? (text: string) => `\u001b[31m${text}\u001b[39m`
      : (text: string) => text;
    const text = isFirebreakError(error) ? error.message : await internalError(error);
    process.stderr.write(`${red('firebreak:')} ${text}\n`);
    if (!isFirebreakError(error) && process.env.FIREBREAK_DEBUG) console.error(error);
    return 2;
  }
}

/** The two command lines that run most often are spared from yargs. */
async function runAny(argv: readonly string[]): Promise<number> {
  const check = parsePlainCheck(argv);
  if (check) return (await import('./commands/check.ts')).run(check);
  if (argv.length === 1 && argv[0] === 'hook') {
    const hook = await import('./commands/hook.ts');
    return hook.run(hook.plainHook);
  }
  const { isPolicyCheck, runPolicyCheck } = await import('./atlantis/quick-check.ts');
  if (isPolicyCheck(argv)) return runPolicyCheck(argv);
  return (await import('./run-command.ts')).runCommand(argv);
}

async function internalError(error: unknown): Promise<string> {
  const { isTooDeep, tooDeep } = await import('../app/error-report.ts');
  if (isTooDeep(error)) return `${tooDeep.message}\n  ${tooDeep.hint}`;
  return `internal error, so nothing was judged: ${error instanceof Error ? error.message : String(error)}`;
}

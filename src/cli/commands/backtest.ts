/** `firebreak backtest`: shows which stored plans get another verdict under other settings. */
import type { Argv } from 'yargs';
import { findPlans } from '../../read/plan/find-plans.ts';
import { type Backtested, backtestLines } from '../../report/commands/backtest.ts';
import { terminal } from '../../report/escape.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';
import { type BacktestTask, backtestPlans } from '../many-plans/backtest-plans.ts';
import { eachPlan } from '../many-plans/each-plan.ts';
import { barOn } from '../progress-bar.ts';
import { toNow } from '../settings-options.ts';

/** Adds the usage, options and examples of `firebreak backtest`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 backtest DIR --against NEW.yaml\n\nChecks stored plans (redacted ones work too) with two settings files, and shows which verdicts change. Exit status: 0 no change, 1 changes, 2 no verdict on a plan.',
      )
      .positional('dir', { type: 'string', demandOption: true, describe: 'folder of plans, or one plan' })
      .option('against', { type: 'string', demandOption: true, requiresArg: true, describe: 'new settings file' })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'old settings file (default: nearest firebreak.yaml, from each root module upwards)',
      })
      .option('environment', { type: 'string', requiresArg: true, describe: 'environment in both settings files' })
      .option('now', {
        type: 'string',
        requiresArg: true,
        describe: 'current time, for example 2026-12-01T09:00:00Z (default: the clock)',
      })
      .example('$0 backtest plans/ --against stricter.yaml', 'before changing the settings'),
  );
}

interface BacktestArguments {
  readonly dir: string;
  readonly against: string;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly now: string | undefined;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}

/** Judges the stored plans under both settings. Returns 1 if a verdict differs, 2 if a plan cannot be judged. */
export async function run(args: BacktestArguments): Promise<ExitCode> {
  const cwd = process.cwd();
  const files = await findPlans({ paths: [args.dir], globs: [], cwd });
  const { against, config: current, environment } = args;
  const task = { against, config: current, environment, now: toNow(args.now).toISOString() };
  const results = await judgeAll(files, task);
  const config = args.config ?? 'the current settings';
  print(args, {
    lines: (page) => backtestLines(page, { results, against: args.against, config }),
    json: { schema: 'firebreak.backtest/1', config: args.config ?? null, against: args.against, plans: results },
  });
  const broken = results.filter(({ error }) => error !== undefined);
  if (args.quiet) {
    for (const { error = '' } of broken) {
      process.stderr.write(`firebreak: ${error.split('\n').map(terminal).join('\n')}\n`);
    }
  }
  if (broken.length > 0) return 2;
  return results.some(({ changed }) => changed) ? 1 : 0;
}

async function judgeAll(files: readonly string[], task: BacktestTask): Promise<readonly Backtested[]> {
  const { step, done } = barOn(process.stderr, files.length);
  try {
    return await eachPlan(files, { command: 'backtest', task, alone: async () => backtestPlans(task), onPlan: step });
  } finally {
    done();
  }
}

/** `firebreak check`: judges plans and prints reports. */
import type { Argv } from 'yargs';
import { withErrorReport } from '../../app/error-report.ts';
import { tuneForLargePlans } from '../../app/large-plans.ts';
import {
  errorsOf,
  exitCodes,
  parseTargets,
  quietOption,
  type ReportArguments,
  renderingOf,
  reportOptions,
  toReportSet,
  writeReports,
} from '../../app/output.ts';
import { progressOn } from '../../app/terminal.ts';
import { UsageError } from '../../errors.ts';
import { findPlans } from '../../read/plan/find-plans.ts';
import type { Report, ReportSet } from '../../verdict/report.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions } from '../judge-context.ts';
import { type CheckTask, checkPlans, type JudgedPlan } from '../many-plans/check-plans.ts';
import { eachPlan } from '../many-plans/each-plan.ts';
import { parseShare, plansOf, type Share } from '../many-plans/shard.ts';
import { inputsOf, outputsOf, refuseOverwritingInputs } from '../output-conflicts.ts';
import { barOn } from '../progress-bar.ts';
import { toNow } from '../settings-options.ts';

/** The arguments of `firebreak check`. */
export interface CheckArguments extends JudgeArguments, ReportArguments {
  /** Positional arguments: files and folders. */
  readonly paths: readonly string[];
  /** Values of `--plans`: globs. */
  readonly plans: readonly string[];
  readonly commit: string | undefined;
  readonly baseDir: string | undefined;
  readonly quiet: boolean;
  /** `2/5` or `auto`. */
  readonly shard: string | undefined;
  /** The paths are reports of several machines. */
  readonly merge: boolean;
}

/** Adds the usage, options and examples of `firebreak check`. */
export function options(yargs: Argv) {
  const named = yargs
    .usage(
      '$0 check [PLAN...]\n\nChecks plans and prints a report. PLAN is a saved plan (from `terraform plan -out`), the output of `terraform show -json`, - for standard input, or a folder with plans. Exit status: 0 pass, 1 fail, 2 no verdict.',
    )
    .positional('paths', {
      type: 'string',
      array: true,
      describe: 'plans, or folders with plans',
      default: [] as string[],
    })
    .option('plans', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      default: [] as string[],
      describe: "pattern for plans, for example 'stacks/**/plan.json' (repeatable)",
    });
  return quietOption(reportOptions(judgeOptions(named)))
    .option('commit', {
      type: 'string',
      requiresArg: true,
      describe: 'commit that the plan was made from, must be checked out',
    })
    .option('base-dir', {
      type: 'string',
      requiresArg: true,
      describe: 'root module before the change, to find removed guards',
    })
    .option('shard', {
      type: 'string',
      requiresArg: true,
      describe: 'judge a share of the plans, for example 2/5, or auto in GitLab, AWS Batch and Azure Pipelines',
    })
    .option('merge', { type: 'boolean', default: false, describe: 'join the JSON reports of all shares' })
    .example('$0 check plan.json', 'one plan')
    .example('terraform show -json tfplan | $0 check -', 'from standard input')
    .example('$0 check plan.json --max-destroy 0 --allow create,update', 'limits without a settings file')
    .example('$0 check tfplan -f text -f json=report.json', 'a saved plan, two reports')
    .example('$0 check plans/ --shard 1/4 -f json=part-1.json', 'a quarter of the plans, then:')
    .example('$0 check --merge part-*.json', 'one report and exit status for all')
    .example('$0 check plan.json -f github -f sarif=firebreak.sarif', 'annotations and code scanning');
}

/** Judges the plans and writes the reports. Returns the exit code of the worst verdict. */
export async function run(args: CheckArguments): Promise<ExitCode> {
  if (args.paths.length + args.plans.length === 0) {
    throw new UsageError({
      message: 'no plan given',
      hint: 'Name a plan: firebreak check plan.json. Or pipe one in: terraform show -json tfplan | firebreak check -',
    });
  }
  if (args.paths.filter((path) => path === '-').length > 1)
    throw new UsageError({ message: '`-` is given more than once', hint: 'Give at most one plan on standard input.' });
  const share = args.shard === undefined ? undefined : parseShare(args.shard, process.env);
  if (args.merge) refuseJudging(args);
  const targets = parseTargets(args.format, args);
  const rendering = renderingOf(args);
  const finding = args.merge
    ? Promise.resolve(args.paths)
    : findPlans({ paths: args.paths, globs: args.plans, cwd: process.cwd() });
  // Missing plans are reported below, to the files that are checked here as well.
  let files = await finding.catch(() => args.paths);
  await refuseOverwritingInputs(outputsOf(targets, args.record), inputsOf(args, files));
  const result = await withErrorReport(
    async () => {
      files = await finding;
      if (args.merge) return (await import('../many-plans/merge-reports.ts')).mergeReports(files);
      const identified = args.details || args.record !== undefined || targets.some(({ format }) => format !== 'text');
      return judgeFiles(files, { ...args, identified }, share);
    },
    { targets, plans: () => files },
  );
  await writeReports(result, targets, rendering);
  if (args.quiet) process.stderr.write(errorsOf(result));
  return exitCodes[result.verdict];
}

/** @throws {UsageError} for options that have no effect on reports that exist */
function refuseJudging({ shard, record, plans }: CheckArguments): void {
  const given = [
    shard === undefined ? '' : '--shard',
    record === undefined ? '' : '--record',
    plans.length > 0 ? '--plans' : '',
  ];
  const [option] = given.filter(Boolean);
  if (option === undefined) return;
  throw new UsageError({
    message: `${option} cannot be used with --merge, which judges no plan`,
    hint: `Pass ${option} where the plans are checked.`,
  });
}

async function judgeFiles(
  all: readonly string[],
  args: CheckArguments & Pick<CheckTask, 'identified'>,
  share: Share | undefined,
): Promise<Report | ReportSet> {
  const files = share ? plansOf(share, all) : all;
  if (args.baseDir !== undefined && files.length > 1) {
    throw new UsageError({
      message: '--base-dir with several plans',
      hint: 'Check each plan separately, with its own --base-dir.',
    });
  }
  await tuneForLargePlans(files);
  const judged = await judgeAll(files, { ...args, now: toNow(args.now).toISOString(), firstPlan: files[0] });
  const recorded = judged.flatMap((plan) => plan.recorded);
  if (args.record !== undefined && recorded.length > 0) {
    const { appendRecord } = await import('../../app/record-file.ts');
    await appendRecord(args.record, recorded);
  }
  return toReportSet(
    judged.map(({ report }) => report),
    share && { ...share, plans: all.length },
  );
}

async function judgeAll(files: readonly string[], task: CheckTask): Promise<readonly JudgedPlan[]> {
  const { onStep, onPlan, done } = progressOf(files);
  try {
    return await eachPlan(files, { command: 'check', task, alone: () => checkPlans(task, onStep), onPlan });
  } finally {
    done();
  }
}

/** The steps of a single plan, or a bar over all plans. */
function progressOf(files: readonly string[]) {
  const nothing = (): void => {};
  if (files.length === 1) {
    const { step, done } = progressOn(process.stderr);
    return { onStep: step, onPlan: nothing, done };
  }
  const { step, done } = barOn(process.stderr, files.length);
  return { onStep: nothing, onPlan: step, done };
}

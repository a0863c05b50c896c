/** `firebreak check`: judges plans and prints reports. */
import type { Argv } from 'yargs';
import { delayOptimization } from '../../app/delay-optimization.ts';
import { withErrorReport } from '../../app/error-report.ts';
import { type JudgeContext, type JudgeOptions, judgeOrErrorReport } from '../../app/judge-plan.ts';
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
import { recorderOf } from '../../app/recorder.ts';
import { progressOn } from '../../app/terminal.ts';
import { UsageError } from '../../errors.ts';
import { findPlans } from '../../read/plan/find-plans.ts';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import type { Report, ReportSet } from '../../verdict/report.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions, toJudgeContext } from '../judge-context.ts';
import { inputsOf, outputsOf, refuseOverwritingInputs } from '../output-conflicts.ts';

/** The arguments of `firebreak check`. */
export interface CheckArguments extends JudgeArguments, ReportArguments {
  /** Positional arguments: files and folders. */
  readonly paths: readonly string[];
  /** Values of `--plans`: globs. */
  readonly plans: readonly string[];
  readonly commit: string | undefined;
  readonly baseDir: string | undefined;
  readonly quiet: boolean;
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
    .example('$0 check plan.json', 'one plan')
    .example('terraform show -json tfplan | $0 check -', 'from standard input')
    .example('$0 check plan.json --max-destroy 0 --allow create,update', 'limits without a settings file')
    .example('$0 check tfplan -f text -f json=report.json', 'a saved plan, two reports')
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
  const targets = parseTargets(args.format, args);
  const rendering = renderingOf(args);
  const finding = findPlans({ paths: args.paths, globs: args.plans, cwd: process.cwd() });
  // Missing plans are reported below, to the files that are checked here as well.
  let files = await finding.catch(() => args.paths);
  await refuseOverwritingInputs(outputsOf(targets, args.record), inputsOf(args, files));
  const result = await withErrorReport(
    async () => {
      files = await finding;
      return judgeFiles(files, args);
    },
    { targets, plans: () => files },
  );
  await writeReports(result, targets, rendering);
  if (args.quiet) process.stderr.write(errorsOf(result));
  return exitCodes[result.verdict];
}

async function judgeFiles(files: readonly string[], args: CheckArguments): Promise<Report | ReportSet> {
  const progress = progressOn(process.stderr);
  const [plan] = files;
  const from = { cwd: process.cwd(), env: process.env, onProgress: progress.step, ...(plan !== undefined && { plan }) };
  const shared = withCommit(await toJudgeContext(args, from), args.commit);
  const record = recorderOf({ file: args.record, command: 'check', judging: shared });
  const reports: Report[] = [];
  await delayOptimization(files);
  try {
    const change = await readChange(files, args);
    for (const file of files) {
      const report = await judgeOrErrorReport({ ...shared, ...change, file, onSettings: record.onSettings });
      record.add(report);
      reports.push(report);
    }
  } finally {
    progress.done();
  }
  await record.write();
  return toReportSet(reports);
}

/** Reads the information about the change that a plan does not contain. */
async function readChange(
  files: readonly string[],
  { commit, baseDir }: CheckArguments,
): Promise<Pick<JudgeOptions, 'change'>> {
  if (baseDir !== undefined && files.length > 1) {
    throw new UsageError({
      message: '--base-dir with several plans',
      hint: 'Check each plan separately, with its own --base-dir.',
    });
  }
  const { env } = process;
  const head = commit === undefined ? null : await commitHere(env);
  const base = baseDir === undefined ? null : await configurationIn(baseDir, env);
  return { change: { base, ...(commit !== undefined && { commit }), ...(head !== null && { head }) } };
}

// Loaded on demand, because few command lines need them.
async function commitHere(env: NodeJS.ProcessEnv): Promise<string | null> {
  const { gitObjects } = await import('../../read/git/git-objects.ts');
  return gitObjects(process.cwd(), env).commit('HEAD');
}

async function configurationIn(dir: string, env: NodeJS.ProcessEnv): Promise<Configuration> {
  const { readConfiguration } = await import('../../read/configuration/configuration.ts');
  return readConfiguration({ dir, env });
}

/** Reviews of a commit count as approvals of the plan made from it. */
function withCommit(shared: JudgeContext, commit: string | undefined): JudgeContext {
  const { approvals } = shared;
  if (commit === undefined || approvals === undefined || approvals.given.commit !== undefined) return shared;
  return { ...shared, approvals: { ...approvals, given: { ...approvals.given, commit } } };
}

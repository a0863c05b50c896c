/** `firebreak check`: judges plans and prints reports. */
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { toActor } from '../model/actor.ts';
import { toCatalog } from '../model/catalog.ts';
import { readActor, readApprovals } from '../read/approvals.ts';
import { readChangedFiles } from '../read/changed-files.ts';
import { findPlans } from '../read/plan-paths.ts';
import { readBuiltinPolicies } from '../read/policies.ts';
import { noApprovals } from '../verdict/approvals.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import type { ExitCode } from './command.ts';
import { judgeOrTell } from './judge-plan.ts';
import { deliver, toTargets } from './output.ts';
import { settingsLoader } from './settings.ts';
import { type SettingsArguments, toFlags, toNow, withSettings } from './settings-options.ts';
import { progressOn } from './terminal.ts';

interface CheckArguments extends SettingsArguments {
  /** As positional arguments: files and folders. */
  readonly paths: readonly string[];
  /** Globs. */
  readonly plans: readonly string[];
  readonly dir: string | undefined;
  readonly terraform: string | undefined;
  /** `text`, `json=out.json` … */
  readonly format: readonly string[];
  /** Logins, or files that say more. */
  readonly actor: readonly string[];
  readonly approvals: string | undefined;
  readonly explainPass: boolean;
}

export function options(yargs: Argv) {
  return withSettings(
    yargs
      .usage(
        '$0 check [PLAN...]\n\nPLAN is what `terraform show -json` prints (a file, or - for standard input) or a saved plan\n(what `terraform plan -out` writes); a folder stands for the plans in it.',
      )
      .positional('paths', {
        type: 'string',
        array: true,
        describe: 'plans to judge, or folders of them',
        default: [] as string[],
      })
      .option('plans', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        default: [] as string[],
        describe: "plans to judge, as a pattern, e.g. 'stacks/**/plan.json'; may be repeated",
      })
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
      .option('actor', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        default: [] as string[],
        describe: 'who made the change: a login, or a file that says more; repeat it for who asked for it',
      })
      .option('approvals', {
        type: 'string',
        requiresArg: true,
        describe: 'file that says who approved what (JSON or YAML)',
      })
      .option('explain-pass', { type: 'boolean', default: false, describe: 'list what every policy looked at' }),
  )
    .example('$0 check plan.json', 'judge one plan')
    .example('terraform show -json tfplan | $0 check -', 'from standard input')
    .example('$0 check plan.json --max-destroy 0 --allow create,update', 'limits, without any settings file')
    .example('$0 check tfplan -f text -f json=report.json', 'a saved plan, two reports');
}

export async function run(args: CheckArguments): Promise<ExitCode> {
  if (args.paths.length + args.plans.length === 0) {
    throw new UsageError({
      message: 'no plan is named',
      hint: 'firebreak check plan.json, or pipe: terraform show -json tfplan | firebreak check -',
    });
  }
  if (args.paths.filter((path) => path === '-').length > 1)
    throw new UsageError({ message: 'standard input can be read only once' });
  const cwd = process.cwd();
  const files = await findPlans({ paths: args.paths, globs: args.plans, cwd });
  const changedFiles = args.changedFiles === undefined ? undefined : await readChangedFiles(args.changedFiles);
  const flags = toFlags(args, { changedFiles });
  const targets = toTargets(args.format);
  const progress = progressOn(process.stderr);
  const { policies, catalog, actors } = readBuiltinPolicies();
  const shared = {
    dir: args.dir,
    terraform: args.terraform,
    critical: args.critical,
    policies: [],
    settings: { load: settingsLoader({ named: args.config, policies, flags, cwd }), flags },
    now: toNow(args.now),
    catalog: toCatalog(catalog),
    actor: toActor({ ...(await readActor(args.actor)), environment: process.env }, actors),
    approvals: {
      ...noApprovals,
      known: actors,
      ...(args.approvals === undefined ? {} : { given: await readApprovals(args.approvals) }),
    },
    cwd,
    env: process.env,
    onProgress: progress.step,
  };
  const reports: Report[] = [];
  try {
    for (const file of files) reports.push(await judgeOrTell({ ...shared, file }));
  } finally {
    progress.done();
  }
  const result = reports.length === 1 && reports[0] ? reports[0] : toSet(reports);
  await deliver(result, targets, { explainPass: args.explainPass });
  return exitCodes[result.verdict];
}

const exitCodes = { pass: 0, fail: 1, error: 2 } as const;

function toSet(reports: readonly Report[]): ReportSet {
  const verdicts = reports.map((report) => report.verdict);
  const verdict = verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
  return { schema: 'firebreak.report-set/1', verdict, reports };
}

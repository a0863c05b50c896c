/** `firebreak plan`: runs Terraform to make a plan, and judges it. */

import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { withErrorReport } from '../../app/error-report.ts';
import { judgeOrErrorReport } from '../../app/judge-plan.ts';
import {
  errorsOf,
  exitCodes,
  parseTargets,
  quietOption,
  renderingOf,
  reportOptions,
  toReportSet,
  writeReports,
} from '../../app/output.ts';
import { recorderOf } from '../../app/recorder.ts';
import { progressOn } from '../../app/terminal.ts';
import { InputError, UsageError } from '../../errors.ts';
import { privateDirectory } from '../../read/files/private-directory.ts';
import type { Report } from '../../verdict/report.ts';
import { judgeOptions, toJudgeContext } from '../judge-context.ts';
import { inputsOf, outputsOf, refuseOverwritingInputs } from '../output-conflicts.ts';
import { type TerraformArguments, withPassThrough } from '../terraform/pass-through.ts';
import { type MadePlan, type MadePlans, planHint } from '../terraform/plan-hint.ts';
import { runProgram } from '../terraform/run-program.ts';
import { splitDirectory, toPlanArguments } from '../terraform/terraform-arguments.ts';
import { planUnits } from '../terraform/terragrunt-plan.ts';

interface PlanArguments extends TerraformArguments {
  readonly terragrunt: boolean;
  readonly quiet: boolean;
}

/** Adds the usage, options and examples of `firebreak plan`. */
export function options(yargs: Argv) {
  const named = withPassThrough(yargs)
    .usage(
      '$0 plan [-- TERRAFORM OPTIONS]\n\nRuns `terraform plan -out` and checks the plan. Without -out, the plan is in a folder that only you can read, and its path is printed at the end. Exit status: 0 pass, 1 fail, 2 no plan or no verdict.',
    )
    .option('terragrunt', {
      type: 'boolean',
      default: false,
      describe: 'run Terragrunt instead: after --, give `run --all … -- plan`',
    });
  return quietOption(reportOptions(judgeOptions(named)))
    .example('$0 plan', 'in the root module')
    .example('$0 plan -- -chdir=live/prod -out=tfplan -var-file=prod.tfvars', 'in live/prod, plan to live/prod/tfplan')
    .example('$0 plan --terragrunt -- run --all -- plan', 'all units in this folder');
}

/** Makes a plan and judges it. Returns the exit code of the verdict. */
export async function run(args: PlanArguments): Promise<number> {
  const targets = parseTargets(args.format, args);
  const rendering = renderingOf(args);
  await refuseOverwritingInputs(outputsOf(targets, args.record), inputsOf(args, plannedFile(args)));
  let files: readonly string[] = [];
  const { result, made } = await withErrorReport(
    async () => {
      const progress = progressOn(process.stderr);
      const judging = await toJudgeContext(args, {
        cwd: process.cwd(),
        env: process.env,
        onProgress: progress.step,
        plan: '-',
      });
      const made = args.terragrunt ? await planUnits(args['--'] ?? [], args) : await planHere(args);
      files = made.plans.map(({ file }) => file);
      const record = recorderOf({ file: args.record, command: 'plan', judging });
      const reports: Report[] = [];
      try {
        for (const { file, dir } of made.plans) {
          const report = await judgeOrErrorReport({ ...judging, file, dir, onSettings: record.onSettings });
          record.add(report);
          reports.push(report);
        }
      } finally {
        progress.done();
      }
      await record.write();
      return { result: toReportSet(reports), made };
    },
    { targets, plans: () => files },
  );
  await writeReports(result, targets, rendering);
  if (args.quiet) process.stderr.write(errorsOf(result));
  process.stderr.write(`firebreak: ${planHint(result, made)}\n`);
  return exitCodes[result.verdict];
}

/** Path that Terraform is asked to write the plan to. */
function plannedFile(args: PlanArguments): readonly string[] {
  if (args.terragrunt) return [];
  const { dir, rest } = splitDirectory(args);
  const { out } = toPlanArguments(rest);
  return out === undefined ? [] : [resolve(dir, out)];
}

async function planHere(args: PlanArguments): Promise<MadePlans & { readonly plans: readonly MadePlan[] }> {
  const cwd = process.cwd();
  const named = splitDirectory(args);
  const { out, rest } = toPlanArguments(named.rest);
  const dir = relative(cwd, resolve(named.dir));
  const place = out === undefined ? await privateDirectory('firebreak-plan-') : null;
  // Terraform reads the path relative to the directory that it runs in.
  const path = place ? join(place.dir, 'tfplan') : resolve(dir, out ?? '');
  try {
    await rm(path, { force: true });
    await runPlan(args, [...(dir === '' ? [] : [`-chdir=${dir}`]), 'plan', ...rest, `-out=${path}`]);
  } catch (error) {
    await place?.remove();
    throw error;
  }
  place?.keep();
  const file = place ? path : relative(cwd, path);
  const there = dir === '' ? '' : ` -- -chdir=${dir}`;
  return {
    plans: [{ file, dir: dir || '.' }],
    where: `the plan is ${file}`,
    approve: file,
    apply: `firebreak apply ${file}${there}`,
  };
}

async function runPlan({ terraform }: PlanArguments, args: readonly string[]): Promise<void> {
  const names = terraform === undefined ? ['terraform', 'tofu'] : [terraform];
  const status = await runProgram(names, { args, env: process.env, stdout: 'to-stderr' });
  if (status === null) {
    throw new UsageError({
      message: `cannot run ${names.join(' or ')}`,
      hint: 'Name the binary: --terraform PATH',
    });
  }
  // TF_CLI_ARGS_plan may contain -detailed-exitcode: 2 then means that there are changes.
  if (status === 0 || status === 2) return;
  throw new InputError({
    message: `terraform plan failed with exit status ${status}, so there is no plan to check`,
    hint: 'See its output above.',
  });
}

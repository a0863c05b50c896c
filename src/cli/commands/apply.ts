/** `firebreak apply`: judges a saved plan and applies exactly this plan if it passes. */

import { userInfo } from 'node:os';
import { relative, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { withErrorReport } from '../../app/error-report.ts';
import { readEvaluationInput } from '../../app/judge-plan.ts';
import { exitCodes, parseTargets, renderingOf, reportOptions, writeReports } from '../../app/output.ts';
import { recorderOf } from '../../app/recorder.ts';
import { progressOn } from '../../app/terminal.ts';
import { decide, type People } from '../../decide.ts';
import { type Evaluation, evaluate, type UnreadablePlan } from '../../evaluate.ts';
import { copyPrivately } from '../../read/files/private-directory.ts';
import { readGitIdentity } from '../../read/git/signing-identity.ts';
import type { ApprovalSource } from '../../source/approval.ts';
import { noApprovals } from '../../verdict/approvals/approval-input.ts';
import type { Report } from '../../verdict/report.ts';
import { confirm, isAtTerminal, toQuestion } from '../confirm.ts';
import { judgeOptions, toBreakGlass, toJudgeContext, withBreakGlass } from '../judge-context.ts';
import { inputsOf, outputsOf, refuseOverwritingInputs } from '../output-conflicts.ts';
import { refusalText } from '../refusal.ts';
import { applySavedPlan, assertPlannedHere } from '../terraform/apply-saved-plan.ts';
import { type TerraformArguments, withPassThrough } from '../terraform/pass-through.ts';
import { splitDirectory, toApplyArguments } from '../terraform/terraform-arguments.ts';

interface ApplyArguments extends TerraformArguments {
  readonly plan: string;
  readonly breakGlass: boolean;
  readonly reason: string | undefined;
}

/** Adds the usage, options and examples of `firebreak apply`. */
export function options(yargs: Argv) {
  const named = withPassThrough(yargs)
    .usage(
      '$0 apply PLAN [-- TERRAFORM OPTIONS]\n\nChecks a saved plan and applies exactly this file, in the workspace and state of the plan. A person at a terminal approves by typing what the plan destroys. Others approve with `firebreak approve`. Exit status: 1 not applied, 2 no verdict, otherwise that of Terraform.',
    )
    .positional('plan', { type: 'string', demandOption: true, describe: 'saved plan, from `terraform plan -out`' });
  return reportOptions(withBreakGlass(judgeOptions(named)))
    .example('$0 apply tfplan', 'in the root module')
    .example('$0 apply live/prod/tfplan -- -chdir=live/prod -parallelism=5', 'from another directory')
    .example('$0 apply tfplan --approvals approvals --allowed-signers allowed_signers', 'with signed approvals');
}

/**
 * Judges and applies the plan. Returns Terraform's exit status, or 1 if the plan is refused and 2 if it cannot be
 * judged.
 */
export async function run(args: ApplyArguments): Promise<number> {
  const cwd = process.cwd();
  const { env } = process;
  const { dir, rest } = splitDirectory(args);
  const passed = toApplyArguments(rest);
  const breakGlass = toBreakGlass(args);
  const targets = parseTargets(args.format);
  const rendering = renderingOf(args);
  await refuseOverwritingInputs(outputsOf(targets, args.record), inputsOf(args, [args.plan]));
  const progress = progressOn(process.stderr);
  const judging = await toJudgeContext(
    { ...args, dir },
    { cwd, env, onProgress: progress.step, plan: args.plan, approves: true },
  );
  const record = recorderOf({ file: args.record, command: 'apply', judging });
  const copy = await copyPrivately(args.plan);
  try {
    const { onSettings } = record;
    const judged = { ...judging, file: args.plan, copy: copy.path, onSettings };
    const input = await withErrorReport(() => readEvaluationInput(judged), {
      targets,
      plans: () => [args.plan],
    }).finally(progress.done);
    const binary = await assertPlannedHere(input.source, { dir: resolve(cwd, dir), env });
    const { report, given, refusal } = await confirmOrRefuse(evaluate(input), {
      people: judging,
      now: judging.now,
      breakGlass,
      show: (shown) => writeReports(shown, targets, rendering),
    });
    record.add(report, given);
    await record.write();
    if (refusal !== null) {
      process.stderr.write(`${refusal}\n`);
      return exitCodes[report.verdict === 'error' ? 'error' : 'fail'];
    }
    return await applySavedPlan({ copy, binary, dir: relative(cwd, resolve(cwd, dir)), passed, source: input.source });
  } finally {
    await copy.remove();
  }
}

interface Decided {
  readonly report: Report;
  readonly given: readonly ApprovalSource[];
  /** Why the plan is not applied; null: it may be applied. */
  readonly refusal: string | null;
}

/** Asks the person at the terminal, whose confirmation counts as one more approval of the same evaluation. */
async function confirmOrRefuse(
  evaluation: Evaluation | UnreadablePlan,
  options: {
    readonly people: People;
    readonly now: Date;
    readonly breakGlass: { readonly reason: string } | undefined;
    readonly show: (report: Report) => Promise<void>;
  },
): Promise<Decided> {
  const { breakGlass } = options;
  const { actor = null, approvals = noApprovals } = options.people;
  const report = decide(evaluation, options.people);
  await options.show(report);
  const given = approvals.given.approvals;
  if (report.verdict === 'pass') return { report, given, refusal: null };
  const signals = (actor?.signals ?? []).filter(({ kind }) => kind === 'environment');
  const obstacle = signals.length > 0 ? 'agent' : isAtTerminal() ? null : 'no-terminal';
  const all = [
    ...given,
    {
      ...terminalApproval(report, { at: options.now, names: await readOwnNames() }),
      ...(breakGlass && { breakGlass }),
    },
  ];
  const confirmed = decide(evaluation, {
    actor,
    approvals: { ...approvals, given: { ...approvals.given, approvals: all } },
  });
  if (obstacle === null && confirmed.verdict === 'pass') {
    if (await confirm(toQuestion(report))) {
      // What was written so far says that the plan fails.
      if (confirmed.brokenGlass) await options.show(confirmed);
      return { report: confirmed, given: all, refusal: null };
    }
    return { report, given, refusal: 'firebreak: not confirmed, nothing was applied' };
  }
  const authorUnknown = confirmed.approvals.authorUnknown === true;
  const glass = breakGlass && confirmed.approvals.ignored.find(({ who }) => who === userInfo().username);
  const refusal = refusalText(report, {
    obstacle,
    signals,
    authorUnknown,
    brokenGlass: glass?.why,
    file: evaluation.source.file,
  });
  return { report, given, refusal };
}

/** The person at the terminal counts like any other approver: not as the author, and not for a required group. */
function terminalApproval(
  { plan }: Report,
  { at, names }: { readonly at: Date; readonly names: readonly string[] },
): ApprovalSource {
  const { fingerprint } = plan;
  return { who: userInfo().username, names, human: true, at: at.toISOString(), source: 'terminal', fingerprint };
}

/** The name that this person commits by, so that they are known as the author of their own commits. */
async function readOwnNames(): Promise<readonly string[]> {
  const { email } = await readGitIdentity(process.cwd());
  return email === null ? [] : [email];
}

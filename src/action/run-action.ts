/** The GitHub Action: reads, judges, posts and sets the exit code. It contains no rules of its own. */
import { errorReport } from '../app/error-report.ts';
import { faultText, isFirebreakError } from '../errors.ts';
import { findPlans } from '../read/plan/find-plans.ts';
import type { Annotation } from '../report/pipelines/annotations.ts';
import { workflowCommand } from '../report/pipelines/github.ts';
import type { FailOn } from '../source/settings.ts';
import { type Api, ApiError, openApi } from './api.ts';
import { addCommandLine } from './command-line.ts';
import { withoutCommands } from './commands.ts';
import { readIdentity } from './comment.ts';
import { type Decided, decideWithReviews, toResult } from './decide.ts';
import { type PullRequest, readSituation } from './event.ts';
import { exitCode, failOnRemarks, strictestFailOn } from './fail-on.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { configsOf, type Prepared, preparePlan } from './judge.ts';
import { writeOutputs } from './outputs.ts';
import { post } from './post.ts';
import { publishResult } from './publish.ts';
import { byKind, redactPlans } from './redact.ts';
import { openTrustedBases } from './trusted-bases.ts';

interface ActionResult extends Decided {
  readonly pull: PullRequest | null;
  readonly identity: string;
  readonly failOn: FailOn;
}

/** One run of the Action. */
export interface ActionRun {
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the checkout. */
  readonly workspace: string;
  /** Start time of this run. */
  readonly now: Date;
  /** Path of the bundled command line; it is put on PATH. */
  readonly program?: string;
}

/**
 * Judges, posts and publishes, or redacts. Commands to the runner are written to standard output.
 * @returns the exit code: 0 pass or done, 1 fail, 2 could not judge; never throws
 */
export async function runAction(run: ActionRun): Promise<number> {
  const { env } = run;
  try {
    if (run.program) await addCommandLine(env, { program: run.program, node: process.execPath });
    const inputs = await attempt(() => readInputs(env), env);
    if ('errors' in inputs || inputs.command === 'check') return await judgeAndPublish(inputs, run);
    if (inputs.command === 'redact') await writeOutputs(env.GITHUB_OUTPUT, await redactPlans(inputs, run));
    return 0;
  } catch (error) {
    const errors = await errorsIn(error, env);
    say({ level: 'error', message: errors.join('\n') });
    return 2;
  }
}

async function judgeAndPublish(inputs: Inputs | Failed, run: ActionRun): Promise<number> {
  const { env } = run;
  const api = openApi({
    url: env.GITHUB_API_URL || 'https://api.github.com',
    graphqlUrl: env.GITHUB_GRAPHQL_URL || 'https://api.github.com/graphql',
    repository: env.GITHUB_REPOSITORY ?? '',
    token: 'errors' in inputs ? undefined : inputs.token,
  });
  const judged = 'errors' in inputs ? inputs : await attempt(() => judgeAll(inputs, { ...run, api }), env);
  const failed = 'errors' in inputs || 'errors' in judged;
  const plans = 'errors' in inputs ? 'plan' : inputs.plans.join(', ');
  const result = failed ? errorReport(plans, 'errors' in judged ? judged.errors : []) : toResult(judged.reports);
  const unposted = failed ? [] : await post(result, { ...run, ...judged, decided: judged, mode: inputs.comment, api });
  for (const message of unposted) say({ level: 'warning', message });
  const targets = 'errors' in inputs ? [] : inputs.targets;
  await publishResult(result, { ...run, targets, remarks: [...(failed ? [] : judged.remarks), ...unposted] });
  return exitCode({ result, failOn: failed ? 'soft' : judged.failOn });
}

async function judgeAll(inputs: Inputs, from: ActionRun & { readonly api: Api }): Promise<ActionResult> {
  const { api, env, workspace } = from;
  const { environment, scope } = inputs;
  const situation = await readSituation(env, api);
  const flags = { environment, scope };
  const trusted = await openTrustedBases(situation, { api, inputs, workspace, flags });
  const { bases } = trusted;
  try {
    const prepared: Prepared[] = [];
    for (const file of await findPlans({ ...byKind(inputs.plans), cwd: workspace }))
      prepared.push(await preparePlan(file, { ...from, inputs, situation, bases, flags }));
    const identity = situation.pull ? await readIdentity(api) : '';
    const decided = await decideWithReviews(prepared, {
      ...from,
      bases,
      situation,
      mode: inputs.comment,
      environment,
      identity,
    });
    const allowed = prepared.flatMap(configsOf).flatMap(({ failOn }) => failOn ?? []);
    const failOn = strictestFailOn([inputs.failOn, ...allowed]);
    const remarks = [
      ...trusted.remarks(),
      ...decided.remarks,
      ...failOnRemarks({ asked: inputs.failOn, used: failOn }),
    ];
    return { ...decided, pull: situation.pull, identity, failOn, remarks };
  } finally {
    await trusted.close();
  }
}

interface Failed {
  readonly errors: readonly string[];
}

/** Returns every error as text, so that it is reported and never passes. */
async function attempt<T>(work: () => T | Promise<T>, env: NodeJS.ProcessEnv): Promise<T | Failed> {
  try {
    return await work();
  } catch (error) {
    return { errors: await errorsIn(error, env) };
  }
}

/** Returns messages that a user can act on. Details of internal errors are printed only in debug mode. */
async function errorsIn(error: unknown, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (isFirebreakError(error)) return error.faults.map(faultText);
  if (error instanceof ApiError) return [`cannot read data that the verdict needs: ${error.message}`];
  const [name, detail] = error instanceof Error ? [error.name, error.stack ?? ''] : ['Error', ''];
  if (env.RUNNER_DEBUG === '1') await withoutCommands(() => void process.stdout.write(detail));
  return [`internal error (${name})\n  Run the job again with debug logging for details.`];
}

function say(annotation: Omit<Annotation, 'title'>): void {
  process.stdout.write(`${workflowCommand({ title: 'Firebreak', ...annotation })}\n`);
}

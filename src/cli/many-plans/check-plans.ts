/** Judges the plans of one `firebreak check`. */
import { orErrorReport } from '../../app/error-report.ts';
import { type JudgeContext, type JudgeOptions, judgePlan } from '../../app/judge-plan.ts';
import { recorderOf } from '../../app/recorder.ts';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import { without } from '../../text/lazy-member.ts';
import type { RecordInput } from '../../verdict/record/record.ts';
import type { Report } from '../../verdict/report.ts';
import { type JudgeArguments, toJudgeContext } from '../judge-context.ts';

/** What the reports of all plans depend on. Plain data, because worker threads get a copy. */
export interface CheckTask extends JudgeArguments {
  readonly commit: string | undefined;
  readonly baseDir: string | undefined;
  /** The first plan: the commits of its checkout may name the authors. */
  readonly firstPlan: string | undefined;
  /** Whether a report or the record shows fingerprints of plans or what approvals cover, which take long to compute. */
  readonly identified: boolean;
}

/** The report on one plan, and what `--record` keeps of it: empty if no record was requested. */
export interface JudgedPlan {
  readonly report: Report;
  readonly recorded: readonly RecordInput[];
}

/**
 * Returns a function that judges one plan.
 * @throws as `toJudgeContext`
 */
export async function checkPlans(
  task: CheckTask,
  onProgress: (step: string) => void = () => {},
): Promise<(file: string) => Promise<JudgedPlan>> {
  const { firstPlan: plan, record: file } = task;
  const from = { cwd: process.cwd(), env: process.env, onProgress, ...(plan !== undefined && { plan }) };
  const judging = withCommit(await toJudgeContext(task, from), task.commit);
  const change = await readChange(task);
  const recorder = recorderOf({ file, command: 'check', judging });
  return async (plan) => {
    const report = await orErrorReport(plan, async () => {
      const judged = await judgePlan({ ...judging, change, file: plan, onSettings: recorder.onSettings });
      if (task.identified) readIdentity(judged);
      return judged;
    });
    recorder.add(report);
    return { report: task.identified ? report : withoutIdentity(report), recorded: recorder.take() };
  };
}

/** Computes what formats will show: a plan for which that fails is one that cannot be judged. */
function readIdentity({ plan, approvals }: Report): readonly unknown[] {
  return [plan.fingerprint, approvals.covers];
}

function withoutIdentity(report: Report): Report {
  const plan = { ...without(report.plan, 'fingerprint'), fingerprint: '' };
  return { ...report, plan, approvals: without(report.approvals, 'covers') };
}

/** Reads the information about the change that a plan does not contain. */
async function readChange({ commit, baseDir }: CheckTask): Promise<NonNullable<JudgeOptions['change']>> {
  const { env } = process;
  const head = commit === undefined ? null : await commitHere(env);
  const base = baseDir === undefined ? null : await configurationIn(baseDir, env);
  return { base, ...(commit !== undefined && { commit }), ...(head !== null && { head }) };
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

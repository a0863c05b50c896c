/** Reads plans and turns them into reports. GitHub is asked about people only if the answer can change the verdict. */
import { orErrorReport } from '../app/error-report.ts';
import { type JudgeOptions, readEvaluationInput } from '../app/judge-plan.ts';
import { readBaseConfiguration } from '../app/read-base.ts';
import { decide } from '../decide.ts';
import { type Evaluation, type EvaluationInput, evaluate, type UnreadablePlan } from '../evaluate.ts';
import { toCatalog } from '../model/catalog.ts';
import { type Actor, toActor } from '../people/actor.ts';
import { findRootDirectory } from '../read/configuration/root-directory.ts';
import type { CommitTrees } from '../read/git/checkout.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import type { GivenApprovals } from '../source/approval.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';
import type { Config } from '../source/settings.ts';
import type { Report } from '../verdict/report.ts';
import type { Situation } from './event.ts';
import type { Inputs } from './inputs.ts';
import { expandTeams, type TeamMembers } from './people/teams.ts';
import { refuseToRun, withoutSecrets } from './saved-plan.ts';
import { type BranchReport, strictestReport } from './strictest-report.ts';
import type { TrustedBase } from './trusted-bases.ts';

/** A plan that was read and can be decided repeatedly. */
export interface ReadPlan {
  readonly input: EvaluationInput;
  /** Evaluates the plan, once for each value: stricter limits apply if an agent took part. */
  readonly evaluation: (aiAssisted: boolean) => Evaluation | UnreadablePlan;
  /** The branch whose settings it is judged by. */
  readonly branch: string;
  /** The same plan with the settings of other branches; the strictest report holds. */
  readonly others: readonly ReadPlan[];
}

/** A plan, or an error report if it cannot be read. */
export type Prepared = ReadPlan | Report;

/** Who made the change, and who approved it. */
export interface PullPeople {
  readonly actor: Actor | null;
  readonly given: GivenApprovals;
  /** Members of teams; default: unknown. */
  readonly teams?: TeamMembers;
}

const { catalog: catalogSource, commands, actors } = readBuiltinPolicies();
/** The agents and bots that Firebreak knows. */
export const knownActors = actors;

interface PlanContext {
  readonly inputs: Inputs;
  readonly situation: Situation;
  readonly bases: readonly TrustedBase[];
  readonly flags: SettingsFlags;
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now: Date;
}

/**
 * Reads one plan with the settings and policies of each base.
 * @throws {PolicyError | UsageError | ApiError} if the settings at a base cannot be read
 */
export async function preparePlan(file: string, from: PlanContext): Promise<Prepared> {
  const plans: ReadPlan[] = [];
  for (const base of from.bases) {
    const plan = await prepareWith(base, file, from);
    if ('schema' in plan) return plan;
    plans.push(plan);
  }
  const [own, ...others] = plans;
  if (own === undefined) throw new Error('there is always a base');
  return { ...own, others };
}

async function prepareWith(base: TrustedBase, file: string, from: PlanContext): Promise<Prepared> {
  const { inputs, flags, workspace, env, now } = from;
  const options: JudgeOptions = {
    file,
    dir: inputs.dir,
    terraform: inputs.terraform,
    critical: [],
    settings: { load: base.files.load, flags },
    now,
    catalog: toCatalog(catalogSource),
    commands,
    cwd: workspace,
    env: withoutSecrets(env),
  };
  return orErrorReport(file, async () => {
    await refuseToRun(file, { ...inputs, ...from.situation, workspace });
    const change = { base: await readBefore(file, { ...from, trees: base.trees }) };
    return toReadPlan(await readEvaluationInput({ ...options, change }), base.branch);
  });
}

/** Returns a plan that is evaluated on first use and decided repeatedly. */
export function toReadPlan(input: EvaluationInput, branch: string, others: readonly ReadPlan[] = []): ReadPlan {
  const known = new Map<boolean, Evaluation | UnreadablePlan>();
  return {
    input,
    branch,
    others,
    evaluation: (aiAssisted) => {
      const evaluation = known.get(aiAssisted) ?? evaluate({ ...input, aiAssisted });
      known.set(aiAssisted, evaluation);
      return evaluation;
    },
  };
}

/** Returns the plan with the settings and policies that the change edits. */
export function withGateChanges(plan: ReadPlan, gateChanges: readonly string[]): ReadPlan {
  const others = plan.others.map((other) => withGateChanges(other, gateChanges));
  return toReadPlan({ ...plan.input, gateChanges }, plan.branch, others);
}

/** Returns the settings that the plan is judged by: none if it cannot be read, several for several branches. */
export function configsOf(plan: Prepared): readonly Config[] {
  return 'schema' in plan ? [] : [plan, ...plan.others].flatMap(({ input }) => input.settings?.config ?? []);
}

/** Returns the configuration at the base; null if the checkout is too shallow, or there was none. */
async function readBefore(
  file: string,
  from: { readonly inputs: Inputs; readonly trees: CommitTrees | null; readonly workspace: string },
): Promise<Configuration | null> {
  const { inputs, trees, workspace } = from;
  const { dir: given } = inputs;
  const root = await findRootDirectory({
    planFile: file,
    cwd: workspace,
    ...(given === undefined ? {} : { dir: given }),
  });
  // If Git cannot open the repository, the base counts as missing.
  const folder = root && trees ? await trees.of(root.dir).catch(() => null) : null;
  return readBaseConfiguration(folder, root?.shownAs ?? '');
}

/** Returns one report per plan. Only what depends on people is recomputed. */
export function decideAll(prepared: readonly Prepared[], people: PullPeople): readonly Report[] {
  return prepared.map((each) => ('schema' in each ? each : strictestReport(decideByBranch(each, people))));
}

function decideByBranch(
  plan: ReadPlan,
  { actor, given, teams = new Map() }: PullPeople,
): readonly [BranchReport, ...BranchReport[]] {
  const decided = ({ input, evaluation, branch }: ReadPlan): BranchReport => {
    const groups = expandTeams(input.settings?.config.groups ?? {}, teams);
    const approvals = { known: actors, given };
    return { branch, report: decide(evaluation(actor?.aiAssisted ?? false), { actor, approvals, groups }) };
  };
  return [decided(plan), ...plan.others.map(decided)];
}

/** Returns what the settings of each branch say about the plans, if there are several branches. */
export function branchRemarks(prepared: readonly Prepared[], people: PullPeople): readonly string[] {
  return prepared.flatMap((plan) => {
    if ('schema' in plan || plan.others.length === 0) return [];
    const verdicts = decideByBranch(plan, people).map(
      ({ branch, report }) => `${report.verdict} by the settings of \`${branch}\``,
    );
    return [`\`${plan.input.source.file}\`: ${verdicts.join(', ')}.`];
  });
}

/** Returns an actor with an agent involved: a plan that passes even so needs no approval. */
export function asIfAssisted(actor: Actor | null): Actor {
  const known = actor ?? toActor({ author: 'somebody' }, actors);
  return {
    author: null,
    type: 'unknown',
    authors: [],
    coAuthors: [],
    askedBy: [],
    signals: [],
    ...known,
    aiAssisted: true,
  };
}

/**
 * Returns the report with the verdict `error`, because information needed for a verdict is missing. Findings are kept.
 */
export function withoutVerdict(report: Report, errors: readonly string[]): Report {
  return { ...report, verdict: 'error', errors: [...(report.errors ?? []), ...errors] };
}

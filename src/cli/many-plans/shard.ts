/** Shares the plans of one check among several machines: `--shard 2/5`. */
import { UsageError } from '../../errors.ts';
import type { Shard } from '../../verdict/report.ts';

/** Which share of the plans this machine judges; `index` counts from 1. */
export type Share = Pick<Shard, 'index' | 'count'>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables with the number of this job, where numbers begin, and the variable with the number of jobs, if there is one. */
const runners: readonly { readonly index: string; readonly first: 0 | 1; readonly count?: string }[] = [
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  { index: 'CI_NODE_INDEX', first: 1, count: 'CI_NODE_TOTAL' },
  // https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, count: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
  { index: 'JOB_COMPLETION_INDEX', first: 0 },
  // https://learn.microsoft.com/azure/devops/pipelines/test/parallel-testing-any-test-runner
  { index: 'SYSTEM_JOBPOSITIONINPHASE', first: 1, count: 'SYSTEM_TOTALJOBSINPHASE' },
  // GitHub sets no variables: the workflow sets these from `strategy.job-index` and `strategy.job-total`.
  { index: 'STRATEGY_JOB_INDEX', first: 0, count: 'STRATEGY_JOB_TOTAL' },
];

/**
 * Reads `2/5`, `auto` (from the variables of the runner) or `auto/5` (where the runner does not give the number of jobs).
 * @throws {UsageError} if it is none of these, or the variables are missing
 */
export function parseShare(text: string, env: Environment): Share {
  const [index = '', count, ...rest] = text.split('/');
  if (rest.length > 0) throw wrong(text);
  if (index !== 'auto') return share(text, Number(index), count);
  const runner = runners.find((each) => env[each.index] !== undefined);
  if (!runner) {
    throw new UsageError({
      message: '--shard auto: no variable with the number of this job',
      hint: `Set one of ${runners.map((each) => each.index).join(', ')}, or write --shard 1/4.`,
    });
  }
  const total = count ?? (runner.count === undefined ? undefined : env[runner.count]);
  if (total === undefined) {
    throw new UsageError({
      message: `--shard auto: the number of jobs is unknown (${runner.index} is set)`,
      hint: 'Write it, for example --shard auto/4.',
    });
  }
  return share(text, Number(env[runner.index]) + 1 - runner.first, total);
}

function share(text: string, index: number, total: string | undefined): Share {
  const count = Number(total);
  const isShare = Number.isInteger(index) && Number.isInteger(count) && 1 <= index && index <= count && count <= 10_000;
  if (total === undefined || total === '' || !isShare) throw wrong(text);
  return { index, count };
}

function wrong(text: string): UsageError {
  return new UsageError({
    message: `--shard: \`${text}\` is not a share of the plans`,
    hint: 'Write NUMBER/COUNT, for example --shard 2/5, or --shard auto to read the variables of the runner.',
  });
}

/** Returns every `count`-th plan, so that neighbours, which are often alike in size, go to different machines. */
export function plansOf<Plan>({ index, count }: Share, plans: readonly Plan[]): readonly Plan[] {
  return plans.filter((_, i) => i % count === index - 1);
}

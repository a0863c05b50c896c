/** Keeps a plan from the `apply` step of those versions of Atlantis that do not listen to the gate's exit code. */
import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { ExitCode } from '../command.ts';

export interface Held {
  /** As the step's, with the plan where it lies now. */
  readonly env: NodeJS.ProcessEnv;
  /** What to tell where it stays there. */
  readonly remark: string;
}

/**
 * Up to v0.32, `custom_policy_check: true` makes Atlantis go on after *any* step that failed (run_step_runner.go; seen in
 * v0.30.0), but `apply` finds no plan under another name. v0.33.0 mended that, and names the distribution to its steps.
 * The plan is taken away first, so that a judgement that is killed has not let it through.
 * @throws {UsageError} where it cannot be moved
 */
export async function withheld(
  env: NodeJS.ProcessEnv,
  judge: (held: Held | null) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { PLANFILE: plan, ATLANTIS_TERRAFORM_DISTRIBUTION: listens } = env;
  if (!plan || listens) return judge(null);
  // The plan lies in the checkout: a folder of a name that can be guessed may be there already.
  const held = `${plan}.refused-${randomUUID().slice(0, 8)}`;
  await move(plan, held);
  const remark = `this version of Atlantis does not listen to the gate, so the plan was renamed to ${held}: \`atlantis plan\` makes another.`;
  const code = await judge({ env: { ...env, PLANFILE: held }, remark });
  if (code === 0) await move(held, plan);
  return code;
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((cause: unknown) => {
    throw new UsageError(
      {
        file: from,
        message: `cannot be renamed to ${to}`,
        hint: 'Is there a plan? The gate needs to write beside it.',
      },
      { cause },
    );
  });
}

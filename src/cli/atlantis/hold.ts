/** Keeps a plan from the `apply` step in versions of Atlantis that ignore the gate's exit code. */
import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { ExitCode } from '../command.ts';

/** The plan under its new name. */
export interface Held {
  /** Environment of the step, with PLANFILE set to the new name. */
  readonly env: NodeJS.ProcessEnv;
  /** Explains the new name to the user if the plan is not approved. */
  readonly remark: string;
}

/**
 * Renames the plan while it is judged, and renames it back if the verdict is pass.
 *
 * Up to v0.32, with `custom_policy_check: true`, Atlantis continues after *any* failed step (run_step_runner.go; seen
 * in v0.30.0), but `apply` finds no plan under another name. Later versions set ATLANTIS_TERRAFORM_DISTRIBUTION and
 * need no renaming. The plan is renamed first, so that it stays withheld if judging is killed.
 * @throws {UsageError} if the plan cannot be renamed
 */
export async function withheld(
  env: NodeJS.ProcessEnv,
  judge: (held: Held | null) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { PLANFILE: plan, ATLANTIS_TERRAFORM_DISTRIBUTION: listens } = env;
  if (!plan || listens) return judge(null);
  // The plan is in the checkout of the pull request, so a predictable name could exist already.
  const held = `${plan}.refused-${randomUUID().slice(0, 8)}`;
  await move(plan, held);
  const remark = `This version of Atlantis ignores the exit status of the gate, so the plan was renamed to ${held}. Run \`atlantis plan\` to make another one.`;
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
        hint: 'Check that the plan exists and its folder is writable.',
      },
      { cause },
    );
  });
}

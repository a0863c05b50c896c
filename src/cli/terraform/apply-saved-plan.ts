/** Applies a judged plan with the binary, workspace and state that it was made for. */
import { InputError, UsageError } from '../../errors.ts';
import { backendDifferences } from '../../model/configuration/state-identity.ts';
import { readCurrentBackend } from '../../read/configuration/current-backend.ts';
import type { PrivateCopy } from '../../read/files/private-directory.ts';
import type { PlanSource } from '../../source/plan-and-configuration.ts';
import { runProgram } from './run-program.ts';

/**
 * Returns the binary that can apply the plan in this directory. Terraform uses the workspace of the directory, and
 * would apply a plan for one workspace to another one that is still empty.
 * @throws {InputError} if the file is no saved plan, or was made for another or an unknown workspace or backend
 */
export async function assertPlannedHere(
  { file, saved, shownBy, failure }: PlanSource,
  from: { readonly dir: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  if (!saved) {
    throw new InputError({
      file,
      message: 'only a saved plan can be applied',
      hint: 'Name the file that `terraform plan -out=FILE` wrote.',
    });
  }
  if (shownBy === undefined) throw failure ?? new InputError({ file, message: 'the saved plan cannot be shown' });
  if (saved.backend === null) {
    throw new InputError({
      file,
      message: 'not applied: workspace and state of the plan are unknown',
      hint: 'Its format is unknown. Try a newer version of Firebreak.',
    });
  }
  const differences = backendDifferences(saved.backend, await readCurrentBackend(from));
  if (differences.length === 0) return shownBy;
  throw new InputError(
    differences.map((message) => ({
      file,
      message: `not applied: ${message}`,
      hint: 'Switch to the workspace and directory of the plan (terraform workspace select, terraform init, -chdir), or plan again.',
    })),
  );
}

/**
 * Applies the copy of a judged plan.
 * @returns Terraform's exit status
 * @throws {InputError} if the copy or the original has changed since it was judged
 * @throws {UsageError} if the binary cannot be run
 */
export async function applySavedPlan(from: {
  readonly copy: PrivateCopy;
  readonly binary: string;
  /** Relative path; empty: the working directory. */
  readonly dir: string;
  readonly passed: readonly string[];
  readonly source: PlanSource;
  /** Where Terraform's output goes. Default: to the same streams as ours, and input comes from there. */
  readonly onOutput?: (text: string) => void;
}): Promise<number> {
  const { copy, binary, dir, passed, source, onOutput } = from;
  await copy.assertUnchanged();
  const status = await runProgram([binary], {
    // `-input=false` comes before the plan, so that no option of the user can take the plan as its value.
    args: [...(dir === '' ? [] : [`-chdir=${dir}`]), 'apply', ...passed, '-input=false', copy.path],
    env: environmentFor(source),
    stdout: onOutput ?? 'inherit',
  });
  if (status !== null) return status;
  throw new UsageError({ message: `\`${binary}\` cannot be run`, hint: 'Name the binary: --terraform PATH' });
}

/** Removes TF_CLI_ARGS and sets the workspace, so that neither can change what is applied. */
function environmentFor({ saved }: PlanSource): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  const dropped = entries.filter(([name, value]) => name.startsWith('TF_CLI_ARGS') && value);
  for (const [name] of dropped)
    process.stderr.write(`firebreak: ${name} is ignored. Pass options of apply after --.\n`);
  const kept = Object.fromEntries(entries.filter(([name]) => !name.startsWith('TF_CLI_ARGS')));
  const { kind = '', workspace = '' } = saved?.backend ?? {};
  // HCP Terraform's workspace names differ from those of the directory.
  return ['cloud', 'remote'].includes(kind) ? kept : { ...kept, TF_WORKSPACE: workspace };
}

/** Runs Terragrunt to plan every unit, each to its own file. */
import { dirname, join, relative, resolve } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { isFolder } from '../../read/files/is-there.ts';
import { privateDirectory } from '../../read/files/private-directory.ts';
import { findPlans } from '../../read/plan/find-plans.ts';
import type { MadePlan, MadePlans } from './plan-hint.ts';
import { runProgram } from './run-program.ts';

/**
 * Runs `terragrunt run --all … -- plan` with `--out-dir` and `--json-out-dir`, which keep the plans (Terragrunt 0.75 or
 * later). The folders have the same structure as the units.
 * @param given the Terragrunt command line
 * @throws {UsageError} for another command
 * @throws {InputError} if Terragrunt fails
 */
export async function planUnits(
  given: readonly string[],
  { terraform }: { readonly terraform: string | undefined },
): Promise<MadePlans & { readonly plans: readonly MadePlan[] }> {
  const [command, ...rest] = given.filter((arg) => !/^--?detailed-exitcode(?:=|$)/.test(arg));
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (command !== 'run' || !own.some((arg) => arg === '--all' || arg === '-a') || !rest.includes('plan')) {
    throw new UsageError({
      message: 'no Terragrunt command that plans every unit after `--`',
      hint: 'Write: firebreak plan --terragrunt -- run --all -- plan',
    });
  }
  const base = resolve(optionValue(own, '--working-dir') ?? '.');
  const place = await privateDirectory('firebreak-plan-');
  const [plansDir, jsonDir] = [join(place.dir, 'plans'), join(place.dir, 'json')];
  const out = optionValue(own, '--out-dir');
  const json = optionValue(own, '--json-out-dir');
  const status = await runProgram(['terragrunt'], {
    args: [
      command,
      ...(out === undefined ? ['--out-dir', plansDir] : []),
      ...(json === undefined ? ['--json-out-dir', jsonDir] : []),
      ...rest,
    ],
    env: terraform === undefined ? process.env : { ...process.env, TG_TF_PATH: resolve(terraform) },
    stdout: 'to-stderr',
  });
  if (status === null) throw new UsageError({ message: 'cannot run `terragrunt`', hint: 'Add it to PATH.' });
  // TF_CLI_ARGS_plan may contain -detailed-exitcode.
  if (status !== 0 && status !== 2) {
    throw new InputError({
      message: `terragrunt failed with exit status ${status}, so a unit has no plan and nothing was checked`,
      hint: 'See its output above.',
    });
  }
  place.keep();
  const folder = json === undefined ? jsonDir : resolve(json);
  const files = await findPlans({ paths: [folder], globs: [], cwd: process.cwd() });
  const plans = await Promise.all(
    files.map(async (file) => ({ file, dir: await unitOf(join(base, relative(folder, dirname(resolve(file))))) })),
  );
  const kept = out === undefined ? plansDir : out;
  return {
    plans,
    where: `the plans are in ${kept}`,
    approve: 'PLAN',
    apply: `terragrunt run --all --out-dir ${kept} -- apply`,
  };
}

/** Returns the value of `--name value` or `--name=value`. */
function optionValue(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  return found?.includes('=') ? found.slice(name.length + 1) : at < 0 ? undefined : args[at + 1];
}

/** Returns the relative path; undefined if there is no such folder. */
async function unitOf(path: string): Promise<string | undefined> {
  return (await isFolder(path)) ? relative(process.cwd(), path) || '.' : undefined;
}

/** The command `redact` of the Action: plans without their secrets for the artifact of a job, and their fingerprint. */
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { write } from '../app/output.ts';
import { toReadableDocument } from '../app/plan-document.ts';
import { toRedactedPlan } from '../app/redacted-plan.ts';
import { InputError } from '../errors.ts';
import { fingerprintPlan } from '../evaluate.ts';
import { toCatalog } from '../model/catalog.ts';
import { findPlans } from '../read/plan/find-plans.ts';
import { readPlan } from '../read/plan/plan.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import type { Inputs } from './inputs.ts';
import { joinFingerprints, type RedactOutputs } from './outputs.ts';
import { isPrivilegedEvent, refuseToRun, withoutSecrets } from './saved-plan.ts';

/**
 * Writes each plan to the same path below the folder `redacted`, as JSON.
 * @returns the folder, and one fingerprint for all plans
 * @throws {InputError | UsageError} if a plan cannot be read or redacted, or lies outside of the workspace
 */
export async function redactPlans(
  inputs: Inputs,
  from: { readonly env: NodeJS.ProcessEnv; readonly workspace: string },
): Promise<RedactOutputs> {
  const { env, workspace } = from;
  const { dir, terraform, redacted } = inputs;
  const event = env.GITHUB_EVENT_NAME ?? '';
  const fingerprints: string[] = [];
  const { catalog, commands } = readBuiltinPolicies();
  for (const file of await findPlans({ ...byKind(inputs.plans), cwd: workspace })) {
    await refuseToRun(file, { event, isPrivileged: isPrivilegedEvent(event), terraform, workspace });
    const source = await readPlan({
      file: resolve(workspace, file),
      dir: dir === undefined ? undefined : resolve(workspace, dir),
      terraform,
      env: withoutSecrets(env),
    });
    const target = resolve(workspace, redacted, jsonName(pathInside(workspace, file)));
    const text = toRedactedPlan({ ...source, file });
    await mkdir(dirname(target), { recursive: true });
    await write(target, text, 'the redacted plan');
    const document = toReadableDocument(source);
    fingerprints.push(fingerprintPlan(document, { source, catalog: toCatalog(catalog), commands }).fingerprint);
  }
  return { fingerprint: joinFingerprints(fingerprints), redacted };
}

/** Separates paths and globs, as `findPlans` takes them. */
export function byKind(plans: readonly string[]): {
  readonly paths: readonly string[];
  readonly globs: readonly string[];
} {
  const isGlob = (plan: string): boolean => plan.includes('*');
  return { paths: plans.filter((plan) => !isGlob(plan)), globs: plans.filter(isGlob) };
}

function pathInside(workspace: string, file: string): string {
  const path = relative(workspace, resolve(workspace, file));
  if (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)) return path;
  const hint = 'The redacted plan keeps the path of its plan, so the plan must be in the workspace.';
  throw new InputError({ file, message: 'not redacted: it is outside of the workspace', hint });
}

/** A saved plan becomes JSON. */
function jsonName(path: string): string {
  return path.endsWith('.json') ? path : `${path}.json`;
}

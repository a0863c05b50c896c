/** Lists the policies in effect in a folder. */
import { resolve } from 'node:path';
import type { PoliciesByEnvironment } from '../policy/policies-by-environment.ts';
import type { Policy } from '../policy/policy.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import { settingsLoader } from './load-settings.ts';

/** A policy with the settings applied. */
export interface ListedPolicy {
  readonly policy: Policy;
  /** Reason for switching the policy off. */
  readonly off?: string;
}

/**
 * Returns built-in policies and those in the policy folders of the settings, the disabled ones last.
 * @throws {PolicyError} if settings or policies are faulty
 * @throws {UsageError} for an environment that the settings do not define
 */
export async function listPolicies(from: {
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly cwd: string;
}): Promise<readonly ListedPolicy[]> {
  const { config, environment, cwd } = from;
  const { policies } = readBuiltinPolicies();
  const { rules } = await settingsLoader({ named: config, policies, flags: { environment }, cwd })([resolve(cwd)]);
  return policiesInEffect(rules, environment ?? null);
}

/** Returns the policies with the settings of an environment applied, the disabled ones last. */
export function policiesInEffect(rules: PoliciesByEnvironment, environment: string | null): readonly ListedPolicy[] {
  const { policies: active, off } = rules(environment);
  return [...active.map(({ policy }) => ({ policy })), ...off.map(({ policy, reason }) => ({ policy, off: reason }))];
}

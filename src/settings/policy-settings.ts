/** Settings of one policy, and how enforcements compare. */
import type { Enforcement } from '../source/policy.ts';
import type { PolicySettings } from '../source/settings.ts';

/** Returns the settings of a policy. Only own properties, so that an ID such as `__proto__` is not found. */
export function policySettings(policies: Readonly<Record<string, PolicySettings>>, id: string): PolicySettings {
  return Object.hasOwn(policies, id) ? (policies[id] ?? {}) : {};
}

const byStrength: readonly Enforcement[] = ['advisory', 'soft-mandatory', 'hard-mandatory'];

/** Returns the place of an enforcement among all, the strictest last. */
export function enforcementRank(enforcement: Enforcement): number {
  return byStrength.indexOf(enforcement);
}

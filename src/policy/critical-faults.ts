/** Whether calling a resource critical would ask for less than before. */
import type { Fault } from '../errors.ts';
import { enforcementRank } from '../settings/policy-settings.ts';
import type { Config } from '../source/settings.ts';
import type { PoliciesByEnvironment } from './policies-by-environment.ts';
import { withLocation } from './settings-fault.ts';

/**
 * Returns a fault if a file names critical resources although the extended file asks for less where one is destroyed
 * (`no-stateful-destroy`) than for any other destroy (`no-destroy`, which leaves critical ones out unless it is
 * hard-mandatory).
 * @param local the file that extends another
 * @param rules policies with the settings of both files
 */
export function criticalFaults(
  local: Config,
  { environments }: Config,
  rules: PoliciesByEnvironment,
): readonly Fault[] {
  const { addresses = [], types = [], tags = {} } = local.critical;
  if (addresses.length + types.length + Object.keys(tags).length === 0) return [];
  const isLooser = [null, ...environments.map(({ name }) => name)].some((name) => {
    const strength = (id: string): readonly [enforcement: number, approvals: number] => {
      const policy = rules(name).policies.find((each) => each.policy.id === id)?.policy;
      return policy ? [enforcementRank(policy.enforcement), policy.approvals] : [-1, 0];
    };
    const [any, critical] = [strength('no-destroy'), strength('no-stateful-destroy')];
    if (any[0] === enforcementRank('hard-mandatory')) return false;
    return any[0] > critical[0] || (any[0] === critical[0] && any[1] > critical[1]);
  });
  const fault = {
    path: ['critical'],
    message:
      'by the extended file, `no-destroy` asks for more than `no-stateful-destroy`, which critical resources need',
    hint: 'Change the policies in the extended file, or name the critical resources there.',
  };
  return isLooser ? [withLocation(fault, local)] : [];
}

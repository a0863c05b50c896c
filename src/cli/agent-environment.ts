/** Whether an agent runs this, as far as its environment says so. */
import { toActor } from '../people/actor.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';

/** Names of the variables by which agents show themselves; none proves nothing. */
export function environmentSignals(environment: NodeJS.ProcessEnv): readonly string[] {
  const actor = toActor({ environment }, readBuiltinPolicies().actors);
  return (actor?.signals ?? []).filter(({ kind }) => kind === 'environment').map(({ value }) => value);
}

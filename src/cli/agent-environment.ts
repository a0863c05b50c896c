/** Detects from environment variables whether an AI agent runs this command. */
import { toActor } from '../people/actor.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';

/** Returns the names of variables that agents set. An empty result does not prove that there is no agent. */
export function environmentSignals(environment: NodeJS.ProcessEnv): readonly string[] {
  const actor = toActor({ environment }, readBuiltinPolicies().actors);
  return (actor?.signals ?? []).filter(({ kind }) => kind === 'environment').map(({ value }) => value);
}

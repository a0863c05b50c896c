/** Which policies can say *unknown* at all: those that read what a plan may not know yet. */
import { Environments } from '../policy/cel.ts';
import type { SubjectKind } from '../policy/environment.ts';
import type { Policy } from '../policy/policy.ts';
import { fieldsRead } from '../policy/syntax.ts';
import { factClasses } from './facts.ts';

const ofResources = [
  'after',
  'protectionMissing',
  'preventDestroy',
  'destroyWords',
  'backupsWeakened',
  'auditWeakened',
  'encryptionWeakened',
  'emptyingTurnedOn',
  'keyWeakened',
  'recoveryWindowCut',
  'adminGrants',
  'escalations',
  'trustOpened',
  'publicGrants',
  'ownerGrants',
  'worldOpenings',
] as const;

/** Fields that raise `Unknown` where the plan, or what was read of the configuration, does not say. */
export const uncertainFields: Readonly<Record<SubjectKind, readonly string[]>> = {
  change: ofResources,
  resource: ofResources,
  drift: ofResources,
  backend: ['locked', 'encrypted'],
  block: [],
  action: [],
  output: [],
  limit: [],
  plan: ['complete', 'ageMinutes', 'commitMatches'],
};

/** Whether the condition of a policy reads a field that may be unknown. */
export function canBeUnknown(policy: Policy): boolean {
  const { environment } = new Environments(factClasses).of(policy);
  const uncertain: Readonly<Record<string, readonly string[]>> = uncertainFields;
  return [policy.when, policy.require]
    .flatMap((text) => fieldsRead(environment.parse(text).ast))
    .some(({ variable, field }) => Object.hasOwn(uncertain, variable) && uncertain[variable]?.includes(field));
}

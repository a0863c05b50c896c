/** What an update or a create takes away without destroying its own object. It holds whether or not a policy asks for it. */
import { Unknown } from '../policy/unknown.ts';
import type { factClasses } from './facts.ts';

type ChangeFacts = InstanceType<(typeof factClasses)['change']>;

const phrases: readonly (readonly [phrase: string, facts: readonly ListFact[]])[] = [
  ['stored data expires', ['dataExpires', 'minorDataExpires']],
  ['nested objects are deleted', ['nestedDataDeleted', 'nestedObjectsDeleted', 'minorObjectsDeleted']],
  ['its service stops', ['serviceStopped']],
  ['backups are weakened', ['backupsWeakened']],
  ['existing objects are taken over', ['takesOver', 'mayOverwrite']],
  ['denials are removed', ['denialsRemoved', 'guardsRemoved']],
  ['other members lose access', ['membersDropped', 'authoritativeBindings']],
  ['everyone is locked out', ['lockouts']],
  ['a key is disabled', ['keyWeakened']],
  ['a destructive command runs', ['createCommands']],
  ['a manual change is undone', ['manualChangesUndone']],
];

/** Facts that are lists. */
type ListFact = {
  [Name in keyof ChangeFacts]: ChangeFacts[Name] extends readonly unknown[] ? Name : never;
}[keyof ChangeFacts];

/**
 * Returns a phrase for each side effect of an update or a create that holds for certain, e.g. `stored data expires`.
 */
export function sideEffectsOf(facts: ChangeFacts): readonly string[] {
  if (!facts.updates && facts.action !== 'create') return [];
  const found = phrases.filter(([, names]) => names.some((name) => isFilled(facts, name))).map(([phrase]) => phrase);
  return facts.deletedOutside ? [...found, 'it was deleted outside Terraform and is created again'] : found;
}

function isFilled(facts: ChangeFacts, name: ListFact): boolean {
  try {
    return facts[name].length > 0;
  } catch (error) {
    if (error instanceof Unknown) return false;
    throw error;
  }
}

/** Freezes of the settings that hold now, and what the plan does that they do not allow. */
import { actionNames, isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { Unknown } from '../policy/unknown.ts';
import { allowedBy, freezeInWords, freezesAt } from '../settings/freezes.ts';
import type { FreezeSource } from '../source/settings.ts';
import type { PlanContext } from './context.ts';
import type { FactTable } from './fact.ts';
import { planEffects } from './plan-effects.ts';

/** Facts of the plan about freezes (`plan` in policies). */
export const freezeFacts = {
  freezes: {
    type: 'list<string>',
    doc: 'freezes of the settings that hold now, with their end and reason; unknown without the time',
    unknown: true,
    read: (_, context) => mapUnknown(inForce(context), (freezes) => freezes.map(freezeInWords)),
  },
  freezeAllows: {
    type: 'list<string>',
    doc: 'actions that all of these freezes allow',
    unknown: true,
    read: (_, context) => mapUnknown(inForce(context), allowedBy),
  },
  frozenActions: {
    type: 'list<string>',
    doc: 'what the plan does although a freeze does not allow it, e.g. `2 to delete`',
    unknown: true,
    read: (plan, context) => mapUnknown(inForce(context), (freezes) => frozenActions(plan, freezes)),
    content: planEffects,
  },
} satisfies FactTable<Plan>;

function inForce({ settings, now }: PlanContext): readonly FreezeSource[] | Unknown {
  if (settings.freezes.length === 0) return [];
  return now === undefined ? new Unknown('freezes', 'the time is not given') : freezesAt(settings.freezes, now);
}

function mapUnknown<T, U>(value: T | Unknown, map: (value: T) => U): U | Unknown {
  return value instanceof Unknown ? value : map(value);
}

/** Returns the numbers of what is not allowed, by action. Moves, reads and outputs are always allowed. */
function frozenActions({ changes, document }: Plan, freezes: readonly FreezeSource[]): readonly string[] {
  if (freezes.length === 0) return [];
  const allowed = allowedBy(freezes);
  const done = [
    ...changes.filter((change) => !isPlainNoOp(change)).flatMap(actionNames),
    ...document.actionInvocations.map(() => 'invoke'),
  ].filter((action) => !allowed.includes(action));
  return [...new Set(done)].map((action) => {
    const count = done.filter((each) => each === action).length;
    return action === 'unknown' ? `${count} with an unknown action` : `${count} to ${action}`;
  });
}

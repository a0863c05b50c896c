/** Everything that applying a plan does, one part each: what somebody approves who approves a change or a plan as such. */
import { type Change, isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import type { FactPart } from './fact.ts';
import { objectOfAction, objectOfChange } from './subject-object.ts';

/** Returns what a change does, to which object: its action, and all values after it. */
export function changeEffectPart(change: Change): FactPart {
  const { address, deposed, action, previousAddress, values } = change;
  const { identity, sensitive } = objectOfChange(change);
  const { after, afterUnknown: unknown, importId } = values;
  return {
    value: { address, deposed, action, previousAddress, importId, identity, after, unknown },
    sensitive: { identity: sensitive, after: values.afterSensitive },
  };
}

/** Returns the changes, outputs and actions of a plan. */
export function planEffects({ changes, document }: Plan): readonly FactPart[] {
  return [
    ...changes.filter((change) => !isPlainNoOp(change) && change.action !== 'read').map(changeEffectPart),
    ...document.outputChanges.map(({ name, actions, after, afterSensitive }) => ({
      value: { output: name, actions, after },
      sensitive: { after: afterSensitive },
    })),
    ...document.actionInvocations.map((action) => {
      const { identity, sensitive } = objectOfAction(action);
      return { value: { address: action.address, identity }, sensitive: { identity: sensitive } };
    }),
  ];
}

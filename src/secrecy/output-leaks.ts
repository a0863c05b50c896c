/** Outputs that publish a value which the plan marks as sensitive elsewhere, without the mark. */
import { toAction } from '../model/action.ts';
import { type OutputChange, objectAt, type PlanDocument } from '../model/plan-json.ts';
import { isObject } from '../text/is-object.ts';
import { toLeakDetector } from './secrets.ts';

/** Regions and zones are sensitive only because they stand inside something that is. */
const place = /^[a-z]{2,}(?:-[a-z]+)+-?\d[a-z]?$/;

/** Names of outputs that this plan creates or changes so that they give a secret away. */
export function findLeaks(document: PlanDocument): ReadonlySet<string> {
  const open = document.outputChanges.filter(isOpen);
  if (open.length === 0) return new Set();
  const isLeak = toLeakDetector(document);
  const declared = new Set(openVariables(document));
  return new Set(
    open
      .filter(({ after }) => textsIn(after).some((text) => !declared.has(text) && !place.test(text) && isLeak(text)))
      .map(({ name }) => name),
  );
}

function isOpen({ actions, after, afterSensitive }: OutputChange): boolean {
  const { action } = toAction(actions);
  return action !== 'no-op' && action !== 'delete' && after !== null && afterSensitive === false;
}

/** What is written in a variable without the mark is no secret that an output gives away. */
function openVariables(document: PlanDocument): readonly string[] {
  const declared = objectAt(document.configuration, 'variables');
  return Object.entries(document.variables).flatMap(([name, variable]) =>
    objectAt(declared, name).sensitive === true ? [] : textsIn(isObject(variable) ? variable.value : null),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

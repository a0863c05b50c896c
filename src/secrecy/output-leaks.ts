/**
 * Finds outputs that publish a value which the plan marks as sensitive elsewhere, without marking the output as
 * sensitive.
 */
import { toAction } from '../model/action.ts';
import { type OutputChange, objectAt, type PlanDocument } from '../model/plan-json.ts';
import { isObject } from '../text/is-object.ts';
import { toLeakDetector } from './secrets.ts';

/** Names of regions and zones. They are often part of a sensitive object but are not secret. */
const regionOrZone = /^[a-z]{2,}(?:-[a-z]+)+-?\d[a-z]?$/;

/** Returns the names of outputs that this plan creates or changes and whose new value leaks a secret. */
export function findLeaks(document: PlanDocument): ReadonlySet<string> {
  const published = document.outputChanges.filter(isPublished);
  if (published.length === 0) return new Set();
  const isLeak = toLeakDetector(document);
  const declared = new Set(clearVariableTexts(document));
  return new Set(
    published
      .filter(({ after }) =>
        textsIn(after).some((text) => !declared.has(text) && !regionOrZone.test(text) && isLeak(text)),
      )
      .map(({ name }) => name),
  );
}

function isPublished({ actions, after, afterSensitive }: OutputChange): boolean {
  const { action } = toAction(actions);
  return action !== 'no-op' && action !== 'delete' && after !== null && afterSensitive === false;
}

/** Values of variables that are not sensitive. An output that repeats one leaks nothing. */
function clearVariableTexts(document: PlanDocument): readonly string[] {
  const declared = objectAt(document.configuration, 'variables');
  return Object.entries(document.variables).flatMap(([name, variable]) =>
    objectAt(declared, name).sensitive === true ? [] : textsIn(isObject(variable) ? variable.value : null),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

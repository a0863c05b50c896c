/** Finds the facts that a policy reads in its expressions. */
import { Environments, type PolicyEnvironment } from './cel.ts';
import type { FactClasses, Field, SubjectKind } from './environment.ts';
import type { Policy } from './policy.ts';
import { fieldsRead } from './syntax.ts';
import { parseTemplate, qualified } from './template.ts';

/** A fact that a policy reads. */
export interface FactRead {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly field: Field;
}

/**
 * Returns every fact that the conditions and texts of a policy read, in order, with duplicates.
 * @throws if an expression does not parse
 */
export function factsRead(policy: Policy, classes: FactClasses): readonly FactRead[] {
  const own = new Environments(classes).of(policy);
  const { remedies = [] } = policy;
  const slots = [policy.message, policy.remedy, ...remedies.map(({ remedy }) => remedy)].flatMap((text) => {
    const template = parseTemplate(text);
    return 'offset' in template ? [] : template.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
  });
  const texts = [
    policy.when,
    policy.require,
    policy.advise ?? 'false',
    ...remedies.map(({ when }) => when),
    ...slots.map((text) => qualified(policy, own, text)),
  ];
  return read(texts, { policy, own, classes });
}

/**
 * Whether the outcome of a policy can be unknown, because `when` or `require` reads a fact that may be unknown.
 * @throws if an expression does not parse
 */
export function canBeUnknown(policy: Policy, classes: FactClasses): boolean {
  const own = new Environments(classes).of(policy);
  return read([policy.when, policy.require], { policy, own, classes }).some(({ field }) => field.unknown);
}

/** Whether `when` or `require` reads a fact of the plan that is not known before there is one. */
export function needsPlan(policy: Policy, classes: FactClasses): boolean {
  const own = new Environments(classes).of(policy);
  return read([policy.when, policy.require], { policy, own, classes }).some(
    ({ kind, field }) => kind === 'plan' && field.withoutPlan !== true,
  );
}

function read(
  texts: readonly string[],
  of: { readonly policy: Policy; readonly own: PolicyEnvironment; readonly classes: FactClasses },
): readonly FactRead[] {
  const { policy, own, classes } = of;
  return texts
    .flatMap((text) => fieldsRead(own.environment.parse(text).ast))
    .flatMap(({ variable, field: name }) => {
      const kind = ([policy.subject, 'plan'] as const).find((each) => each === variable);
      const field = kind && classes[kind].fields[name];
      return kind && field ? [{ kind, name, field }] : [];
    });
}

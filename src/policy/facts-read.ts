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
  /** What is read of a value with parts: `['tags', 'env']` for `change.after.tags.env`; empty: all of it. */
  readonly path: readonly string[];
}

/**
 * Returns every fact that the conditions and texts of a policy read, in order, with duplicates.
 * @throws if an expression does not parse
 */
export function factsRead(policy: Policy, classes: FactClasses): readonly FactRead[] {
  const own = new Environments(classes).of(policy);
  const { remedies = [] } = policy;
  const conditions = read(
    remedies.map(({ when }) => when),
    { policy, own, classes },
  );
  const texts = [policy.remedy, ...remedies.map(({ remedy }) => remedy)];
  return [
    ...factsJudged(policy, classes),
    ...conditions,
    ...texts.flatMap((text) => factsShown(text, { policy, own, classes })),
  ];
}

/**
 * Returns the facts that a finding of the policy consists of: those of its conditions and of its message.
 * @throws if an expression does not parse
 */
export function factsJudged(policy: Policy, classes: FactClasses): readonly FactRead[] {
  const own = new Environments(classes).of(policy);
  const of = { policy, own, classes };
  const conditions = read([policy.when, policy.require, policy.advise ?? 'false'], of);
  return [...conditions, ...factsShown(policy.message, of)];
}

function factsShown(text: string, of: ReadOptions): readonly FactRead[] {
  const template = parseTemplate(text);
  const slots = 'offset' in template ? [] : template.filter((part) => typeof part !== 'string');
  return read(
    slots.map(({ expression }) => qualified(of.policy, of.own, expression)),
    of,
  );
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

interface ReadOptions {
  readonly policy: Policy;
  readonly own: PolicyEnvironment;
  readonly classes: FactClasses;
}

function read(texts: readonly string[], of: ReadOptions): readonly FactRead[] {
  const { policy, own, classes } = of;
  return texts
    .flatMap((text) => fieldsRead(own.environment.parse(text).ast))
    .flatMap(({ variable, field: name, path }) => {
      const kind = ([policy.subject, 'plan'] as const).find((each) => each === variable);
      const field = kind && classes[kind].fields[name];
      return kind && field ? [{ kind, name, field, path }] : [];
    });
}

/** What policy documents deny, in terms that can be compared, and what locks everybody out of what they protect. */
import type { Grant, Side } from '../grants.ts';
import { accountOf } from './aws-accounts.ts';
import type { Document } from './document.ts';
import { type Condition, namesAction, type Principal, type Statement } from './policy.ts';

/** What a policy is on. */
export interface Protected {
  /** Null where only known after apply. */
  readonly holder: string | null;
  /** The name of the object that the policy protects; when it is destroyed, nothing is left unprotected. */
  readonly guarded?: string;
}

/** Whether a part of the document that may deny or allow is only known after apply. */
export function isUncertain(document: Document): boolean {
  return document.unknown || document.statements.some((each) => each.uncertain);
}

/** One guard for each action that a statement denies. Statement ids and the order of statements do not matter. */
export function denialsIn(statements: readonly Statement[], { holder, guarded }: Protected): readonly Grant[] {
  return statements
    .filter((each) => !each.allows && !each.conditions.some(exemptsEverything))
    .flatMap((statement) =>
      deniedActions(statement).map(({ key, text }): Grant => {
        const keys = principalsOf(statement).flatMap((principal) =>
          resourcesOf(statement).flatMap((resource) =>
            circumstances(statement.conditions).map((when) => `${principal} | ${key} | ${resource} | ${when}`),
          ),
        );
        const onlyFor = statement.principals.map(({ id }) => id).filter((id) => id !== '*');
        const who = onlyFor.length > 0 ? [' for ', ...joined(onlyFor)] : [];
        return { kind: 'policy-guard', keys, holder, text: [text, ...who], ...(guarded !== undefined && { guarded }) };
      }),
    );
}

/** A policy may list hundreds of actions or principals. */
const shownNames = 4;

function joined(texts: readonly string[]): readonly string[] {
  const more = texts.length > shownNames ? [` and ${texts.length - shownNames} more`] : [];
  return [...texts.slice(0, shownNames).flatMap((text, i) => (i === 0 ? [text] : [', ', text])), ...more];
}

function deniedActions({ actions, notActions }: Statement): readonly { readonly key: string; readonly text: string }[] {
  if (actions === null) return [{ key: allBut(notActions), text: `all actions except ${joined(notActions).join('')}` }];
  return (actions.length > 0 ? actions : ['*']).map((action) => ({ key: action, text: action }));
}

/** A document that names no principal, such as a service control policy, is for everybody. */
function principalsOf({ principals, excludesPrincipals }: Statement): readonly string[] {
  if (excludesPrincipals) return ['everyone except some'];
  return principals.length > 0 ? principals.map(({ id }) => id) : ['*'];
}

function resourcesOf({ resources, notResources }: Statement): readonly string[] {
  if (resources === null) return [allBut(notResources)];
  return resources.length > 0 ? resources : ['*'];
}

/**
 * A pattern that matches every list with at least these entries, itself included: a denial with fewer exceptions, or
 * with fewer conditions, covers one with more.
 */
function subsetPattern(entries: readonly string[]): string {
  const literal = entries.map((entry) => `<${entry.replaceAll('*', '+').replaceAll('?', '+')}>`);
  return ['', ...literal.toSorted(), ''].join('*');
}

function allBut(exceptions: readonly string[]): string {
  return `all except ${subsetPattern(exceptions)}`;
}

/** One pattern for each combination of values under which the statement denies. */
function circumstances(conditions: readonly Condition[]): readonly string[] {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const condition of conditions) {
    const name = `${condition.operator.replace(/ifexists$/i, '')} ${condition.key}`.toLowerCase();
    const texts = isOpenList(condition) ? [name] : condition.values.map((value) => `${name}=${value.toLowerCase()}`);
    combinations = combinations.flatMap((each) => texts.map((text) => [...each, text]));
  }
  return combinations.map(subsetPattern);
}

/**
 * Who or what is exempt from a denial changes from day to day, and so do numbers and dates. A condition without values
 * has values that are only known after apply.
 */
function isOpenList({ operator, values }: Condition): boolean {
  return /not|numeric|date/i.test(operator) || values.length === 0;
}

function exemptsEverything({ operator, values }: Condition): boolean {
  return /not/i.test(operator) && values.some((value) => /^(?:\*|0\.0\.0\.0\/0|::\/0)$/.test(value));
}

const anyone = ({ type, id }: Principal): boolean => id === '*' && ['*', 'AWS'].includes(type);

/** Statements that deny every action to everybody, without condition, on the whole of what the policy protects. */
export function lockoutsIn(statements: readonly Statement[], { holder }: Protected): readonly Grant[] {
  const total = statements.filter(
    (each) =>
      !each.allows &&
      each.conditions.length === 0 &&
      each.principals.some(anyone) &&
      each.actions?.some((action) => /^(?:[a-z0-9-]+:)?\*+$/.test(action)) === true &&
      (each.resources ?? []).some((resource) => !isPartOfBucket(resource)),
  );
  return total.length === 0
    ? []
    : [{ kind: 'lockout', keys: ['everybody'], holder, text: ['every action is denied to everyone (`*`)'] }];
}

function isPartOfBucket(resource: string): boolean {
  return /^arn:[^:]*:s3:::[^/]+\/(?!\*$)/.test(resource);
}

/** Statements that let the account root change the policy, if no other statement gives that right. */
export function accountRootIn(
  side: Side,
  statements: readonly Statement[],
  of: Protected & { readonly action: string },
) {
  const { holder, guarded, action } = of;
  const own = side.accounts().own;
  const isOwnRoot = ({ id }: Principal): boolean => {
    if (!/^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(id)) return false;
    return own.size === 0 || own.has(accountOf(id) ?? id);
  };
  const holds = statements.some(
    (each) =>
      each.allows && each.conditions.length === 0 && namesAction(each, action) && each.principals.some(isOwnRoot),
  );
  const text = [`the account root can no longer call ${action}`];
  const grant: Grant = {
    kind: 'account-root',
    keys: [action],
    holder,
    text,
    ...(guarded !== undefined && { guarded }),
  };
  return holds ? [grant] : [];
}

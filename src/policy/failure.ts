/** Turns failed evaluations into faults of the policy. An unknown value is not a failure. */
import type { Fault } from '../errors.ts';
import { codeOf, toFault } from './check.ts';
import type { Policy, Subject } from './policy.ts';

/** An evaluation that threw an error. */
export interface Failure {
  readonly subject: Subject;
  readonly property: string;
  readonly error: unknown;
}

const causes: Readonly<Record<string, string>> = {
  no_such_overload: 'an operator does not support the types of these values',
  no_matching_overload: 'a function does not support the types of these values',
  invalid_comprehension_range: 'a value is not a list',
  field_type_mismatch: 'a field has a value of another type',
  division_by_zero: 'division by zero',
};

const aboutTypes = new Set(['no_such_overload', 'no_matching_overload', 'invalid_comprehension_range']);

/**
 * Returns one fault for each property: the first failure and the number of others, since one mistake fails on every
 * subject.
 */
export function failureFaults(policy: Policy, failures: readonly Failure[]): readonly Fault[] {
  const properties = [...new Set(failures.map(({ property }) => property))];
  return properties.flatMap((property) => {
    const [first, ...rest] = failures.filter((failure) => failure.property === property);
    if (!first) return [];
    const code = codeOf(first.error);
    const where = `${first.subject.address ?? first.subject.kind}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
    // Messages of CEL may quote values, which may be secret.
    const cause = causes[code] ?? (code ? code.replaceAll('_', ' ') : 'an internal error');
    const message = `policy \`${policy.id}\` cannot be evaluated on ${where}: ${cause}`;
    const hint = 'Convert the value first, for example `int(x) < 7`.';
    return [toFault(policy, property, '', { message, offset: 0, ...(aboutTypes.has(code) && { hint }) })];
  });
}

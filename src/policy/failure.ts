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
  no_such_overload: 'an operator meets values of types that do not fit',
  no_matching_overload: 'a function is called with values of types that do not fit',
  no_such_key: 'a key or attribute is read from something that does not have it',
  index_out_of_bounds: 'a list is shorter than the index that is read',
  invalid_comprehension_range: 'something is searched that is no list',
  field_type_mismatch: 'a field has a value of another type',
  division_by_zero: 'division by zero',
};

const aboutNull = new Set(['no_such_overload', 'no_matching_overload', 'no_such_key', 'invalid_comprehension_range']);

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
    const hint = 'an absent attribute reads as null: compare it with null first, e.g. `x != null && x < 7`';
    return [toFault(policy, property, '', { message, offset: 0, ...(aboutNull.has(code) && { hint }) })];
  });
}

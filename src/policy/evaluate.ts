/** Runs policies over subjects: held, violated, unknown, and what was looked at. */
import type { Fault } from '../errors.ts';
import { codeOf, toFault } from './check.ts';
import type { CompiledPolicy, Context } from './compile.ts';
import type { Enforcement, Evaluation, Outcome, PolicyCount, Subject, Subjects } from './policy.ts';
import { type CompiledTemplate, renderTemplate } from './template.ts';
import { SharedTruths, type Truth, truthOf, unknownPathOf } from './truth.ts';

/**
 * Evaluates every policy on every subject of its kind. An unknown `when` counts as looked at, and the outcome is held
 * where `require` holds all the same. Outcomes that held are left out unless `held` asks for them.
 */
export function evaluatePolicies(
  compiled: readonly CompiledPolicy[],
  subjects: Subjects,
  options: { readonly held?: boolean } = {},
): Evaluation {
  const truths = new SharedTruths();
  const plan = subjects.plan[0]?.facts;
  const runs = compiled.map((policy) =>
    run(policy, subjects[policy.policy.subject], { plan, truths, held: options.held ?? false }),
  );
  return {
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    counts: runs.map(({ count }) => count),
    faults: runs.flatMap(({ faults }) => faults),
  };
}

interface Run {
  readonly outcomes: readonly Outcome[];
  readonly count: PolicyCount;
  readonly faults: readonly Fault[];
}

function run(
  compiled: CompiledPolicy,
  subjects: readonly Subject[],
  { plan, truths, held }: { readonly plan: object | undefined; readonly truths: SharedTruths; readonly held: boolean },
): Run {
  const { policy } = compiled;
  const tally = { looked: 0, held: 0, violated: 0, unknown: 0 };
  const outcomes: Outcome[] = [];
  const failures: Failure[] = [];
  // One context for all subjects: evaluation is synchronous, and a plan may have ten thousand of them.
  const context: Context = { plan, ...(subjects.length > 0 && { params: compiled.parameters() }) };
  const fail = (subject: Subject, property: string, error: unknown): void => {
    failures.push({ subject, property, error });
  };
  subjects.forEach((subject, index) => {
    context[policy.subject] = subject.facts;
    const looks = attempt(
      () => truths.all(compiled.when(), index, context),
      (error) => fail(subject, 'when', error),
    );
    if (looks === 'false') return;
    tally.looked += 1;
    if (looks === undefined) return;
    const holds = attempt(
      () => truthOf(compiled.require(), context),
      (error) => fail(subject, 'require', error),
    );
    if (holds === undefined) return;
    const result = resultOf(looks, holds);
    tally[result] += 1;
    if (result !== 'held') outcomes.push(finding(compiled, subject, result, context, fail));
    else if (held)
      outcomes.push({
        policy,
        subject,
        result,
        enforcement: policy.enforcement,
        approvals: 0,
        message: '',
        remedy: '',
      });
  });
  const count = { id: policy.id, enforcement: policy.enforcement, ...tally };
  return { outcomes, count, faults: faultsOf(compiled, failures) };
}

/** `when` implies `require`, in three truths. */
function resultOf(looks: Truth, holds: Truth): Outcome['result'] {
  if (holds === 'true') return 'held';
  return looks === 'true' && holds === 'false' ? 'violated' : 'unknown';
}

function finding(
  compiled: CompiledPolicy,
  subject: Subject,
  result: 'violated' | 'unknown',
  context: Context,
  fail: (subject: Subject, property: string, error: unknown) => void,
): Outcome {
  const { policy } = compiled;
  const words = (property: 'message' | 'remedy', template: () => CompiledTemplate): string =>
    attempt(
      () => renderTemplate(template(), context),
      (error) => fail(subject, property, error),
    ) ?? policy.title;
  const advise = compiled.advise();
  // An `advise` that is not known, or cannot be evaluated, softens nothing.
  const softened =
    advise &&
    attempt(
      () => truthOf(advise, context),
      (error) => fail(subject, 'advise', error),
    ) === 'true';
  const isAdvice = softened || (result === 'unknown' && policy.onUnknown === 'advise');
  const enforcement: Enforcement = isAdvice ? 'advisory' : policy.enforcement;
  const unknownPath =
    result === 'unknown' ? unknownPathOf([compiled.require(), ...compiled.when()], context) : undefined;
  return {
    policy,
    subject,
    result,
    enforcement,
    approvals: enforcement === 'soft-mandatory' ? policy.approvals : 0,
    message: words('message', compiled.message),
    remedy: words('remedy', compiled.remedy),
    ...(unknownPath !== undefined && { unknownPath }),
  };
}

function attempt<T>(work: () => T, failed: (error: unknown) => void): T | undefined {
  try {
    return work();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

interface Failure {
  readonly subject: Subject;
  readonly property: string;
  readonly error: unknown;
}

/** The first failure of each property, and how many more there are: one mistake fails on every subject. */
function faultsOf({ policy }: CompiledPolicy, failures: readonly Failure[]): readonly Fault[] {
  const properties = [...new Set(failures.map(({ property }) => property))];
  return properties.flatMap((property) => {
    const [first, ...rest] = failures.filter((failure) => failure.property === property);
    if (!first) return [];
    const others = rest.length > 0 ? ` and ${rest.length} more` : '';
    const message = `policy \`${policy.id}\` cannot be evaluated on ${first.subject.address ?? first.subject.kind}${others}: ${words(first.error)}`;
    const hint = 'an absent attribute reads as null: compare it with null first, e.g. `x != null && x < 7`';
    return [toFault(policy, property, '', { message, offset: 0, ...(isAboutValues(first.error) && { hint }) })];
  });
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

// CEL's own messages may quote values, and values may be secret.
function words(error: unknown): string {
  const code = codeOf(error);
  return causes[code] ?? (code ? code.replaceAll('_', ' ') : 'an internal error');
}

function isAboutValues(error: unknown): boolean {
  return ['no_such_overload', 'no_matching_overload', 'no_such_key', 'invalid_comprehension_range'].includes(
    codeOf(error),
  );
}

/** Evaluates policies on subjects. The result is held, violated or unknown. */
import type { CompiledPolicy, Context } from './compiled-policy.ts';
import { type Failure, failureFaults } from './failure.ts';
import type { Outcome, PolicyCount, PolicyEvaluation, Subject, Subjects } from './policy.ts';
import { type CompiledTemplate, renderTemplate } from './template.ts';
import {
  type CachedCondition,
  ConditionCache,
  firstUnknown,
  isKnownFalse,
  type Truth,
  truthOf,
  truthOfAll,
} from './truth.ts';
import type { Unknown } from './unknown.ts';

/**
 * Evaluates every policy on every subject of its kind. If `when` is unknown, the subject counts as looked at, and the
 * policy holds if `require` is true. Outcomes that held are returned only with `held`.
 */
export function evaluatePolicies(
  compiled: readonly CompiledPolicy[],
  subjects: Subjects,
  options: { readonly held?: boolean } = {},
): PolicyEvaluation {
  const truths = new ConditionCache();
  const plan = subjects.plan[0]?.facts;
  const runs = compiled.map((each) => {
    const run = new PolicyRun(each, { plan, keepHeld: options.held === true });
    run.judge(subjects[each.policy.subject], truths);
    return run;
  });
  return {
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    counts: runs.map((run) => run.count),
    faults: runs.flatMap(({ failures, policy }) => failureFaults(policy, failures)),
  };
}

/** Evaluates one policy on all subjects of its kind. */
class PolicyRun {
  readonly outcomes: Outcome[] = [];
  readonly failures: Failure[] = [];
  readonly #compiled: CompiledPolicy;
  readonly #keepHeld: boolean;
  // One context for all subjects, since evaluation is synchronous and a plan may have ten thousand subjects.
  readonly #context: Context;
  readonly #tally = { looked: 0, held: 0, violated: 0, unknown: 0 };

  constructor(compiled: CompiledPolicy, options: { readonly plan: object | undefined; readonly keepHeld: boolean }) {
    this.#compiled = compiled;
    this.#keepHeld = options.keepHeld;
    this.#context = { plan: options.plan };
  }

  get policy(): CompiledPolicy['policy'] {
    return this.#compiled.policy;
  }

  get count(): PolicyCount {
    return { id: this.policy.id, enforcement: this.policy.enforcement, ...this.#tally };
  }

  judge(subjects: readonly Subject[], truths: ConditionCache): void {
    if (subjects.length === 0) return;
    const { policy } = this;
    this.#context.params = this.#compiled.parametersOf(policy);
    const when = truths.cached(this.#compiled.when(), subjects.length);
    subjects.forEach((subject, index) => {
      if (isKnownFalse(when, index)) return;
      this.#context[policy.subject] = subject.facts;
      const looks = this.#looks(subject, when, index);
      if (looks === 'false') return;
      this.#tally.looked += 1;
      const holds = looks && this.#attempt(subject, 'require', () => truthOf(this.#compiled.require(), this.#context));
      if (!looks || !holds) return;
      const result = resultOf(looks, holds);
      this.#tally[result] += 1;
      if (result !== 'held' || this.#keepHeld) this.outcomes.push(this.#outcome(subject, result));
    });
  }

  /** Without a function of its own: most subjects are looked at by few of the policies. */
  #looks(subject: Subject, when: readonly CachedCondition[], index: number): Truth | undefined {
    try {
      return truthOfAll(when, index, this.#context);
    } catch (error) {
      this.failures.push({ subject, property: 'when', error });
      return undefined;
    }
  }

  #outcome(subject: Subject, result: Outcome['result']): Outcome {
    const { policy } = this;
    if (result === 'held') {
      const { judged } = this.#compiled;
      return {
        policy,
        subject,
        result,
        enforcement: policy.enforcement,
        approvals: 0,
        message: '',
        remedy: '',
        judged,
      };
    }
    const softened = this.#isSoftened(subject, result);
    const enforcement = softened ? 'advisory' : policy.enforcement;
    const conditions = result === 'unknown' ? [this.#compiled.require(), ...this.#compiled.when()] : [];
    const unknown = firstUnknown(conditions, this.#context);
    return {
      policy,
      subject,
      result,
      judged: this.#compiled.judged,
      enforcement,
      approvals: enforcement === 'soft-mandatory' ? policy.approvals : 0,
      ...(policy.enforced && !softened && { enforced: policy.enforced }),
      message: unknown ? unknownMessage(subject, unknown) : this.#text(subject, 'message', this.#compiled.message),
      remedy: this.#remedy(subject),
      ...(unknown && { unknownPath: unknown.path }),
    };
  }

  /** Whether the finding is only an advisory, however strict the policy. */
  #isSoftened(subject: Subject, result: 'violated' | 'unknown'): boolean {
    if (result === 'unknown' && this.policy.onUnknown === 'advise') return true;
    const advise = this.#compiled.advise();
    // If `advise` is unknown or fails, the enforcement is not lowered.
    return advise !== undefined && this.#attempt(subject, 'advise', () => truthOf(advise, this.#context)) === 'true';
  }

  /** The remedy for the cause, if one fits, followed by the one for every case. */
  #remedy(subject: Subject): string {
    const fitting = this.#attempt(subject, 'remedies', () =>
      this.#compiled.remedies().find(({ when }) => truthOf(when, this.#context) === 'true'),
    );
    const always = this.#text(subject, 'remedy', this.#compiled.remedy);
    return fitting ? `${this.#text(subject, 'remedies', () => fitting.remedy)}\n\n${always}` : always;
  }

  #text(subject: Subject, property: 'message' | 'remedy' | 'remedies', template: () => CompiledTemplate): string {
    return this.#attempt(subject, property, () => renderTemplate(template(), this.#context)) ?? this.policy.title;
  }

  /** Returns the result of `work`. If it throws, records the failure and returns undefined. */
  #attempt<T>(subject: Subject, property: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.failures.push({ subject, property, error });
      return undefined;
    }
  }
}

/** The policy's own message would state as a fact what the plan does not show. */
function unknownMessage({ address }: Subject, { reason }: Unknown): string {
  const sentence = `cannot be decided from this plan (${reason}).`;
  return address === undefined ? sentence.replace(/^c/, 'C') : `${address}: ${sentence}`;
}

/** Combines `when` and `require` as an implication. */
function resultOf(looks: Truth, holds: Truth): Outcome['result'] {
  if (holds === 'true') return 'held';
  return looks === 'true' && holds === 'false' ? 'violated' : 'unknown';
}

/** What an outcome of a policy says, which outcomes are returned, and what is not evaluated at all. */
import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../src/policy/compile.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import type { Policy, PolicyEvaluation, Subject } from '../../src/policy/policy.ts';
import { classes, policy, subject, subjectsOf, unknown } from './sample.ts';

function evaluate(policies: readonly Policy[], ...subjects: readonly Subject[]): PolicyEvaluation {
  return evaluatePolicies(compilePolicies(policies, classes), subjectsOf(...subjects));
}

const change = (values: Readonly<Record<string, unknown>> = {}): Subject =>
  subject('change', { address: 'a.b', ...values });
const max = (value: number) => ({ max: { type: 'int', value } }) as const;

describe('an outcome', () => {
  it('of a violated policy has its texts and approvals, and no unknown path', () => {
    const violated = policy({ require: 'false', approvals: 2, remedy: 'protect {address}' });
    const on = change();
    expect(evaluate([violated], on).outcomes).toStrictEqual([
      {
        policy: violated,
        subject: on,
        result: 'violated',
        enforcement: 'soft-mandatory',
        approvals: 2,
        message: 'a.b',
        remedy: 'protect a.b',
        judged: expect.any(Function),
      },
    ]);
  });

  it.each([
    ['require', 'true', 'change.stateful', 'stateful'],
    ['when', 'change.critical', 'false', 'critical'],
    ['require before when', 'change.critical', 'change.stateful', 'stateful'],
    ['the second operand of when', 'change.destroys && change.critical', 'false', 'critical'],
  ])('names what is unknown in %s', (_, when, require, unknownPath) => {
    const on = change({ destroys: true, stateful: unknown, critical: unknown });
    expect(evaluate([policy({ when, require })], on).outcomes).toMatchObject([{ result: 'unknown', unknownPath }]);
  });

  it('of a held policy is returned only on request, without texts', () => {
    const held = policy({ approvals: 2, advise: 'true' });
    const on = change();
    const compiled = compilePolicies([held], classes);
    for (const options of [undefined, {}, { held: false }]) {
      const { outcomes, counts } = evaluatePolicies(compiled, subjectsOf(on), options);
      expect(outcomes).toEqual([]);
      expect(counts).toMatchObject([{ looked: 1, held: 1 }]);
    }
    expect(evaluatePolicies(compiled, subjectsOf(on), { held: true }).outcomes).toStrictEqual([
      {
        policy: held,
        subject: on,
        result: 'held',
        enforcement: 'soft-mandatory',
        approvals: 0,
        message: '',
        remedy: '',
        judged: expect.any(Function),
      },
    ]);
  });

  it.each([
    ['hard-mandatory', 'false', 'hard-mandatory', 0],
    ['hard-mandatory', 'true', 'advisory', 0],
    ['soft-mandatory', 'false', 'soft-mandatory', 3],
    ['soft-mandatory', 'true', 'advisory', 0],
    ['advisory', 'false', 'advisory', 0],
  ] as const)('of a %s policy with advise %s is %s with %i approvals', (enforcement, advise, effective, approvals) => {
    const { outcomes } = evaluate([policy({ enforcement, advise, approvals: 3, require: 'false' })], change());
    expect(outcomes).toMatchObject([{ enforcement: effective, approvals }]);
  });
});

describe('a policy that fails', () => {
  const failing = '1 / int(change.dependents) == 1';

  it('in `when` counts as looked at, and has no outcome', () => {
    const { outcomes, counts, faults } = evaluate([policy({ when: failing, require: 'false' })], change());
    expect(outcomes).toEqual([]);
    expect(counts).toMatchObject([{ looked: 1, held: 0, violated: 0, unknown: 0 }]);
    expect(faults).toMatchObject([{ path: 'when' }]);
  });

  it('in `advise` keeps its enforcement', () => {
    const { outcomes, faults } = evaluate([policy({ advise: failing, require: 'false' })], change());
    expect(outcomes).toMatchObject([{ enforcement: 'soft-mandatory', approvals: 1 }]);
    expect(faults).toMatchObject([{ path: 'advise' }]);
  });

  it('in `remedy` shows its title there', () => {
    const { outcomes, faults } = evaluate(
      [policy({ require: 'false', remedy: '{1 / int(dependents)}', message: 'plain' })],
      change(),
    );
    expect(outcomes).toMatchObject([{ message: 'plain', remedy: 'A sample' }]);
    expect(faults).toMatchObject([{ path: 'remedy' }]);
  });
});

describe('conditions', () => {
  it('read the plan beside the subject', () => {
    const require = 'plan.shareOfState < 0.5';
    const results = [0.2, 0.7].map((shareOfState) => {
      const { counts } = evaluate([policy({ require })], change(), subject('plan', { shareOfState }));
      return counts[0];
    });
    expect(results).toMatchObject([
      { held: 1, violated: 0 },
      { held: 0, violated: 1 },
    ]);
  });

  it('that read the plan fail without one', () => {
    const compiled = compilePolicies([policy({ require: 'plan.shareOfState < 0.5' })], classes);
    const { outcomes, faults } = evaluatePolicies(compiled, { ...subjectsOf(change()), plan: [] });
    expect(outcomes).toEqual([]);
    expect(faults).toMatchObject([{ path: 'require' }]);
  });

  it('read the parameters of the settings without another compilation', () => {
    const when = 'change.dependents > params.max';
    const own = policy({ when, require: 'false', message: '{params.max}', parameters: max(3) });
    const [compiled] = compilePolicies([own], classes);
    const messages = [1, 2, 3].map((value) => {
      const tuned = compiled && { ...compiled, policy: { ...own, parameters: max(value) } };
      const { outcomes } = evaluatePolicies(tuned ? [tuned] : [], subjectsOf(change({ dependents: 3n })));
      return outcomes.map(({ message }) => message);
    });
    expect(messages).toEqual([['1'], ['2'], []]);
  });

  it('are not evaluated after a shared one is known to be false', () => {
    let reads = 0;
    const on = subject('change', {
      address: 'a.b',
      stateful: false,
      get critical() {
        reads += 1;
        return true;
      },
    });
    const policies = ['change.stateful', 'change.critical && change.stateful'].map((when, index) =>
      policy({ id: `policy-${index}`, when }),
    );
    expect(evaluate(policies, on).counts).toMatchObject([{ looked: 0 }, { looked: 0 }]);
    expect(reads).toBe(0);
    evaluate(policies.toReversed(), on);
    expect(reads).toBe(1);
  });

  it('are not parsed without a subject of the kind', () => {
    const unparsable = policy({ builtIn: true, subject: 'backend', when: '(' });
    expect(evaluate([unparsable], change()).counts).toMatchObject([{ looked: 0 }]);
    expect(() => evaluate([unparsable], subject('backend', {}))).toThrow();
  });

  it('of each kind of subject see the subjects of that kind only', () => {
    const policies = (['change', 'output'] as const).map((kind) =>
      policy({ id: kind, subject: kind, require: 'false', message: kind }),
    );
    const { outcomes } = evaluate(policies, subject('output', { address: 'output.url' }), change());
    expect(outcomes.map((each) => [each.policy.id, each.subject.kind])).toEqual([
      ['change', 'change'],
      ['output', 'output'],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultText } from '../../src/errors.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import type { Policy, PolicyEvaluation, Subject } from '../../src/policy/policy.ts';
import { broken, classes, policy, subject, subjectsOf, unknown } from './sample.ts';

function judge(policies: readonly Policy[], ...subjects: readonly Subject[]): PolicyEvaluation {
  return evaluatePolicies(compilePolicies(policies, classes), subjectsOf(...subjects), { held: true });
}

const truths = { true: true, false: false, unknown } as const;
const change = (values: Readonly<Record<string, unknown>>): Subject => subject('change', { address: 'a.b', ...values });

describe('three-valued (Kleene) logic', () => {
  it.each([
    ['stateful || critical', 'true', 'unknown', 'held'],
    ['stateful || critical', 'unknown', 'true', 'held'],
    ['stateful || critical', 'false', 'unknown', 'unknown'],
    ['stateful || critical', 'unknown', 'false', 'unknown'],
    ['stateful || critical', 'unknown', 'unknown', 'unknown'],
    ['stateful || critical', 'false', 'false', 'violated'],
    ['stateful && critical', 'false', 'unknown', 'violated'],
    ['stateful && critical', 'unknown', 'false', 'violated'],
    ['stateful && critical', 'true', 'unknown', 'unknown'],
    ['stateful && critical', 'unknown', 'true', 'unknown'],
    ['!stateful', 'unknown', 'true', 'unknown'],
    ['stateful ? critical : critical', 'unknown', 'true', 'unknown'],
  ] as const)('%s with %s and %s is %s', (text, a, b, result) => {
    const require = text.replace(/stateful|critical/g, (name) => `change.${name}`);
    const { outcomes, faults } = judge([policy({ require })], change({ stateful: truths[a], critical: truths[b] }));
    expect(faults).toEqual([]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual([result]);
  });

  it.each([
    // when, require, result ('' is: not looked at)
    ['false', 'unknown', ''],
    ['unknown', 'true', 'held'],
    ['unknown', 'false', 'unknown'],
    ['unknown', 'unknown', 'unknown'],
    ['true', 'unknown', 'unknown'],
    ['true', 'false', 'violated'],
  ] as const)('when %s, require %s: %s', (when, require, result) => {
    const { outcomes, counts } = judge(
      [policy({ when: 'change.creates && change.stateful', require: 'change.critical' })],
      change({ creates: true, stateful: truths[when], critical: truths[require] }),
    );
    expect(outcomes.map((outcome) => outcome.result)).toEqual(result === '' ? [] : [result]);
    expect(counts[0]?.looked).toBe(result === '' ? 0 : 1);
  });

  it('a false operand of `when` decides, whatever stands before it', () => {
    const { counts, faults } = judge(
      [policy({ when: 'change.stateful && change.critical && change.creates' })],
      change({ stateful: unknown, critical: broken }),
    );
    expect(faults).toEqual([]);
    expect(counts[0]?.looked).toBe(0);
  });

  it('says what is not known', () => {
    const { outcomes } = judge(
      [policy({ require: 'change.protectionMissing' })],
      change({ protectionMissing: unknown }),
    );
    expect(outcomes[0]).toMatchObject({ result: 'unknown', unknownPath: 'protectionMissing' });
    // The message of the policy would say that it is so.
    expect(outcomes[0]?.message).toBe('a.b: cannot be decided from this plan (protectionMissing not stated).');
  });
});

describe('effective enforcement', () => {
  it.each([
    [{ require: 'false' }, 'soft-mandatory', 2],
    [{ require: 'false', advise: 'change.disposable' }, 'soft-mandatory', 2],
    [{ require: 'false', advise: '!change.disposable' }, 'advisory', 0],
    [{ require: 'false', advise: 'change.stateful' }, 'soft-mandatory', 2],
    [{ require: 'false', onUnknown: 'advise' }, 'soft-mandatory', 2],
    [{ require: 'change.stateful' }, 'soft-mandatory', 2],
    [{ require: 'change.stateful', onUnknown: 'advise' }, 'advisory', 0],
    [{ require: 'change.stateful', advise: 'true' }, 'advisory', 0],
    [{ require: 'false', enforcement: 'hard-mandatory', approvals: 0 }, 'hard-mandatory', 0],
  ] as const)('%j is %s', (overrides, enforcement, approvals) => {
    const { outcomes } = judge([policy({ approvals: 2, ...overrides })], change({ stateful: unknown }));
    expect(outcomes[0]).toMatchObject({ enforcement, approvals });
  });
});

describe('what was looked at', () => {
  it('is nothing without a subject of the kind', () => {
    const { counts } = judge([policy({ subject: 'backend', message: '{root}', require: 'false' })], change({}));
    expect(counts).toEqual([
      { id: 'sample', enforcement: 'soft-mandatory', looked: 0, held: 0, violated: 0, unknown: 0 },
    ]);
  });

  it('is counted by what came out', () => {
    const { counts } = judge(
      [policy({ when: 'change.destroys', require: 'change.critical' })],
      change({ destroys: true, critical: true }),
      change({ destroys: true }),
      change({ destroys: true, critical: unknown }),
      change({}),
    );
    expect(counts[0]).toMatchObject({ looked: 3, held: 1, violated: 1, unknown: 1 });
  });

  it('is told apart by subject where policies share a condition', () => {
    const shared = { when: 'change.destroys && change.type == "t"', require: 'false' };
    const { outcomes } = judge(
      [policy({ id: 'one', ...shared }), policy({ id: 'two', ...shared })],
      change({ address: 'a.a', destroys: true, type: 't' }),
      change({ address: 'a.b', destroys: false, type: 't' }),
      change({ address: 'a.c', destroys: unknown, type: 't' }),
    );
    expect(outcomes.map((each) => `${each.policy.id} ${each.subject.address} ${each.result}`)).toEqual([
      'one a.a violated',
      'one a.c unknown',
      'two a.a violated',
      'two a.c unknown',
    ]);
  });
});

describe('an evaluation that fails', () => {
  const faulty = policy({ id: 'faulty', require: 'change.after.retention < 7' });
  const sound = policy({ id: 'sound', require: '!change.destroys' });

  it('is a fault of its policy, and the others still speak', () => {
    const { outcomes, faults, counts } = judge(
      [faulty, sound],
      change({ destroys: true, after: new Map([['retention', 'x']]) }),
    );
    expect(outcomes.map((outcome) => outcome.policy.id)).toEqual(['sound']);
    expect(counts[0]).toMatchObject({ looked: 1, held: 0, violated: 0, unknown: 0 });
    expect(faults.map(faultText)).toEqual([
      'policies/faulty.yaml: require: policy `faulty` cannot be evaluated on a.b: an operator does not support the types of these values\n' +
        '  Convert the value first, for example `int(x) < 7`.',
    ]);
  });

  it('is said once, with the number of other subjects', () => {
    const subjects = Array.from({ length: 40 }, (_, i) =>
      change({ address: `a.b[${i}]`, after: new Map([['retention', 'x']]) }),
    );
    const { faults } = judge([faulty], ...subjects);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain('on a.b[0] and 39 more');
  });

  it('never tells a value', () => {
    const secret = 'hunter2-hunter2';
    const { faults } = judge(
      [
        policy({ require: 'duration(change.name) > duration("1s")' }),
        policy({ id: 'numbers', require: 'int(change.name) == 1' }),
      ],
      change({ name: secret }),
    );
    expect(faults).toHaveLength(2);
    expect(JSON.stringify(faults)).not.toContain(secret);
  });

  it('in the message leaves the finding standing under the title', () => {
    const { outcomes, faults } = judge([policy({ require: 'false', message: '{1 / int(dependents)}' })], change({}));
    expect(outcomes[0]?.message).toBe('A sample');
    expect(faults[0]).toMatchObject({ path: 'message' });
  });

  it.each([
    'change.after.retention < 7',
    'change.after.tags.team == "a"',
    'change.after.list[0] == 1',
    'change.after.list.exists(each, each == 1)',
    'change.after.name.startsWith("a")',
  ])('%s on an absent attribute is unknown, not a failure', (require) => {
    const absent = new Map(['retention', 'tags', 'list', 'name'].map((name) => [name, null]));
    const { outcomes, faults } = judge([policy({ require })], change({ address: 'a.b', after: absent }));
    expect(faults).toEqual([]);
    expect(outcomes).toMatchObject([
      { result: 'unknown', message: 'a.b: cannot be decided from this plan (an attribute is absent).' },
    ]);
  });

  it('in a getter is no unknown', () => {
    const { outcomes, faults } = judge([policy({ require: 'change.stateful' })], change({ stateful: broken }));
    expect(outcomes).toEqual([]);
    expect(faults[0]?.message).toContain('an internal error');
  });
});

describe('templates', () => {
  const rendered = (message: string, values: Readonly<Record<string, unknown>> = {}): string | undefined =>
    judge([policy({ require: 'false', message, parameters: { max: { type: 'int', value: 3 } } })], change(values))
      .outcomes[0]?.message;

  it.each([
    ['plain', 'plain', {}],
    ['{address} would go', 'a.b would go', {}],
    ['{change.address}', 'a.b', {}],
    ['{{ {address} }}', '{ a.b }', {}],
    ['{guards}', 'x, y', { guards: ['x', 'y'] }],
    ['{guards}', 'a, b, c, d, e, f, g, h and 2 more', { guards: [...'abcdefghij'] }],
    ['{guards.filter(name, name != "x")}', 'y', { guards: ['x', 'y'], name: 'x' }],
    ['{dependents == 0 ? "nothing" : plural(dependents, "resource")}', '2 resources', { dependents: 2n }],
    ['{dependents == 0 ? "}" : "{"}', '}', {}],
    ['{plural(dependents, "resource")}', '1 resource', { dependents: 1n }],
    ['{percent(plan.shareOfState)}', '0%', {}],
    ['{params.max}', '3', {}],
    ['{stateful} or not', 'unknown or not', { stateful: unknown }],
    ['{shell(address)}', "'a.b[\"it'\\''s\"]'", { address: 'a.b["it\'s"]' }],
  ])('%s', (template, text, values) => {
    expect(rendered(template, values)).toBe(text);
  });
});

describe('the order of policies and subjects', () => {
  const conditions = fc.constantFrom(
    'change.destroys',
    '!change.stateful',
    'change.critical || change.destroys',
    'change.after.x == 1',
    'change.destroys && change.stateful',
  );
  const policies = fc.uniqueArray(
    fc.record({ id: fc.stringMatching(/^[a-z]{1,6}$/), when: conditions, require: conditions, advise: conditions }),
    { selector: ({ id }) => id, maxLength: 5 },
  );
  const truth = fc.constantFrom(true, false, unknown);
  const subjects = fc.uniqueArray(
    fc.record({
      address: fc.stringMatching(/^a\.[a-z]{1,4}$/),
      destroys: truth,
      stateful: truth,
      critical: truth,
      after: fc.constantFrom(new Map([['x', 1]]), new Map([['x', null]])),
    }),
    { selector: ({ address }) => address, maxLength: 6 },
  );
  const told = ({ outcomes, counts }: PolicyEvaluation): unknown => [
    outcomes
      .map((each) => [each.policy.id, each.subject.address, each.result, each.enforcement, each.message].join(' '))
      .toSorted(),
    counts.map((count) => JSON.stringify(count)).toSorted(),
  ];

  it('changes no outcome', () => {
    fc.assert(
      fc.property(policies, subjects, (some, values) => {
        const forwards = judge(some.map(policy), ...values.map((each) => subject('change', each)));
        const backwards = judge(
          some.toReversed().map(policy),
          ...values.toReversed().map((each) => subject('change', each)),
        );
        expect(forwards.faults).toEqual([]);
        expect(told(backwards)).toEqual(told(forwards));
      }),
      { numRuns: 60 },
    );
  });
});

describe('remedies by cause', () => {
  const sample = policy({
    require: 'false',
    remedies: [
      { when: 'change.stateful', remedy: 'Restore {address}.' },
      { when: 'change.critical', remedy: 'Ask.' },
    ],
    remedy: 'Plan again.',
  });

  it.each([
    ['the first that fits comes before the one for every case', true, true, 'Restore a.b.\n\nPlan again.'],
    ['the second', false, true, 'Ask.\n\nPlan again.'],
    ['an unknown condition does not fit', unknown, true, 'Ask.\n\nPlan again.'],
    ['none fits', false, false, 'Plan again.'],
  ] as const)('%s', (_, stateful, critical, remedy) => {
    const { outcomes, faults } = judge([sample], change({ stateful, critical }));
    expect(faults).toEqual([]);
    expect(outcomes.map((outcome) => outcome.remedy)).toEqual([remedy]);
  });

  it('mistakes in them are found before a plan is read, with their place', () => {
    const position = { line: 7, column: 5, style: 'inline' } as const;
    const faulty = { ...sample, remedies: [{ when: 'change.statefull', remedy: '{nothing}' }] };
    const compile = () => compilePolicies([{ ...faulty, positions: { 'remedies.0.when': position } }], classes);
    expect(compile).toThrow(/policies\/sample\.yaml:7:\d+.*remedies\.0\.when.*statefull/);
    expect(compile).toThrow(/remedies\.0\.remedy/);
  });
});

/** What the tests of a policy show about it: its cases, and the message of the worst one that violates it. */
import { expect, it } from 'vitest';
import { explainPolicy } from '../../src/app/policy-examples.ts';
import type { Outcome, Policy } from '../../src/policy/policy.ts';
import type { Judge, JudgeInput } from '../../src/policy-test/run.ts';
import type { PolicyTest, PolicyTestCase } from '../../src/source/policy-test.ts';
import { builtin } from '../judge-options.ts';

const named = (id: string): Policy => builtin.policies.find((each) => each.id === id) as Policy;
const policy = named('no-destroy');

const violated = { violated: ['a.b'] };
const advised = { violated: ['a.b'], advisory: ['a.b'] };

function testOf(cases: Readonly<Record<string, PolicyTestCase['expect']>>, id = policy.id): PolicyTest {
  return {
    policy: id,
    file: `${id}.test.yaml`,
    cases: Object.entries(cases).map(([name, expected], i) => ({ name, expect: expected, line: i + 1, now: name })),
  };
}

/** A judge that notes what it was asked, by the name of the case, and answers with a violation. */
function judging(result: Outcome['result'] = 'violated') {
  const asked: JudgeInput[] = [];
  const judge: Judge = (input) => {
    asked.push(input);
    const outcome = (of: Outcome['result'], message: string): Outcome => ({
      policy,
      subject: { kind: 'change', address: 'a.b', facts: {} },
      result: of,
      enforcement: 'soft-mandatory',
      approvals: 1,
      judged: () => [],
      message,
      remedy: `remedy of ${message}`,
    });
    return { outcomes: [outcome('held', 'held'), outcome(result, `message of ${input.now}`)], faults: [] };
  };
  return { asked, judge };
}

it('lists the cases of this policy in order, each with what the policy says in it', async () => {
  const tests = [
    testOf({ other: violated }, 'state-remote'),
    testOf({
      violated,
      unknown: { unknown: ['a.b'] },
      both: { violated: ['a.b'], unknown: ['c.d'] },
      advice: advised,
      'one of two is advice': { violated: ['a.b', 'c.d'], advisory: ['a.b'] },
      'unknown advice': { unknown: ['a.b'], advisory: ['a.b'] },
      held: { held: ['a.b'] },
    }),
  ];
  const { cases } = await explainPolicy(policy, { tests, judge: judging().judge });
  expect(cases).toEqual([
    { name: 'violated', says: 'violated' },
    { name: 'unknown', says: 'unknown' },
    { name: 'both', says: 'violated' },
    { name: 'advice', says: 'advisory' },
    { name: 'one of two is advice', says: 'violated' },
    { name: 'unknown advice', says: 'advisory' },
    { name: 'held', says: 'nothing' },
  ]);
});

it('takes the first case that blocks as its example, and judges no other', async () => {
  const { asked, judge } = judging();
  const tests = [testOf({ held: { held: ['a.b'] }, advice: advised, first: violated, second: violated })];
  expect((await explainPolicy(policy, { tests, judge })).example).toEqual({
    name: 'first',
    message: 'message of first',
    remedy: 'remedy of message of first',
  });
  expect(asked.map(({ policy: id, now }) => [id, now])).toEqual([['no-destroy', 'first']]);
});

it('takes an advisory where no case blocks', async () => {
  const tests = [testOf({ unknown: { unknown: ['a.b'] }, advice: advised })];
  expect((await explainPolicy(policy, { tests, judge: judging().judge })).example?.name).toBe('advice');
});

it('has no example where no case violates it, or the judge finds none', async () => {
  const { asked, judge } = judging('unknown');
  expect((await explainPolicy(policy, { tests: [testOf({ held: {} })], judge })).example).toBeNull();
  expect(asked).toEqual([]);
  expect((await explainPolicy(policy, { tests: [testOf({ violated })], judge })).example).toBeNull();
  expect(asked).toHaveLength(1);
});

it('says whether the policy reads a fact that may be unknown', async () => {
  const of = async (id: string) => (await explainPolicy(named(id), { tests: [], judge: judging().judge })).canBeUnknown;
  expect([await of('plan-incomplete'), await of('local-state')]).toEqual([true, false]);
});

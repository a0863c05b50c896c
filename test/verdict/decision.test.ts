/** From outcomes of policies to the verdict: what blocks, what lifts it, and who is asked. */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/policy/policy.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { ApprovalSource } from '../../src/source/approval.ts';
import { defaultApprovalRules, noApprovals } from '../../src/verdict/approvals/approval-input.ts';
import { type DecisionInput, toDecision } from '../../src/verdict/decision.ts';
import { address, outcome } from './outcome.ts';

const fingerprint = 'ab'.repeat(32);
const exception = {
  policy: 'sample',
  address: '**',
  reason: 'moves to another account',
  owner: 'team-data',
  created: '2026-05-01',
  expires: '2026-06-30',
};

const now = new Date('2026-06-01T14:00:00Z');
const content = { facts: ['ports 22'], amounts: {} };
const none = { findings: [], destroys: [] };

function approval(who: string, more: Partial<ApprovalSource> = { fingerprint }): ApprovalSource {
  return { who, human: true, at: '2026-06-01T13:00:00Z', source: 'file', ...more };
}

/** Decides outcomes without exceptions, and with the approvals of these people. */
function decided(outcomes: readonly Outcome[], people: readonly string[] = [], more: Partial<DecisionInput> = {}) {
  return toDecision({
    outcomes,
    exceptions: [],
    now: new Date('2026-06-01T12:00:00Z'),
    fingerprint,
    destroys: [{ address, object: 'the database' }],
    contents: () => content,
    approvals: { ...noApprovals, actor, now, given: { approvals: people.map((who) => approval(who)) } },
    owners: [],
    ...more,
  });
}

const actor = {
  author: 'ada',
  type: 'human',
  authors: [],
  coAuthors: [],
  askedBy: [],
  signals: [],
  aiAssisted: false,
} as const;

describe('the verdict', () => {
  const hard = { enforcement: 'hard-mandatory', approvals: 0 } as const;
  const soft = { enforcement: 'soft-mandatory', approvals: 1 } as const;
  const advisory = { enforcement: 'advisory', approvals: 0 } as const;
  const fixed = { ...hard, overridable: false } as const;

  it.each([
    // The policy, its result, whether an exception covers it, who approved, the verdict, how many must approve.
    [hard, 'violated', false, [], 'fail', 0],
    [hard, 'violated', false, ['grace', 'linus'], 'fail', 0],
    [hard, 'unknown', false, ['grace'], 'fail', 0],
    [hard, 'violated', true, [], 'pass', 0],
    [hard, 'held', false, [], 'pass', 0],
    [soft, 'violated', false, [], 'fail', 1],
    [soft, 'violated', false, ['grace'], 'pass', 1],
    [soft, 'unknown', false, [], 'fail', 1],
    [soft, 'unknown', false, ['grace'], 'pass', 1],
    [soft, 'violated', true, [], 'pass', 0],
    [soft, 'held', false, [], 'pass', 0],
    [{ ...soft, approvals: 2 }, 'violated', false, ['grace'], 'fail', 2],
    [{ ...soft, approvals: 2 }, 'violated', false, ['grace', 'linus'], 'pass', 2],
    [{ ...soft, approvals: 0 }, 'violated', false, [], 'pass', 0],
    [advisory, 'violated', false, [], 'pass', 0],
    [advisory, 'unknown', false, [], 'pass', 0],
    [fixed, 'violated', true, ['grace'], 'fail', 0],
    [{ ...fixed, overridable: 'settings' }, 'violated', true, ['grace'], 'fail', 0],
    [{ ...soft, overridable: false }, 'violated', true, [], 'fail', 1],
  ] as const)('%j that is %s, excepted %s, approved by %j: %s', (of, result, excepted, people, verdict, required) => {
    const decision = decided([outcome(of, { result })], people, { exceptions: excepted ? [exception] : [] });
    expect(decision).toMatchObject({ verdict, approvals: { required } });
    expect(decision.findings).toHaveLength(result === 'held' ? 0 : 1);
  });

  it('is a pass without outcomes', () => {
    expect(decided([])).toEqual({
      verdict: 'pass',
      findings: [],
      exceptions: [],
      approvals: { required: 0, counted: 0, from: [], needs: [], ignored: [] },
    });
  });

  it('follows the enforcement of the outcome, not that of its policy', () => {
    expect(decided([outcome(hard, { enforcement: 'advisory' })]).verdict).toBe('pass');
    expect(decided([outcome(soft, { enforcement: 'advisory', approvals: 0 })]).approvals.required).toBe(0);
  });

  it.each([
    ['a hard-mandatory finding beside approved ones', [soft, hard], ['grace'], 'fail'],
    ['advisories beside approved findings', [advisory, soft], ['grace'], 'pass'],
    ['advisories beside findings that lack approval', [advisory, soft], [], 'fail'],
    ['the highest number of approvals, not the sum', [soft, { ...soft, approvals: 2 }], ['grace', 'linus'], 'pass'],
    ['the highest number of approvals', [soft, { ...soft, approvals: 2 }], ['grace'], 'fail'],
  ] as const)('considers %s', (_, policies, people, verdict) => {
    const outcomes = policies.map((of, index) => outcome({ ...of, id: `policy-${index}` }));
    expect(decided(outcomes, people).verdict).toBe(verdict);
  });

  it.each(['plan-errored', 'unknown-action', 'unknown-output-action'])('of %s cannot be overridden', (id) => {
    const builtIn = readBuiltinPolicies().policies.filter((each) => each.id === id);
    const subject = { kind: 'plan', facts: {} } as const;
    const decision = decided(
      builtIn.map((each) => outcome(each, { subject })),
      ['grace', 'linus', 'edsger'],
      { exceptions: [{ ...exception, policy: id, address: 'plan' }] },
    );
    expect(decision).toMatchObject({ verdict: 'fail', exceptions: [{ status: 'unused', findings: 0 }] });
    expect(decision.findings[0]).not.toHaveProperty('exception');
  });
});

describe('exceptions', () => {
  it('cover only findings of their policy, and the others still block', () => {
    const outcomes = [outcome(), outcome({ id: 'other', approvals: 2 })];
    const decision = decided(outcomes, [], { exceptions: [exception] });
    expect(decision.verdict).toBe('fail');
    expect(decision.approvals.required).toBe(2);
    expect(decision.findings.map((finding) => [finding.policy, finding.exception?.owner])).toEqual([
      ['other', undefined],
      ['sample', 'team-data'],
    ]);
    expect(decision.exceptions).toEqual([{ ...exception, status: 'used', findings: 1 }]);
  });

  it.each([
    ['2026-06-30T23:59:59Z', 'pass'],
    ['2026-07-01T00:00:00Z', 'fail'],
    [undefined, 'fail'],
  ])('at %s lead to %s', (now, verdict) => {
    const today = now === undefined ? undefined : new Date(now);
    expect(decided([outcome()], [], { exceptions: [exception], now: today }).verdict).toBe(verdict);
  });
});

describe('approvals', () => {
  const at = '2026-06-01T13:00:00Z';
  const [blocking, excepted, advice] = [outcome(), outcome({ id: 'excepted' }), outcome({ id: 'advice' })];
  const outcomes = [blocking, excepted, { ...advice, enforcement: 'advisory' as const, approvals: 0 }];
  const exceptions = [{ ...exception, policy: 'excepted' }];
  const own = decided([blocking]).approvals.covers;
  const other = { ...content, facts: ['something else'] };

  it.each<[string, Partial<ApprovalSource>, string | undefined]>([
    ['this plan', { fingerprint }, undefined],
    ['another plan', { fingerprint: 'cd'.repeat(32) }, 'other-fingerprint'],
    ['this state', { fingerprint, state: 's3/prod' }, undefined],
    ['another state', { fingerprint, state: 's3/test' }, 'other-state'],
    ['what blocks and is destroyed', { covers: { ...none, ...own } }, undefined],
    ['what blocks, but not what is destroyed', { covers: { ...none, ...own, destroys: [] } }, 'new-destroy'],
    ['what is destroyed, but not what blocks', { covers: { ...none, ...own, findings: [] } }, 'new-finding'],
    [
      'what blocked with another content',
      { covers: { ...none, ...own, findings: (own?.findings ?? []).map((each) => ({ ...each, ...other })) } },
      'changed-finding',
    ],
  ])('of %s', (_, of, why) => {
    const given = { approvals: [approval('grace', { at, ...of })], reportedAt: '2026-06-01T12:30:00Z' };
    const approvals = { ...noApprovals, actor, now, given };
    const decision = decided(outcomes, [], { approvals, exceptions, state: 's3/prod' });
    expect(decision.approvals.ignored).toEqual(why === undefined ? [] : [{ who: 'grace', why }]);
    expect(decision.verdict).toBe(why === undefined ? 'pass' : 'fail');
  });

  it.each([
    [undefined, 2],
    [true, 2],
    [false, 1],
  ])('of an AI-assisted change with extraApprovals %s: %i', (extraApprovals, required) => {
    const of = extraApprovals === undefined ? {} : { extraApprovals };
    const decision = decided([outcome(of)], [], {
      approvals: { ...noApprovals, actor: { ...actor, aiAssisted: true } },
    });
    expect(decision.approvals.required).toBe(required);
  });
});

describe('owners', () => {
  const owners = ['db', 'web'];
  const rules = { ...defaultApprovalRules, groups: { db: ['grace'], web: ['linus'] } };
  const asked = (outcomes: readonly Outcome[], people: readonly string[], more: Partial<DecisionInput> = {}) => {
    const given = { approvals: people.map((who) => approval(who)) };
    const decision = decided(outcomes, [], {
      owners,
      approvals: { ...noApprovals, rules, actor, now, given },
      ...more,
    });
    return { verdict: decision.verdict, groups: decision.approvals.needs.flatMap(({ group }) => group ?? []) };
  };
  const ownersAgree = outcome({ id: 'owned', approvers: 'owners' });

  it.each([
    ['anybody', [outcome({ approvers: 'anybody' })], ['edsger'], 'pass', []],
    ['nobody named', [outcome()], ['edsger'], 'pass', []],
    ['owners, approved by another person', [ownersAgree], ['edsger'], 'fail', owners],
    ['owners, approved by one', [ownersAgree], ['grace'], 'fail', owners],
    ['owners, approved by each', [ownersAgree], ['grace', 'linus'], 'pass', owners],
    ['owners and anybody', [outcome(), ownersAgree], ['edsger'], 'fail', owners],
    ['anybody and owners', [ownersAgree, outcome()], ['edsger'], 'fail', owners],
    [
      'owners, but only as an advisory',
      [{ ...ownersAgree, enforcement: 'advisory', approvals: 0 }, outcome()],
      ['edsger'],
      'pass',
      [],
    ],
    ['owners, but held', [{ ...ownersAgree, result: 'held' }, outcome()], ['edsger'], 'pass', []],
  ] as const)('are asked if the policy asks for %s', (_, outcomes, people, verdict, groups) => {
    expect(asked(outcomes, people)).toEqual({ verdict, groups });
  });

  it('are not asked if an exception covers the finding', () => {
    const exceptions = [{ ...exception, policy: 'owned' }];
    expect(asked([ownersAgree, outcome()], ['edsger'], { exceptions })).toEqual({ verdict: 'pass', groups: [] });
  });
});

/** The emergency door: who may use it, for how long, and who reviews it afterwards. */
import { describe, expect, it } from 'vitest';
import { toActor } from '../../../src/people/actor.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import type { ActorSource } from '../../../src/source/actor.ts';
import type { ApprovalSource } from '../../../src/source/approval.ts';
import {
  type ApprovalInput,
  type ApprovalRules,
  defaultApprovalRules,
  noApprovals,
} from '../../../src/verdict/approvals/approval-input.ts';
import { type DecisionInput, toDecision } from '../../../src/verdict/decision.ts';
import { address, outcome } from '../outcome.ts';

const known = readBuiltinPolicies().actors;
const fingerprint = 'ab'.repeat(32);
const rules: ApprovalRules = {
  ...defaultApprovalRules,
  groups: { 'on-call': ['grace', 'claude[bot]'] },
  breakGlass: { group: 'on-call', maxAge: 86_400 },
};
const reason = 'INC-123 primary database is full';
const broken: ApprovalSource = {
  who: 'grace',
  human: true,
  at: '2026-12-01T03:00:00Z',
  source: 'signature',
  key: 'SHA256:abc',
  fingerprint,
  breakGlass: { reason },
};
const review: ApprovalSource = { who: 'linus', human: true, at: '2026-12-01T09:00:00Z', source: 'file', fingerprint };

interface Options extends Partial<Pick<ApprovalInput, 'rules' | 'past'>> {
  readonly author?: ActorSource;
  readonly decision?: Partial<DecisionInput>;
}

function decided(approvals: readonly ApprovalSource[], options: Options = {}) {
  const { author = { author: 'ada' }, decision, ...more } = options;
  return toDecision({
    outcomes: [outcome({ approvals: 2 })],
    exceptions: [],
    now: undefined,
    fingerprint,
    state: 's3/prod',
    destroys: [{ address, object: 'the database' }],
    contents: () => ({ facts: ['x'], amounts: {} }),
    owners: [],
    approvals: {
      ...noApprovals,
      known,
      rules,
      now: new Date('2026-12-01T10:00:00Z'),
      actor: toActor(author, known),
      given: { approvals },
      ...more,
    },
    ...decision,
  });
}

describe('one member of the group lifts what is soft-mandatory', () => {
  it('with a reason, which the decision names', () => {
    const { verdict, brokenGlass, approvals } = decided([broken]);
    expect(verdict).toBe('pass');
    expect(brokenGlass).toMatchObject({ who: 'grace', reason, at: broken.at, source: 'signature', fingerprint });
    expect(approvals).toMatchObject({ required: 2, counted: 0, from: [], ignored: [] });
  });

  it('also as the author, and whoever the author is', () => {
    expect(decided([broken], { author: { author: 'grace' } }).verdict).toBe('pass');
    expect(decided([broken], { author: {} }).verdict).toBe('pass');
  });

  it('but it is no break where enough others approved, nor an approval beside theirs', () => {
    const others = [review, { ...review, who: 'tim' }];
    expect(decided([broken, ...others])).toMatchObject({ verdict: 'pass', approvals: { from: ['linus', 'tim'] } });
    expect(decided([broken, ...others])).not.toHaveProperty('brokenGlass');
    expect(decided([broken, review]).approvals.counted).toBe(1);
  });
});

describe('the glass does not break', () => {
  it.each<[string, string, Partial<ApprovalSource>, Options?]>([
    ['no-break-glass', 'where the settings name no group', {}, { rules: { ...rules, breakGlass: null } }],
    ['not-in-group', 'for somebody else', { who: 'eve' }],
    [
      'not-in-group',
      'for a name of the group that only the machine of somebody else says',
      {
        who: 'eve',
        names: ['grace'],
        source: 'terminal',
      },
    ],
    ['bot', 'for a bot of the group', { who: 'claude[bot]' }],
    ['not-human', 'for something that is no person', { human: false }],
    ['outsider', 'for who may not write', { access: 'read' }],
    ['too-old', 'after a day', { at: '2026-11-30T09:59:59Z' }],
    ['in-future', 'tomorrow', { at: '2026-12-02T10:00:00Z' }],
    ['other-fingerprint', 'for another plan', { fingerprint: 'cd'.repeat(32) }],
    ['other-state', 'for another state', { state: 's3/test' }],
    [
      'new-finding',
      'for less than stands',
      { covers: { findings: [], destroys: [{ address, object: 'the database' }] } },
    ],
    [
      'not-human',
      'at the terminal of an agent',
      { source: 'terminal' },
      { author: { environment: { CLAUDECODE: '1' } } },
    ],
  ])('%s: %s', (why, _, more, options) => {
    const decision = decided([{ ...broken, ...more }], options);
    expect(decision).toMatchObject({ verdict: 'fail', approvals: { ignored: [{ why }] } });
    expect(decision).not.toHaveProperty('brokenGlass');
  });

  it('before what is hard-mandatory', () => {
    const hard = outcome({ id: 'hard', enforcement: 'hard-mandatory', approvals: 0 });
    const decision = decided([broken], { decision: { outcomes: [outcome(), hard] } });
    expect(decision.verdict).toBe('fail');
    expect(decision).not.toHaveProperty('brokenGlass');
  });
});

describe('afterwards', () => {
  const past = [
    {
      who: 'grace',
      names: ['grace@example.com'],
      at: broken.at,
      reason,
      source: 'signature',
      fingerprint,
      state: 's3/prod',
    },
  ] as const;
  const named = (approvals: readonly ApprovalSource[], more: Partial<(typeof past)[number]> = {}) =>
    decided(approvals, { past: [{ ...past[0], ...more }], decision: { outcomes: [], fingerprint: 'ef'.repeat(32) } })
      .brokenGlassBefore;

  it('every plan for the state names it, until somebody else has approved that plan', () => {
    expect(named([])).toEqual(past);
    expect(named([review])).toEqual([{ ...past[0], reviewedBy: 'linus' }]);
  });

  it('no plan for another state names it', () => {
    expect(named([], { state: 's3/test' as 's3/prod' })).toBeUndefined();
  });

  it.each<[string, Partial<ApprovalSource>]>([
    ['by the same person', { who: 'Grace' }],
    ['by another name of the same person', { who: 'grace@example.com' }],
    ['by a bot', { who: 'claude[bot]' }],
    ['by something that is no person', { human: false }],
    ['before it', { at: '2026-12-01T02:00:00Z' }],
    ['from the future', { at: '2026-12-03T02:00:00Z' }],
    ['of another plan', { fingerprint: '00'.repeat(32) }],
    ['that breaks the glass', { breakGlass: { reason: 'again' } }],
    ['of the same plan for another state', { state: 's3/test' }],
    ['of a reader', { access: 'read' }],
  ])('an approval %s reviews nothing', (_, more) => {
    expect(named([{ ...review, ...more }])).toEqual(past);
  });

  it('an approval by somebody who may not approve reviews nothing', () => {
    const others = { ...rules, from: ['owners'], groups: { ...rules.groups, owners: ['tim'] } };
    const namedFor = (who: string) =>
      decided([{ ...review, who }], { past, rules: others, decision: { outcomes: [], fingerprint: 'ef'.repeat(32) } });
    expect(namedFor('linus').brokenGlassBefore).toEqual(past);
    expect(namedFor('tim').brokenGlassBefore).toEqual([{ ...past[0], reviewedBy: 'tim' }]);
  });

  it('a second check of the same plan names it once', () => {
    expect(decided([broken], { past: [{ ...past[0] }] })).toMatchObject({
      brokenGlass: { who: 'grace' },
    });
  });
});

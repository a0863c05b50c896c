/** Which approvals count and why others do not; that agents only raise the need; that news voids an approval. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toActor } from '../../../src/people/actor.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import type { ActorSource } from '../../../src/source/actor.ts';
import type {
  ApprovalSource,
  Covered,
  CoveredDestroy,
  CoveredFinding,
  GivenApprovals,
} from '../../../src/source/approval.ts';
import {
  type ApprovalRules,
  type ApprovalSubject,
  defaultApprovalRules,
} from '../../../src/verdict/approvals/approval-input.ts';
import { countApprovals } from '../../../src/verdict/approvals/approvals.ts';

const known = readBuiltinPolicies().actors;
const fingerprint = 'ab'.repeat(32);
const commit = 'c0'.repeat(20);
const reportedAt = '2026-11-22T09:00:00Z';

function finding(name: string, approvals: number): ApprovalSubject['blocking'][number] {
  return { extraApprovals: true, enforcement: 'soft-mandatory', approvals, ...content(name) };
}

/** A finding with two parts that may become fewer, and a number that may go down. */
function content(name: string, more: Partial<CoveredFinding> = {}): CoveredFinding {
  return { fingerprint: name, facts: [`${name} object`, `${name} port 22`], amounts: { dependents: 3 }, ...more };
}

function lost(address: string, object = `the one of ${address}`): CoveredDestroy {
  return { address, object };
}

const judged: ApprovalSubject = { fingerprint, destroys: [lost('aws_db_instance.main')], blocking: [finding('f1', 2)] };

/** Given an hour after the report, for exactly this plan where nothing else is said. */
function approval(who: string, more: Partial<ApprovalSource> = { fingerprint }): ApprovalSource {
  return { who, human: true, at: '2026-11-22T10:00:00Z', source: 'file', ...more };
}

/** All that an approval can have seen of it. */
function coverOf({ blocking, destroys }: ApprovalSubject): Covered {
  return {
    findings: blocking.map(({ fingerprint: name, facts, amounts }) => ({ fingerprint: name, facts, amounts })),
    destroys,
  };
}

interface Options {
  readonly plan?: ApprovalSubject;
  readonly author?: ActorSource;
  readonly rules?: Partial<ApprovalRules>;
  readonly given?: Omit<GivenApprovals, 'approvals'>;
  readonly groups?: readonly string[];
  readonly now?: Date | undefined;
}

/** Two hours after the report. */
const now = new Date('2026-11-22T11:00:00Z');

function count(approvals: readonly ApprovalSource[], options: Options = {}) {
  return countApprovals(options.plan ?? judged, {
    given: { ...options.given, approvals },
    actor: toActor(options.author ?? { author: 'ada', authorType: 'human' }, known),
    known,
    rules: { ...defaultApprovalRules, ...options.rules },
    now: 'now' in options ? options.now : now,
    ...(options.groups && { groups: options.groups }),
  });
}

describe('an approval counts', () => {
  const more = {
    findings: [
      content('f0'),
      content('f1', { facts: ['f1 object', 'f1 port 22', 'f1 port 23'], amounts: { dependents: 4 } }),
    ],
    destroys: [lost('aws_db_instance.main'), lost('aws_db_instance.other')],
  };
  it.each<[string, ApprovalSource, Options?]>([
    ['for exactly this plan', approval('grace')],
    [
      'of the saved plan, whose JSON is judged',
      approval('grace', { fingerprint: `${fingerprint}.${'12'.repeat(16)}` }),
    ],
    ['whatever the case of the fingerprint', approval('grace', { fingerprint: fingerprint.toUpperCase() })],
    ['for all that stands', approval('grace', { covers: coverOf(judged) })],
    ['for more than stands', approval('grace', { covers: more })],
    ['for what stands, in another plan', approval('grace', { fingerprint: '00'.repeat(32), covers: coverOf(judged) })],
    ['for this commit, after the report', approval('grace', { commit }), { given: { commit, reportedAt } }],
    ['in any zone', approval('grace', { fingerprint, at: '2026-11-22T11:00:01+02:00' }), { given: { reportedAt } }],
    ['by who may approve', approval('grace'), { rules: { groups: { platform: ['@Grace'] }, from: ['platform'] } }],
    ['six days later', approval('grace'), { now: new Date('2026-11-28T10:00:00Z') }],
    ['by a clock that is five minutes ahead', approval('grace', { fingerprint, at: '2026-11-22T11:05:00Z' })],
    [
      'as long as the settings say',
      approval('grace'),
      { now: new Date('2026-12-21T10:00:00Z'), rules: { maxAge: 30 * 86_400 } },
    ],
  ])('%s', (_, given, options) => {
    const one = count([given], options);
    expect(one.approvals).toEqual({
      covers: coverOf(judged),
      required: 2,
      counted: 1,
      from: ['grace'],
      needs: [{ count: 2, counted: 1, group: null }],
      ignored: [],
    });
    expect(one.lifted).toBe(false);
    const two = count([given, { ...given, who: 'linus' }], {
      ...options,
      rules: { maxAge: options?.rules?.maxAge ?? 7 * 86_400 },
    });
    expect(two).toMatchObject({ lifted: true, approvals: { counted: 2, from: ['grace', 'linus'] } });
  });
});

describe('an approval does not count', () => {
  const commits = [
    {
      authors: ['Ada <ada@example.com>', 'Ada-L'],
      message: 'x\n\nCo-Authored-By: Grace <1+grace@users.noreply.github.com>',
    },
  ];
  it.each<[string, string, ApprovalSource, Options?]>([
    ['author', 'by the author', approval('ada')],
    ['author', 'by the author in another case', approval(' @ADA ')],
    ['co-author', 'by a commit author', approval('ada-l'), { author: { author: 'linus', commits } }],
    [
      'co-author',
      'by a commit author, by e-mail',
      approval('ADA@example.com'),
      { author: { author: 'linus', commits } },
    ],
    [
      'co-author',
      'by a co-author, by the login in an e-mail',
      approval('grace'),
      { author: { author: 'linus', commits } },
    ],
    [
      'asked-for-it',
      'by who asked the agent',
      approval('Grace'),
      { author: { author: 'claude[bot]', askedBy: ['grace'] } },
    ],
    ['bot', 'by an app', approval('reviewer[bot]')],
    ['bot', 'by a dependency bot that has no [bot]', approval('renovate-bot')],
    ['bot', 'by an agent under a name like a person', approval('Copilot')],
    ['not-human', 'by something that is no person', approval('deployer', { fingerprint, human: false })],
    [
      'too-early',
      'given before the report',
      approval('grace', { fingerprint, at: '2026-11-22T08:59:59Z' }),
      { given: { reportedAt } },
    ],
    [
      'too-early',
      'given in the moment of the report',
      approval('grace', { fingerprint, at: reportedAt }),
      { given: { reportedAt } },
    ],
    ['age-unknown', 'with a date that is none', approval('grace', { fingerprint, at: 'soon' })],
    ['age-unknown', 'without a date', approval('grace', { fingerprint, at: '' })],
    ['age-unknown', 'where nobody knows what time it is', approval('grace'), { now: undefined }],
    ['in-future', 'given tomorrow', approval('grace', { fingerprint, at: '2026-11-23T10:00:00Z' })],
    ['in-future', 'given in six minutes', approval('grace', { fingerprint, at: '2026-11-22T11:06:00Z' })],
    ['too-old', 'after a week', approval('grace'), { now: new Date('2026-11-29T10:00:01Z') }],
    ['too-old', 'after the time of the settings', approval('grace'), { rules: { maxAge: 3599 } }],
    ['other-fingerprint', 'for another plan', approval('grace', { fingerprint: 'cd'.repeat(32) })],
    [
      'other-fingerprint',
      'for a saved plan with another configuration',
      approval('grace', { fingerprint: `${fingerprint}.${'12'.repeat(16)}` }),
      { plan: { ...judged, fingerprint: `${fingerprint}.${'34'.repeat(16)}` } },
    ],
    [
      'other-fingerprint',
      'for a plan without a fingerprint',
      approval('grace', { fingerprint: '' }),
      { plan: { ...judged, fingerprint: '' } },
    ],
    [
      'other-commit',
      'for another commit',
      approval('grace', { commit: 'd0'.repeat(20) }),
      { given: { commit, reportedAt } },
    ],
    [
      'other-commit',
      'for another commit, whatever else fits',
      approval('grace', { commit: 'd0'.repeat(20), fingerprint }),
      { given: { commit } },
    ],
    ['unbound', 'for a commit, where that of the plan is not known', approval('grace', { commit, fingerprint })],
    [
      'unbound',
      'for a commit, where nothing says when this plan was seen',
      approval('grace', { commit }),
      { given: { commit } },
    ],
    [
      'new-finding',
      'when a finding appeared since',
      approval('grace', { fingerprint, covers: { findings: [], destroys: judged.destroys } }),
    ],
    [
      'new-destroy',
      'when more would be destroyed',
      approval('grace', { fingerprint, covers: { findings: [content('f1')], destroys: [] } }),
    ],
    [
      'other-object',
      'when another object is at the address',
      approval('grace', { covers: { ...coverOf(judged), destroys: [lost('aws_db_instance.main', 'scratch')] } }),
    ],
    ...[
      ['is about another object', { facts: ['f1 scratch', 'f1 port 22'] }],
      ['has a part that was not seen', { facts: ['f1 object'] }],
      ['has a higher number', { amounts: { dependents: 2 } }],
      ['has a number that was not seen', { amounts: {} }],
    ].map(([what, seen]): [string, string, ApprovalSource] => [
      'changed-finding',
      `when a finding ${what}`,
      approval('grace', { covers: { ...coverOf(judged), findings: [content('f1', Object(seen))] } }),
    ]),
    [
      'not-in-group',
      'by somebody else than may',
      approval('grace'),
      { rules: { groups: { platform: ['linus'] }, from: ['platform'] } },
    ],
    ['outsider', 'by a member who may only read', approval('grace', { access: 'read' })],
    [
      'outsider',
      'even if the settings name them',
      approval('grace', { access: 'read' }),
      { rules: { groups: { platform: ['grace'] }, from: ['platform'] } },
    ],
    [
      'access-unknown',
      'where GitHub does not answer',
      approval('grace', { access: 'unknown' }),
      { rules: { groups: { platform: ['grace'] }, from: ['platform'] } },
    ],
    ['not-in-group', 'by a group that nobody defined', approval('grace'), { rules: { from: ['__proto__'] } }],
  ])('%s: %s', (why, _, given, options) => {
    const { approvals, lifted } = count([given], options);
    expect(approvals).toMatchObject({ counted: 0, from: [], ignored: [{ who: given.who.trim(), why }] });
    expect(lifted).toBe(false);
  });

  it('same-person: twice, under names for the same person', () => {
    const twice = [approval('grace'), approval('GRACE'), approval('7+grace@users.noreply.github.com')];
    const { approvals } = count(twice);
    expect(approvals.counted).toBe(1);
    expect(approvals.ignored.map(({ why }) => why)).toEqual(['same-person', 'same-person']);
  });

  it('but the same person may approve again after an approval that does not hold', () => {
    const { approvals } = count([approval('grace', { fingerprint: 'cd'.repeat(32) }), approval('grace')]);
    expect(approvals).toMatchObject({ from: ['grace'], ignored: [{ who: 'grace', why: 'other-fingerprint' }] });
  });
});

it('each reason is told in the documentation', () => {
  const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
  const { enum: reasons } = JSON.parse(read('schemas/report.schema.json')).$defs.ignoredApproval.properties.why;
  const table = read('docs/approvals.md');
  expect(reasons.filter((why: string) => !table.includes(`\`${why}\``))).toEqual([]);
  expect(reasons.length).toBeGreaterThan(20);
});

describe('where nobody knows who made the change', () => {
  const people = ['grace', 'linus', 'tim'].map((who) => approval(who));

  it('one more is needed, as one of them may have made it', () => {
    expect(count(people.slice(1), { author: {} })).toMatchObject({
      lifted: false,
      approvals: { required: 3, counted: 2, authorUnknown: true, needs: [{ count: 3, counted: 2, group: null }] },
    });
    expect(count(people, { author: {} })).toMatchObject({ lifted: true, approvals: { authorUnknown: true } });
  });

  it('nothing is said before somebody approves', () => {
    expect(count([], { author: {} }).approvals).toMatchObject({ required: 2 });
    expect(count([], { author: {} }).approvals).not.toHaveProperty('authorUnknown');
  });

  it('signs of an agent are nobody', () => {
    expect(count(people, { author: { environment: { CLAUDECODE: '1' } } }).approvals.authorUnknown).toBe(true);
    expect(count(people, { author: { commits: [{ authors: ['Ada <ada@example.com>'] }] } }).lifted).toBe(true);
  });
});

describe('where one person is the whole team', () => {
  const rules = { people: 1 } as const;
  const typed = approval('ada', { fingerprint, source: 'terminal' });

  it('the author acknowledges what the change destroys', () => {
    expect(count([typed], { rules })).toMatchObject({ lifted: true, approvals: { required: 1, from: ['ada'] } });
    expect(count([typed])).toMatchObject({ lifted: false, approvals: { ignored: [{ who: 'ada', why: 'author' }] } });
    expect(count([typed], { rules, author: {} })).toMatchObject({ lifted: true, approvals: { required: 1 } });
    expect(count([{ ...typed, source: 'signature' }], { rules }).lifted).toBe(true);
  });

  it('but neither by a file or a review, nor as a bot, nor what is hard-mandatory', () => {
    expect(count([approval('ada')], { rules }).lifted).toBe(false);
    expect(count([{ ...typed, source: 'github-review' }], { rules }).lifted).toBe(false);
    expect(count([{ ...typed, who: 'claude[bot]' }], { rules, author: { author: 'claude[bot]' } }).lifted).toBe(false);
    const hard = { ...finding('f1', 0), enforcement: 'hard-mandatory' as const };
    expect(count([typed], { rules, plan: { ...judged, blocking: [hard] } }).approvals.required).toBe(0);
  });
});

describe('what is needed', () => {
  const ai: ActorSource = { author: 'ada', branch: 'claude/fix' };
  const three = ['grace', 'linus', 'tim'].map((who) => approval(who));
  const senior = { groups: { senior: ['barbara'] } };

  it('is nobody where nothing has to be lifted', () => {
    const { approvals } = count(three, { plan: { ...judged, blocking: [] }, author: ai });
    expect(approvals).toMatchObject({ required: 0, needs: [] });
  });

  it('is nobody where nothing can be lifted', () => {
    const hard = { ...finding('f1', 0), enforcement: 'hard-mandatory' as const };
    expect(count(three, { plan: { ...judged, blocking: [hard] }, author: ai }).approvals.required).toBe(0);
  });

  it('is one person more for what an agent helped to write', () => {
    expect(count(three.slice(1), { author: ai }).lifted).toBe(false);
    expect(count(three, { author: ai })).toMatchObject({ lifted: true, approvals: { required: 3 } });
  });

  it('is one where only the agent is the reason', () => {
    const plan = { ...judged, blocking: [{ ...finding('f2', 1), extraApprovals: false }] };
    expect(count([approval('grace')], { plan, author: ai })).toMatchObject({
      lifted: true,
      approvals: { required: 1 },
    });
  });

  it('is a senior among them, where there are seniors', () => {
    const without = count(three, { author: ai, rules: senior });
    expect(without.lifted).toBe(false);
    expect(without.approvals.needs).toEqual([
      { count: 3, counted: 3, group: null },
      { count: 1, counted: 0, group: 'senior' },
    ]);
    expect(count([...three.slice(1), approval('barbara')], { author: ai, rules: senior }).lifted).toBe(true);
    expect(count(three, { rules: senior })).toMatchObject({ lifted: true, approvals: { required: 2 } });
  });

  it('is a senior whose approval counts though not of the groups that may', () => {
    const rules = { groups: { senior: ['barbara'], team: ['grace', 'linus'] }, from: ['team'] };
    expect(count([approval('barbara')], { rules }).approvals.counted).toBe(1);
    expect(count([approval('tim')], { rules, author: ai }).approvals.counted).toBe(0);
    expect(count([...three.slice(0, 2), approval('barbara')], { rules, author: ai }).lifted).toBe(true);
  });

  it('is somebody of each group that has to agree', () => {
    const rules = { groups: { billing: ['grace'], web: ['tim'] } };
    const groups = ['web', 'billing'];
    expect(count(three.slice(0, 2), { rules, groups }).lifted).toBe(false);
    expect(count(three.slice(1), { rules, groups }).lifted).toBe(false);
    expect(count(three, { rules, groups }).lifted).toBe(true);
  });
});

describe('for every plan', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-f]$/), { maxLength: 6 });
  const plans: fc.Arbitrary<ApprovalSubject> = fc.record({
    fingerprint: fc.constantFrom(fingerprint, 'cd'.repeat(32)),
    destroys: names.map((all) => all.map((name) => lost(name))),
    blocking: fc.uniqueArray(
      fc.record({
        extraApprovals: fc.boolean(),
        enforcement: fc.constantFrom('soft-mandatory', 'hard-mandatory'),
        approvals: fc.integer({ min: 1, max: 3 }),
        fingerprint: fc.stringMatching(/^[a-f]$/),
        facts: fc.subarray(['port 22', 'port 443']),
        amounts: fc.record({ dependents: fc.nat(2) }),
      }),
      { maxLength: 5, selector: (one) => one.fingerprint },
    ),
  });
  const signs: fc.Arbitrary<ActorSource> = fc.record(
    {
      author: fc.constantFrom('ada', 'claude[bot]', 'unknown[bot]', 'dependabot[bot]', 'somebody'),
      branch: fc.constantFrom('main', 'codex/x'),
      labels: fc.subarray(['ai-assisted', 'billing']),
      commits: fc.subarray([{ message: 'Co-authored-by: Cursor <cursoragent@cursor.com>' }, { message: 'Fix' }]),
      environment: fc.constantFrom({}, { CLAUDECODE: '1' }),
    },
    { requiredKeys: ['author'] },
  );
  const people = fc.array(fc.constantFrom('grace', 'linus', 'tim', 'barbara'), { maxLength: 5 });
  const groups = { senior: ['barbara'], team: ['grace', 'linus'] };
  const rules = fc.record(
    {
      groups: fc.constantFrom({}, groups),
      from: fc.constantFrom(null, ['team']),
      aiAssisted: fc.record({ extraApprovals: fc.integer({ min: -1, max: 2 }), group: fc.constant('senior') }),
    },
    { requiredKeys: [] },
  );

  it('signs of an agent only raise what is needed, each of them', () => {
    fc.assert(
      fc.property(plans, signs, people, rules, fc.nat(), (plan, author, who, given, drop) => {
        const approvals = who.map((one) => approval(one, { covers: coverOf(plan) }));
        const keys = Object.keys(author);
        // Somebody is always known as the author: otherwise it is not known whose approval counts.
        const fewer = {
          author: 'somebody',
          ...Object.fromEntries(Object.entries(author).filter((_, i) => i !== drop % Math.max(1, keys.length))),
        };
        const all = count(approvals, { plan, author, rules: given });
        const less = count(approvals, { plan, author: fewer, rules: given });
        // Who the author is decides who may approve too; the signs must not.
        const neither = count(approvals, { plan, author: { author: 'somebody' }, rules: given });
        for (const lower of [less, neither]) {
          expect(all.approvals.required).toBeGreaterThanOrEqual(lower.approvals.required);
          expect(all.approvals.needs.length).toBeGreaterThanOrEqual(lower.approvals.needs.length);
          if (all.lifted) expect(lower.lifted).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an approval holds while nothing new appears, and not longer', () => {
    fc.assert(
      fc.property(plans, plans, (before, after) => {
        const { approvals } = count([approval('grace', { covers: coverOf(before) })], { plan: after });
        const seen = new Map(before.blocking.map((one) => [one.fingerprint, one]));
        const newFinding = after.blocking.some(({ fingerprint: name, facts, amounts }) => {
          const approved = seen.get(name);
          const isLess = (amounts.dependents ?? 0) <= (approved?.amounts.dependents ?? 0);
          return !approved || !isLess || facts.some((fact) => !approved.facts.includes(fact));
        });
        const addresses = before.destroys.map(({ address }) => address);
        const newDestroy = after.destroys.some(({ address }) => !addresses.includes(address));
        expect(approvals.counted).toBe(newFinding || newDestroy ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });

  it('fewer findings and fewer destroyed objects keep it, one more voids it', () => {
    fc.assert(
      fc.property(plans, fc.nat(), fc.nat(), (plan, a, b) => {
        const given = [approval('grace', { covers: coverOf(plan) })];
        const less = {
          ...plan,
          blocking: plan.blocking.filter((_, i) => i !== a % Math.max(1, plan.blocking.length)),
          destroys: plan.destroys.filter((_, i) => i !== b % Math.max(1, plan.destroys.length)),
        };
        expect(count(given, { plan: less }).approvals.counted).toBe(1);
        const more = { ...plan, destroys: [...plan.destroys, lost('module.new["x"].aws_db_instance.main')] };
        expect(count(given, { plan: more }).approvals.counted).toBe(0);
        const found = { ...plan, blocking: [...plan.blocking, finding('new', 1)] };
        expect(count(given, { plan: found }).approvals.counted).toBe(0);
      }),
    );
  });

  it('the order in which approvals are given in makes no difference', () => {
    fc.assert(
      fc.property(people, fc.nat(), (who, seed) => {
        const given = who.map((one) => approval(one));
        const at = seed % Math.max(1, given.length);
        expect(count([...given.slice(at), ...given.slice(0, at)])).toEqual(count(given));
      }),
    );
  });
});

/** A plan is evaluated once, and decided as often as more becomes known of the people. */
import { describe, expect, it } from 'vitest';
import { decideAll, toReadPlan } from '../src/action/judge.ts';
import { decide } from '../src/decide.ts';
import { type EvaluationInput, evaluate } from '../src/evaluate.ts';
import { factClasses } from '../src/facts/facts.ts';
import { toActor } from '../src/people/actor.ts';
import { compilePolicies } from '../src/policy/compile.ts';
import { withoutOverrides } from '../src/policy/policies-by-environment.ts';
import { toPlanJson } from '../src/policy-test/to-plan.ts';
import { json } from '../src/report/json/json.ts';
import { text } from '../src/report/text/text.ts';
import { noConfig } from '../src/source/default-settings.ts';
import { noApprovals } from '../src/verdict/approvals/approval-input.ts';
import { builtin, compiled, typed } from './judge-options.ts';

const { policies, commands, actors } = builtin;
const change = { type: 'aws_db_instance', address: 'aws_db_instance.main', action: 'delete' } as const;
const author = toActor({ author: 'ada' }, actors);

/** Counts how often the policies are asked for: once an evaluation. */
function counted(input: Partial<EvaluationInput> = {}): {
  readonly input: EvaluationInput;
  readonly count: () => number;
} {
  let evaluations = 0;
  return {
    count: () => evaluations,
    input: {
      source: {
        file: 'plan.json',
        sha256: '',
        json: toPlanJson({ name: '', line: 1, expect: {}, changes: [change], plan: {} }),
      },
      configuration: null,
      catalog: typed,
      commands,
      now: new Date('2026-06-01T14:00:00Z'),
      policies: () => {
        evaluations += 1;
        return withoutOverrides(compiled);
      },
      ...input,
    },
  };
}

const approvedBy = (...people: readonly string[]) => ({
  approvals: people.map((who) => ({
    who,
    human: true,
    at: '2026-06-01T13:00:00Z',
    source: 'file' as const,
    commit: 'c0ffee',
  })),
  commit: 'c0ffee',
  reportedAt: '2026-06-01T12:30:00Z',
});

describe('decide', () => {
  it('lifts findings by approvals of the same evaluation', () => {
    const { input, count } = counted();
    const evaluation = evaluate(input);
    const alone = decide(evaluation, { actor: author });
    const needed = ['grace', 'linus', 'edsger'].slice(0, alone.approvals.required);
    const approved = decide(evaluation, { actor: author, approvals: { ...noApprovals, given: approvedBy(...needed) } });
    expect(alone.verdict).toBe('fail');
    expect(alone.approvals.required).toBeGreaterThan(0);
    expect(approved).toMatchObject({
      verdict: 'pass',
      approvals: { counted: needed.length, from: [...needed].sort() },
    });
    expect(approved.changes).toEqual(alone.changes);
    expect(decide(evaluation, { actor: author })).toEqual(alone);
    expect(count()).toBe(1);
  });

  it('counts an approval of somebody in a group whose members are known better than the settings say', () => {
    const settings = {
      config: { ...noConfig, approvals: { from: ['owners'] }, groups: { owners: ['@acme/db'] } },
      rootModule: { directory: null, workspace: null },
      flags: {},
    };
    const { input, count } = counted({ settings });
    const evaluation = evaluate(input);
    const approvals = { ...noApprovals, given: approvedBy('grace') };
    expect(decide(evaluation, { actor: author, approvals }).approvals).toMatchObject({
      counted: 0,
      ignored: [{ who: 'grace', why: 'not-in-group' }],
    });
    expect(decide(evaluation, { actor: author, approvals, groups: { owners: ['grace'] } }).approvals.counted).toBe(1);
    expect(count()).toBe(1);
  });

  it.each([false, 'settings', true] as const)(
    'lets an exception carry a policy that is overridable: %s',
    (overridable) => {
      const [first] = policies.filter(({ id }) => id === 'no-stateful-destroy');
      const exceptions = [
        {
          policy: 'no-stateful-destroy',
          address: '**',
          reason: 'moved',
          owner: 'db',
          created: '2026-05-01',
          expires: '2026-07-01',
        },
      ];
      const { input } = counted({
        policies: compilePolicies(first ? [{ ...first, overridable }] : [], factClasses),
        settings: { config: { ...noConfig, exceptions }, rootModule: { directory: null, workspace: null }, flags: {} },
      });
      expect(decide(evaluate(input)).verdict).toBe(overridable === true ? 'pass' : 'fail');
    },
  );

  it('computes the fingerprint and what an approval covers only for reports that show them', () => {
    const evaluation = evaluate(counted().input);
    if (evaluation.plan === null) throw new Error('the plan can be read');
    let count = 0;
    const fingerprint = (): string => {
      count += 1;
      return evaluation.fingerprint();
    };
    const report = decide({ ...evaluation, fingerprint });
    expect(text(report, { width: 80, colour: false, explainPass: false })).toContain('aws_db_instance.main');
    expect(count).toBe(0);
    const shown = {
      plan: { fingerprint: evaluation.fingerprint() },
      approvals: { covers: { findings: expect.any(Array) } },
    };
    expect(JSON.parse(json(report))).toMatchObject(shown);
    expect(structuredClone(report)).toMatchObject(shown);
    expect(count).toBe(1);
  });

  it('is an error where the plan could not be read, whoever approved', () => {
    const { input, count } = counted({ source: { file: 'tfplan', sha256: 'ab', json: null } });
    const report = decide(evaluate(input), { approvals: { ...noApprovals, given: approvedBy('grace') } });
    expect(report).toMatchObject({
      verdict: 'error',
      errors: ['the plan could not be read'],
      plan: { file: 'tfplan' },
    });
    expect(count()).toBe(0);
  });
});

describe('decideAll of the Action', () => {
  it('evaluates a plan once for people, and once more only as if an agent had taken part', () => {
    const { input, count } = counted();
    const plans = [toReadPlan(input, 'main')];
    const [alone] = decideAll(plans, { actor: author, given: { approvals: [] } });
    const [approved] = decideAll(plans, { actor: author, given: approvedBy('grace', 'linus') });
    expect(count()).toBe(1);
    const assisted = author && { ...author, aiAssisted: true };
    const [worst] = decideAll(plans, { actor: assisted, given: { approvals: [] } });
    decideAll(plans, { actor: assisted, given: approvedBy('grace') });
    expect(count()).toBe(2);
    expect(alone?.approvals.counted).toBe(0);
    expect(approved?.approvals.counted).toBe(2);
    expect(worst?.approvals.required).toBe((alone?.approvals.required ?? 0) + 1);
  });
});

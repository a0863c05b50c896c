/** Two reports on each plan compared: whose verdict changes, and because of which policies. */
import { describe, expect, it } from 'vitest';
import { type Backtested, backtestLines, toBacktested } from '../../../src/report/commands/backtest.ts';
import type { Finding, Report } from '../../../src/verdict/report.ts';
import { harmless } from '../samples.ts';

const page = { width: 200, colour: false };

function finding(policy: string, more: Partial<Finding> = {}): Finding {
  return {
    policy,
    title: policy,
    enforcement: 'soft-mandatory',
    approvals: 1,
    result: 'violated',
    subject: { kind: 'plan' },
    message: '',
    why: '',
    remedy: '',
    fingerprint: `of ${policy}`,
    ...more,
  };
}

function report(verdict: Report['verdict'], findings: readonly Finding[] = [], required = findings.length): Report {
  return { ...harmless, verdict, findings, approvals: { ...harmless.approvals, required } };
}

const hard = (policy: string, more: Partial<Finding> = {}): Finding =>
  finding(policy, { enforcement: 'hard-mandatory', approvals: 0, ...more });

describe('toBacktested', () => {
  it('says what both verdicts are, and nothing changes between equal reports', () => {
    const same = report('fail', [finding('no-destroy')]);
    const judged = { verdict: 'fail', approvals: 1 };
    expect(toBacktested('a.json', same, same)).toEqual({
      file: 'a.json',
      before: judged,
      after: judged,
      changed: false,
      comes: [],
      goes: [],
    });
  });

  it.each([
    ['another verdict', report('pass'), report('fail'), true],
    ['other approvals', report('fail', [], 1), report('fail', [], 2), true],
    ['what no approval lifts any more', report('fail', [finding('a')], 1), report('fail', [hard('a')], 1), true],
    ['other findings alone', report('fail', [finding('a')], 1), report('fail', [finding('b')], 1), false],
  ])('changed: %s', (_, before, after, changed) => {
    expect(toBacktested('a.json', before, after).changed).toBe(changed);
  });

  it('needs approvals, none of which lifts a hard-mandatory finding unless an exception covers that', () => {
    const exception = { owner: 'ada', reason: 'agreed', expires: '2026-12-31' };
    const approvals = (findings: readonly Finding[]) =>
      toBacktested('a.json', report('pass'), report('fail', findings, 2)).after.approvals;
    expect(approvals([finding('a')])).toBe(2);
    expect(approvals([finding('a'), hard('b')])).toBeNull();
    expect(approvals([finding('a'), hard('b', { exception })])).toBe(2);
  });

  it('names policies whose findings appear and disappear, each once and sorted', () => {
    const before = report('fail', [finding('kept'), finding('gone')]);
    const after = report('fail', [
      finding('kept'),
      finding('new-b'),
      finding('new-a', { fingerprint: 'one' }),
      finding('new-a', { fingerprint: 'two' }),
    ]);
    expect(toBacktested('a.json', before, after)).toMatchObject({ comes: ['new-a', 'new-b'], goes: ['gone'] });
  });

  it('counts only findings that block: no advisories and none that an exception covers', () => {
    const after = report('pass', [
      finding('advice', { enforcement: 'advisory' }),
      finding('covered', { exception: { owner: 'ada', reason: 'agreed', expires: '2026-12-31' } }),
    ]);
    expect(toBacktested('a.json', report('pass'), after)).toMatchObject({ comes: [], goes: [] });
  });

  it('says why a plan could not be judged under either of the settings', () => {
    const broken = { ...report('error'), errors: ['first', 'second'] };
    expect(toBacktested('a.json', broken, report('pass')).error).toBe('first');
    expect(toBacktested('a.json', report('pass'), broken).error).toBe('first');
    expect(toBacktested('a.json', report('pass'), report('pass'))).not.toHaveProperty('error');
  });
});

describe('backtestLines', () => {
  const lines = (results: readonly Backtested[]) =>
    backtestLines(page, { results, against: 'new.yaml', config: 'old.yaml' });
  const passes = report('pass');
  const fails = report('fail', [finding('no-destroy')]);
  const isHard = report('fail', [hard('no-destroy')]);

  it('of plans that are judged the same is two lines', () => {
    expect(lines([toBacktested('a.json', fails, fails)])).toEqual([
      'SAME  1 plan: 1 unchanged.',
      'From old.yaml to new.yaml.',
    ]);
  });

  it('counts plans by how they change, and lists those that do', () => {
    const shown = lines([
      toBacktested('stricter.json', passes, fails),
      toBacktested('looser.json', fails, passes),
      toBacktested('more.json', fails, report('fail', [finding('no-destroy')], 2)),
      toBacktested('harder.json', fails, isHard),
      toBacktested('softer.json', isHard, fails),
      toBacktested('same.json', passes, passes),
    ]);
    expect(shown[0]).toBe(
      'CHANGES  6 plans: 1 would fail, 1 would pass, 1 could no longer be approved, 1 could now be approved, ' +
        '1 would need different approvals, 1 unchanged.',
    );
    expect(shown.slice(3).map((line) => line.split(/ {2,}/))).toEqual([
      ['Plan', 'Before', 'After', 'Why'],
      ['stricter.json', 'PASS', 'FAIL (1 approval)', 'new findings: no-destroy'],
      ['looser.json', 'FAIL (1 approval)', 'PASS', 'resolved: no-destroy'],
      ['more.json', 'FAIL (1 approval)', 'FAIL (2 approvals)', 'different enforcement or approvals'],
      ['harder.json', 'FAIL (1 approval)', 'FAIL (no approval possible)', 'different enforcement or approvals'],
      ['softer.json', 'FAIL (no approval possible)', 'FAIL (1 approval)', 'different enforcement or approvals'],
    ]);
  });

  it('names findings that appear and disappear, and approvals only where the plan fails', () => {
    const swapped = report('fail', [finding('no-destroy')], 0);
    const approved = report('pass', [finding('drift')], 1);
    const shown = lines([toBacktested('a.json', swapped, approved)]);
    expect(shown.slice(2, 3)).toEqual(['']);
    expect(shown.at(-1)?.split(/ {2,}/)).toEqual([
      'a.json',
      'FAIL',
      'PASS',
      'new findings: drift; resolved: no-destroy',
    ]);
  });

  it('a plan that could not be judged is neither the same nor changed', () => {
    const broken = { ...report('error'), errors: ['broken.json: is not JSON\n  Name a plan.'] };
    expect(lines([toBacktested('broken.json', passes, broken)])).toEqual([
      'SAME  1 plan: 0 unchanged.',
      'From old.yaml to new.yaml.',
      '',
      'No verdict (1)',
      '  ✗ broken.json: broken.json: is not JSON',
    ]);
  });
});

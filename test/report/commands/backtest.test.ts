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
    ['other findings alone', report('fail', [finding('a')], 1), report('fail', [finding('b')], 1), false],
  ])('changed: %s', (_, before, after, changed) => {
    expect(toBacktested('a.json', before, after).changed).toBe(changed);
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

  it('of plans that are judged the same is two lines', () => {
    expect(lines([toBacktested('a.json', fails, fails)])).toEqual([
      'SAME  1 plan: 1 judged the same.',
      'From old.yaml to new.yaml.',
    ]);
  });

  it('counts plans by how they change, and lists those that do', () => {
    const shown = lines([
      toBacktested('stricter.json', passes, fails),
      toBacktested('looser.json', fails, passes),
      toBacktested('more.json', fails, report('fail', [finding('no-destroy')], 2)),
      toBacktested('same.json', passes, passes),
    ]);
    expect(shown[0]).toBe(
      'CHANGES  4 plans: 1 would now fail, 1 would now pass, 1 would need other approvals, 1 judged the same.',
    );
    expect(shown.slice(3).map((line) => line.split(/ {2,}/))).toEqual([
      ['Plan', 'Before', 'After', 'Because'],
      ['stricter.json', 'PASS', 'FAIL (1 approval)', 'now against it: no-destroy'],
      ['looser.json', 'FAIL (1 approval)', 'PASS', 'no longer: no-destroy'],
      ['more.json', 'FAIL (1 approval)', 'FAIL (2 approvals)', 'other approvals'],
    ]);
  });

  it('a plan that could not be judged is neither the same nor changed', () => {
    const broken = { ...report('error'), errors: ['broken.json: is not JSON\n  Name a plan.'] };
    expect(lines([toBacktested('broken.json', passes, broken)])).toEqual([
      'SAME  1 plan: 0 judged the same.',
      'From old.yaml to new.yaml.',
      '',
      'Could not be judged (1)',
      '  ✗ broken.json: broken.json: is not JSON',
    ]);
  });
});

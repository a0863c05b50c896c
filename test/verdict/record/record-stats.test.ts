/** What a record says about policies, and about broken glass that is still to be reviewed. */
import { describe, expect, it } from 'vitest';
import { unreviewedBrokenGlass } from '../../../src/verdict/record/record-history.ts';
import { recordStats } from '../../../src/verdict/record/record-stats.ts';

interface Line {
  readonly at: string;
  readonly verdict: string;
  readonly plan?: string;
  readonly state?: string;
  readonly findings?: readonly (readonly [policy: string, enforcement?: string, exception?: object])[];
  readonly approved?: Readonly<Record<string, string>>;
  readonly more?: object;
}

function record(...lines: readonly Line[]): string {
  return lines
    .map(({ at, verdict, plan = 'a', state = 's', findings = [], approved = {}, more }) =>
      JSON.stringify({
        schema: 'firebreak.record/1',
        at,
        verdict,
        plan: { fingerprint: plan, state },
        findings: findings.map(([policy, enforcement = 'soft-mandatory', exception]) => ({
          policy,
          enforcement,
          fingerprint: `${policy}-1`,
          ...(exception && { exception }),
        })),
        approvals: {
          from: Object.keys(approved),
          given: Object.entries(approved).map(([who, when]) => ({ who, at: when })),
        },
        ...more,
      }),
    )
    .join('\n');
}

const day = (time: string): string => `2026-12-01T${time}:00Z`;

describe('statistics', () => {
  const glass = { brokenGlass: { who: 'grace' } };
  const text = record(
    { at: day('09:00'), verdict: 'fail', findings: [['no-destroy'], ['drift', 'advisory']] },
    { at: day('10:00'), verdict: 'fail', findings: [['no-destroy'], ['drift', 'advisory']] },
    {
      at: day('12:00'),
      verdict: 'pass',
      findings: [['no-destroy'], ['drift', 'advisory']],
      approved: { linus: day('09:30'), tim: day('11:00') },
    },
    { at: day('13:00'), verdict: 'pass', plan: 'b', findings: [['no-destroy', 'soft-mandatory', { owner: 'x' }]] },
    { at: day('14:00'), verdict: 'fail', plan: 'c', findings: [['no-destroy']] },
    { at: day('14:01'), verdict: 'pass', plan: 'c', findings: [['no-destroy']], more: glass },
    { at: day('15:00'), verdict: 'error', plan: '' },
  );

  it('count a finding once for each plan, and what became of it', () => {
    expect(recordStats(text)).toEqual({
      verdicts: { pass: 3, fail: 3, error: 1 },
      plans: 3,
      policies: [
        { policy: 'no-destroy', fired: 3, lifted: 1, excepted: 1, broken: 1 },
        { policy: 'drift', fired: 1, lifted: 0, excepted: 0, broken: 0 },
      ],
      timeToApproval: { plans: 1, median: 7200, longest: 7200 },
    });
  });

  it('of nothing are nothing, whatever stands there', () => {
    const none = { verdicts: { pass: 0, fail: 0, error: 0 }, plans: 0, policies: [], timeToApproval: null };
    expect(recordStats('')).toEqual(none);
    expect(recordStats('{"schema":"other"}\nno JSON\n[]\nnull\n')).toEqual(none);
  });
});

describe('broken glass', () => {
  const glass = { who: 'grace', names: [], at: day('03:00'), reason: 'INC-1', source: 'terminal', fingerprint: 'a' };
  const once = { at: day('03:01'), verdict: 'pass', more: { brokenGlass: glass } };

  it('stays open until a verdict named who reviewed it', () => {
    const named = { at: day('04:00'), verdict: 'pass', plan: 'b', more: { brokenGlassBefore: [glass] } };
    const reviewed = { ...named, more: { brokenGlassBefore: [{ ...glass, reviewedBy: 'linus' }] } };
    expect(unreviewedBrokenGlass(record(once, once, named))).toEqual([{ ...glass, state: 's' }]);
    expect(unreviewedBrokenGlass(record(once, named, reviewed))).toEqual([]);
    expect(
      unreviewedBrokenGlass(record(once, reviewed, { ...once, more: { brokenGlass: { ...glass, at: day('05:00') } } })),
    ).toEqual([{ ...glass, at: day('05:00'), state: 's' }]);
  });
});

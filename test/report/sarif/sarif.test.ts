/** SARIF as code scanning reads it. */
import { describe, expect, test } from 'vitest';
import { sarif } from '../../../src/report/sarif/sarif.ts';
import { policyPageUrl } from '../../../src/verdict/policy-page.ts';
import type { Finding, Report } from '../../../src/verdict/report.ts';
import { approved, complete, harmless, hostile, mixed, recreated, samples, several, unreadable } from '../samples.ts';
import { assertSarif, type SarifRun } from './sarif-schema.ts';

const options = { width: 80, colour: false, explainPass: false } as const;

function only(report: Report, more: Partial<Parameters<typeof sarif>[1]> = {}): SarifRun {
  const [run, ...others] = assertSarif(sarif(report, { ...options, ...more })).runs;
  if (!run || others.length > 0) throw new Error('not one run');
  return run;
}

const place = (run: SarifRun, index: number) => {
  const location = run.results[index]?.locations[0]?.physicalLocation;
  return location && `${location.artifactLocation.uri}:${location.region.startLine}`;
};

describe('the schema of OASIS, and what GitHub asks for', () => {
  test.each(Object.keys(samples))('%s', (name) => {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    const log = assertSarif(sarif(sample, options));
    const reports = 'reports' in sample ? sample.reports : [sample];
    expect(log.runs).toHaveLength(reports.length);
    for (const [i, report] of reports.entries())
      expect(log.runs[i]?.results.length).toBe(report.findings.length + (report.verdict === 'error' ? 1 : 0));
  });

  test('rules link to the page of their policy', () => {
    const rules = only(mixed).tool.driver.rules;
    expect(rules.map(({ helpUri }) => helpUri)).toEqual(rules.map(({ id }) => policyPageUrl(id)));
  });

  test('the schema refuses what does not fit', () => {
    const output = sarif(mixed, options);
    for (const [right, wrong] of [
      ['"version": "2.1.0"', '"version": "2.0.0"'],
      ['"level": "error"', '"level": "fatal"'],
      ['"startLine": 1', '"startLine": 0'],
      ['"columnKind"', '"columKind"'],
    ] as const) {
      expect(output).toContain(right);
      expect(() => assertSarif(output.replace(right, wrong)), wrong).toThrow();
    }
  });
});

describe('results', () => {
  test('what blocks is an error, advice is a note, what is not known and blocks nothing is a warning', () => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const advice: Finding = { ...first, policy: 'advice', enforcement: 'advisory', approvals: 0 };
    const unsure: Finding = { ...advice, policy: 'unsure', result: 'unknown' };
    const run = only({
      ...mixed,
      findings: [advice, unsure, first, { ...first, policy: 'not-known', result: 'unknown' }],
    });
    expect(run.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      [first.policy, 'error'],
      ['not-known', 'error'],
      ['unsure', 'warning'],
      ['advice', 'note'],
    ]);
    const levels = run.tool.driver.rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration.level]);
    expect(Object.fromEntries(levels)).toMatchObject({ advice: 'note', [first.policy]: 'error' });
  });

  test('an exception is a suppression with its reason and date', () => {
    const carried = complete.findings.find(({ exception }) => exception);
    const run = only(complete);
    const suppressed = run.results.filter(({ suppressions }) => suppressions);
    expect(carried?.exception).toBeDefined();
    expect(suppressed.map(({ level }) => level)).not.toContain('error');
    expect(suppressed[0]?.suppressions?.[0]).toMatchObject({
      status: 'accepted',
      justification: expect.stringContaining(carried?.exception?.expires ?? '?'),
    });
  });

  test('what approvals lifted is suppressed by them, and no error', () => {
    const lifted = only(approved).results.filter(({ suppressions }) => suppressions);
    expect(lifted.length).toBeGreaterThan(0);
    expect(lifted.every(({ level }) => level === 'warning')).toBe(true);
    expect(lifted[0]?.suppressions?.[0]?.justification).toMatch(/^Approved by \w+/);
  });

  test('without a verdict there is a result, so that no alert is closed', () => {
    const run = only(unreadable);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.invocations[0]?.toolExecutionNotifications.length).toBe(unreadable.errors?.length);
    expect(run.results[0]).toMatchObject({ ruleId: 'not-judged', level: 'error' });
  });

  test('a pass without findings is an empty run that succeeded', () => {
    const run = only(harmless);
    expect([run.results, run.tool.driver.rules, run.invocations[0]?.executionSuccessful]).toEqual([[], [], true]);
  });

  test('the same finding in another plan has the same fingerprint', () => {
    const hashes = (report: Report) => only(report).results.map(({ partialFingerprints }) => partialFingerprints);
    expect(hashes(recreated)).toEqual(hashes({ ...recreated, plan: { ...recreated.plan, fingerprint: 'another' } }));
    expect(new Set(hashes(recreated).map((each) => JSON.stringify(each))).size).toBe(recreated.findings.length);
  });

  test('of more than 5,000 the worst, and it says how many are left out', () => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const many = Array.from(
      { length: 5_300 },
      (_, i): Finding => ({
        ...first,
        subject: { kind: 'change', address: `aws_instance.n${i}` },
        fingerprint: `f${i}`,
        enforcement: i < 5_200 ? 'advisory' : 'soft-mandatory',
      }),
    );
    const run = only({ ...mixed, findings: many });
    expect(run.results).toHaveLength(5_000);
    expect(run.results.filter(({ level }) => level === 'error')).toHaveLength(100);
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(
      /^The 300 least severe of 5300 results are left out/,
    );
    const both = {
      schema: 'firebreak.report-set/1',
      verdict: 'fail',
      reports: [{ ...mixed, findings: many }, mixed],
    } as const;
    const log = assertSarif(sarif(both, options));
    expect(log.runs[1]?.results.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });
});

describe('places', () => {
  const located = (location: Finding['location']): Report => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const { location: _, ...bare } = first;
    return { ...mixed, findings: [location ? { ...bare, location } : bare] };
  };

  test('from the top folder of the repository, as a URI', () => {
    const repository = { top: '/repo', cwd: '/repo/live/prod' };
    const at = (file: string) => place(only(located({ file, line: 3 }), { repository }), 0);
    expect(at('main.tf')).toBe('live/prod/main.tf:3');
    expect(at('../../modules/a b/ä#1?.tf')).toBe('modules/a%20b/%C3%A4%231%3F.tf:3');
    expect(at('/repo/x:y%41.tf')).toBe('x%3Ay%2541.tf:3');
    expect(at('\ud800.tf')).toBe('live/prod/%EF%BF%BD.tf:3');
  });

  test('what has none stands at the top of the file with the backend, else of the plan', () => {
    expect(place(only(located(undefined)), 0)).toBe('main.tf:1');
    expect(place(only({ ...located(undefined), backends: [] }), 0)).toBe('plan.json:1');
    expect(place(only({ ...located({ file: '../outside.tf', line: 9 }) }), 0)).toBe('main.tf:1');
    const stdin = { ...located(undefined), backends: [], plan: { ...mixed.plan, file: '-' } };
    expect(place(only(stdin), 0)).toBe('plan.json:1');
  });
});

describe('categories', () => {
  const ids = (reports: readonly Report[]) =>
    assertSarif(sarif({ schema: 'firebreak.report-set/1', verdict: 'fail', reports }, options)).runs.map(
      (run) => run.automationDetails.id,
    );
  const settings = { file: null, workspace: null, owner: null, scope: [] };

  test('one for each root and environment', () => {
    expect(
      ids([
        { ...mixed, settings: { ...settings, directory: 'live/prod', environment: 'production' } },
        { ...mixed, settings: { ...settings, directory: 'live/prod', environment: 'a/b' } },
        { ...mixed, settings: { ...settings, directory: '.', environment: null } },
      ]),
    ).toEqual(['firebreak/live/prod/environment=production/', 'firebreak/live/prod/environment=a%2Fb/', 'firebreak/']);
  });

  test('never one for two plans', () => {
    expect(new Set(ids([mixed, mixed, mixed, ...several.reports])).size).toBe(7);
  });
});

test('nothing that the plan says is a link, markup or invisible', () => {
  const output = sarif(hostile, options);
  for (const rule of only(hostile).tool.driver.rules) expect(rule.help.text).not.toMatch(/[\u202e\u0007\u001b]/);
  expect(output).not.toMatch(/\\u001b|\\u202e/);
});

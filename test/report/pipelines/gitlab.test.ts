/** What GitLab makes of the two reports. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { codeQuality } from '../../../src/report/pipelines/code-quality.ts';
import { gitlab } from '../../../src/report/pipelines/gitlab.ts';
import type { Finding } from '../../../src/verdict/report.ts';
import { approved, complete, harmless, mixed, recreated, samples, several, unreadable } from '../samples.ts';

const options = { width: 80, colour: false, explainPass: false } as const;
const reportsOf = (name: string) => {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample ${name}`);
  return { sample, reports: 'reports' in sample ? sample.reports : [sample] };
};

describe('the Terraform report', () => {
  /**
   * `Gitlab::Ci::Parsers::Terraform::Tfplan`: the three keys, each a number (or up to six digits). Without one of them
   * the merge request says that the report is not valid.
   */
  const validate = new Ajv().compile({
    type: 'object',
    required: ['create', 'update', 'delete'],
    properties: Object.fromEntries(
      ['create', 'update', 'delete'].map((key) => [key, { type: 'integer', minimum: 0, maximum: 999_999 }]),
    ),
    additionalProperties: false,
  });

  test.each(Object.keys(samples))('%s is one, or has none of its keys without a verdict', (name) => {
    const { sample, reports } = reportsOf(name);
    const output: unknown = JSON.parse(gitlab(sample));
    const isJudged = reports.every(({ verdict }) => verdict !== 'error');
    expect(validate(output), JSON.stringify(output)).toBe(isJudged);
  });

  test('counts each change once, and a replacement as a create and a delete', () => {
    const counts = { ...harmless.counts, create: 1, update: 2, delete: 3, replace: 10, noOp: 7, read: 5, forget: 4 };
    const one = { ...harmless, counts };
    expect(JSON.parse(gitlab(one))).toEqual({ create: 11, update: 2, delete: 13 });
    expect(JSON.parse(gitlab({ ...several, reports: [one, one] }))).toEqual({ create: 22, update: 4, delete: 26 });
  });

  test('a plan that could not be judged is not a plan without changes', () => {
    expect(JSON.parse(gitlab(unreadable))).toEqual({ error: expect.stringContaining('not a pass') });
    expect(JSON.parse(gitlab({ ...several, reports: [harmless, unreadable] }))).not.toHaveProperty('create');
  });
});

describe('the Code Quality report', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/gitlab-codeclimate.json', import.meta.url), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  /** What the documentation asks for beyond the schema: https://docs.gitlab.com/ci/testing/code_quality/ */
  const severities = ['info', 'minor', 'major', 'critical', 'blocker'];

  function issuesOf(output: string) {
    const issues = JSON.parse(output);
    for (const issue of issues) {
      expect(validate(issue), JSON.stringify(validate.errors)).toBe(true);
      expect(severities).toContain(issue.severity);
      expect(issue.check_name).toBeTruthy();
      expect(issue.location.path, 'relative to the repository').toMatch(/^(?!\.{0,2}\/)[^/]/);
      expect(issue.location.lines.begin).toBeGreaterThan(0);
    }
    const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(fingerprints).size, 'GitLab drops what has the fingerprint of another').toBe(issues.length);
    return issues;
  }

  test.each(Object.keys(samples))('%s: an issue for each finding', (name) => {
    const { sample, reports } = reportsOf(name);
    const expected = reports.map(({ findings, verdict }) => findings.length + (verdict === 'error' ? 1 : 0));
    expect(issuesOf(codeQuality(sample, options))).toHaveLength(expected.reduce((a, b) => a + b, 0));
  });

  test('the severity says what blocks', () => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const severityOf = (more: Partial<Finding>, report = mixed) =>
      issuesOf(codeQuality({ ...report, findings: [{ ...first, ...more }] }, options))[0].severity;
    expect(severityOf({ enforcement: 'hard-mandatory' })).toBe('blocker');
    expect(severityOf({ enforcement: 'soft-mandatory' })).toBe('critical');
    expect(severityOf({ enforcement: 'advisory', enforced: { enforcement: 'soft-mandatory', approvals: 1 } })).toBe(
      'major',
    );
    expect(severityOf({ enforcement: 'soft-mandatory' }, approved)).toBe('minor');
    expect(severityOf({ exception: { owner: 'ada', reason: 'known', expires: '2027-01-01' } })).toBe('minor');
    expect(severityOf({ enforcement: 'advisory', result: 'unknown' })).toBe('minor');
    expect(severityOf({ enforcement: 'advisory' })).toBe('info');
  });

  test('the same finding keeps its fingerprint in the next plan, and has another one in another root module', () => {
    const hashes = (report: typeof recreated) =>
      issuesOf(codeQuality(report, options)).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(hashes(recreated)).toEqual(hashes({ ...recreated, plan: { ...recreated.plan, fingerprint: 'another' } }));
    const both = codeQuality({ ...several, reports: [recreated, recreated] }, options);
    expect(issuesOf(both)).toHaveLength(2 * recreated.findings.length);
  });

  test('file and line are those of the block, else of the backend', () => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const { location: _, ...bare } = first;
    const found = { ...bare, location: { file: './live/prod/db.tf', line: 12 } };
    const issues = issuesOf(codeQuality({ ...mixed, findings: [bare, found] }, options));
    expect(issues.map(({ location }: { location: unknown }) => location)).toEqual(
      expect.arrayContaining([
        { path: 'main.tf', lines: { begin: 1 } },
        { path: 'live/prod/db.tf', lines: { begin: 12 } },
      ]),
    );
  });

  test('without a verdict there is an issue, so that the old ones do not look fixed', () => {
    expect(issuesOf(codeQuality(complete, options))[0]).toMatchObject({
      check_name: 'not-judged',
      severity: 'blocker',
    });
  });
});

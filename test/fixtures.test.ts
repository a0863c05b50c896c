import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/verdict/report.ts';
import { judgeScenario, type Scenario, scenarios } from './scenarios.ts';

/** Careful people advise here all the same: log groups, plain machines, buckets that may be emptied on delete. */
const adviceAllowed = /(?:^|\.)(?:aws_cloudwatch_log_group|aws_instance|aws_s3_bucket|google_storage_bucket)\./;

const addresses = (list: readonly { readonly address: string }[]): readonly string[] =>
  list.map(({ address }) => address).sort();
const current = (report: Report) => report.changes.filter((change) => change.deposed === undefined);

describe.each(scenarios)('$name', (scenario: Scenario) => {
  const { facts } = scenario;
  // One after the other: all share one HCL parser and its time limit.
  let judged: Promise<Report>;
  beforeAll(async () => {
    judged = judgeScenario(scenario);
    await judged;
  });

  it('has the facts that were checked by hand', async () => {
    const report = await judged;
    expect(report.counts).toMatchObject(facts.counts);
    const by = (action: string) => addresses(current(report).filter((change) => change.action === action));
    expect(by('delete')).toEqual([...facts.destroyed].sort());
    expect(
      current(report)
        .filter((change) => change.action === 'replace')
        .map(({ address, order, forcedBy }) => ({ address, order, forcedBy })),
    ).toEqual(facts.replaced.map(({ address, order, forcedBy }) => ({ address, order, forcedBy })));
    expect(addresses(report.changes.filter((change) => change.action.includes('forget')))).toEqual(
      [...facts.forgotten].sort(),
    );
    expect(addresses(report.changes.filter((change) => change.importing))).toEqual([...facts.imported].sort());
    expect(report.changes.filter((change) => change.previousAddress).length).toBe(facts.moved.length);
    expect(addresses(report.changes.filter((change) => change.deposed))).toEqual([...facts.deposed].sort());
    expect(addresses(report.drift)).toEqual([...facts.drift].sort());
    expect(report.plan).toMatchObject({ complete: facts.complete, errored: facts.errored });
    expect(report.backends).toMatchObject([facts.backend]);
  });

  it('finds every dependent, and names nothing that is none', async () => {
    const { blastRadius } = await judged;
    expect(blastRadius.direct).toEqual([...facts.destroyed, ...addresses(facts.replaced)].sort());
    expect(addresses(blastRadius.dependents)).toEqual([...facts.dependents].sort());
    expect(facts.dependentsAtMost).toEqual(expect.arrayContaining([...facts.dependents]));
  });

  it('finds what is left unprotected', async () => {
    const { findings } = await judged;
    const of = (policy: string) =>
      findings.filter((each) => each.policy === policy).map((each) => each.subject.address ?? '');
    const missing = of('deletion-protection-missing');
    const all = new Set([...missing, ...of('deletion-protection-disabled')]);
    expect(facts.unprotected.filter((address) => !all.has(address))).toEqual([]);
    const violated = findings.filter(
      (each) => each.policy === 'deletion-protection-missing' && each.result === 'violated',
    );
    const extra = violated.filter((each) => !facts.unprotected.includes(each.subject.address ?? ''));
    expect(
      extra.filter((each) => each.enforcement !== 'advisory' || !adviceAllowed.test(each.subject.address ?? '')),
    ).toEqual([]);
  });
});

it('compares every scenario: a folder that drops out is noticed', () => {
  expect(scenarios).toHaveLength(75);
});

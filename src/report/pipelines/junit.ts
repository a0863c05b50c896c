/**
 * Renders the report as JUnit XML: a suite for each plan, and in it a test case for each finding and for each policy
 * that found nothing. There is no standard; the schema of Jenkins is the closest to one:
 * https://github.com/jenkinsci/xunit-plugin, `types/model/xsd/junit-10.xsd`.
 */
import type { Finding, Report, ReportSet } from '../../verdict/report.ts';
import { guardLines, shorten, terminal, xml } from '../escape.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { repositoryFile } from '../repository-file.ts';
import { findingLine, verdictWord } from '../wording/phrases.ts';
import { displayName, proseToText } from '../wording/prose.ts';
import { findingLines } from './finding-lines.ts';

interface TestCase {
  /** The part after the last dot is the policy, or `plan`. */
  readonly className: string;
  readonly name: string;
  /** Without it, the case passes. */
  readonly outcome?: {
    readonly tag: 'failure' | 'error' | 'skipped';
    readonly type?: string;
    readonly message: string;
    readonly lines?: readonly string[];
  };
  /** What a case says that passes. */
  readonly output?: readonly string[];
}

const longestMessage = 1_000;

/**
 * Returns a document in which blocking findings fail, excepted findings and disabled policies are skipped, and lifted
 * findings and advisories pass with a text. A plan that could not be judged is an error.
 */
export function junit(report: Report | ReportSet, options: RenderOptions): string {
  const reports = 'reports' in report ? report.reports : [report];
  const suites = reports.map((one) => ({ report: one, cases: toCases(rank(one), reports.length > 1, options) }));
  const all = suites.flatMap(({ cases }) => cases);
  return guardLines(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${attributes({ name: 'Firebreak', ...totals(all) })}>`,
      ...suites.flatMap(({ report: one, cases }) => suiteLines(one, cases)),
      '</testsuites>',
      '',
    ].join('\n'),
  );
}

function toCases(ranked: Ranked, several: boolean, options: RenderOptions): readonly TestCase[] {
  const { report, failing, lowered, excepted, advisories } = ranked;
  const found = new Set(report.findings.map(({ policy }) => policy));
  const cases = [
    planCase(report),
    ...[...failing, ...lowered, ...excepted, ...advisories].map((finding) => findingCase(finding, report, options)),
    ...report.policies.filter(({ id }) => !found.has(id)).flatMap(policyCase),
  ];
  // Readers tell cases apart by class and name, also across suites.
  const taken = new Map<string, number>();
  return cases.map((one) => {
    const name = several ? `${displayName(report.plan.file)}: ${one.name}` : one.name;
    const key = `${one.className} ${name}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return { ...one, name: before === 0 ? name : `${name} (${before + 1})` };
  });
}

function planCase({ verdict, errors = [] }: Report): TestCase {
  const className = 'firebreak.plan';
  const name = 'could be judged';
  if (verdict !== 'error') return { className, name };
  const lines = errors.flatMap((error) => error.split('\n')).map((line) => terminal(line));
  return {
    className,
    name,
    outcome: { tag: 'error', type: 'error', message: 'The plan could not be judged. This is not a pass.', lines },
  };
}

function findingCase(finding: Finding, report: Report, options: RenderOptions): TestCase {
  const { policy, subject, enforcement, exception, location } = finding;
  const deposed = subject.deposed === undefined ? '' : ` (deposed ${displayName(subject.deposed)})`;
  const base = {
    className: `firebreak.${terminal(policy)}`,
    name: subject.address === undefined ? terminal(subject.kind) : `${displayName(subject.address)}${deposed}`,
  };
  if (exception) {
    const { reason, owner, expires } = exception;
    return { ...base, outcome: { tag: 'skipped', message: `accepted by ${owner} until ${expires}: ${reason}` } };
  }
  const file = location && repositoryFile(location.file, options.repository);
  const place = file ? [`${terminal(file)}${location?.line === undefined ? '' : `:${location.line}`}`] : [];
  const lines = [...place, ...findingLines(finding, report)];
  if (report.verdict === 'pass' || enforcement === 'advisory') return { ...base, output: lines };
  return {
    ...base,
    outcome: { tag: 'failure', type: enforcement, message: proseToText(findingLine(finding)), lines },
  };
}

/** A policy without a subject in the plan has no case. */
function policyCase({ id, looked, off }: Report['policies'][number]): readonly TestCase[] {
  const base = { className: `firebreak.${terminal(id)}`, name: terminal(id) };
  if (off !== undefined) return [{ ...base, outcome: { tag: 'skipped', message: `switched off: ${off}` } }];
  return looked === 0 ? [] : [base];
}

function suiteLines({ plan, verdict, approvals }: Report, cases: readonly TestCase[]): readonly string[] {
  const skipped = cases.filter(({ outcome }) => outcome?.tag === 'skipped').length;
  const properties = {
    verdict: verdictWord[verdict],
    fingerprint: plan.fingerprint,
    sha256: plan.sha256,
    'approvals-required': approvals.required,
    'approvals-counted': approvals.counted,
  };
  return [
    `  <testsuite${attributes({ name: displayName(plan.file), ...totals(cases), skipped })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines({ className, name, outcome, output }: TestCase): readonly string[] {
  const open = `    <testcase${attributes({ classname: className, name })}`;
  if (outcome) {
    const { tag, type, message, lines = [] } = outcome;
    const given = { ...(type === undefined ? {} : { type }), message: shorten(terminal(message), longestMessage) };
    return [`${open}>`, `      ${element(tag, attributes(given), lines)}`, '    </testcase>'];
  }
  return output ? [`${open}>`, `      ${element('system-out', '', output)}`, '    </testcase>'] : [`${open}/>`];
}

function element(tag: string, given: string, lines: readonly string[]): string {
  return lines.length === 0 ? `<${tag}${given}/>` : `<${tag}${given}>${lines.map(xml).join('\n')}</${tag}>`;
}

function totals(cases: readonly TestCase[]): Readonly<Record<'tests' | 'failures' | 'errors', number>> {
  const of = (tag: string): number => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error') };
}

function attributes(given: Readonly<Record<string, string | number>>): string {
  return Object.entries(given)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('');
}

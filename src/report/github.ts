/**
 * Renders findings as workflow commands, which GitHub shows as annotations on the lines of code:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { brokenGlassLines, isGlassBroken, liftedBy } from './broken-glass.ts';
import { shorten, terminal } from './escape.ts';
import { count, findingLine, headline, list, needs, setHeadline, verdictWord } from './phrases.ts';
import { displayName, proseToText, toProse } from './prose.ts';
import { type Ranked, rank } from './ranking.ts';
import { remedySummary } from './remedy.ts';
import type { RenderOptions } from './render-options.ts';
import { type Repository, repositoryFile } from './repository-file.ts';

/** One annotation. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Relative to the repository. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** One line. */
  readonly title: string;
  /** At most 4,096 UTF-16 code units; lines are separated by newlines. */
  readonly message: string;
}

/** The runner shows at most ten annotations of a kind and drops the rest silently. */
const mostAnnotations = 10;
/** The runner cuts longer messages silently. */
const longestMessage = 4_096;
const longestTitle = 200;

/**
 * Returns at most ten annotations for blocking and lifted findings, worst first, and a notice with the number of all
 * others, advisories included. Texts are escaped for a terminal but not yet for a workflow command.
 */
export function annotations(
  report: Report | ReportSet,
  options: { readonly repository?: Repository } = {},
): readonly Annotation[] {
  const reports = 'reports' in report ? report.reports : [report];
  const ranked = reports.map(rank);
  const several = reports.length > 1;
  const found = ranked
    .flatMap((one) => one.failing.map((finding) => ({ finding, report: one.report })))
    .toSorted((a, b) => weight(a) - weight(b) || b.finding.approvals - a.finding.approvals)
    .map((one) => ofFinding(one, { ...options, several }));
  const all = [...reports.flatMap(ofBrokenGlass), ...ranked.flatMap((one) => ofErrors(one, several)), ...found];
  const left = [
    all.length > mostAnnotations ? count(all.length - mostAnnotations, 'more finding') : '',
    ...(ranked.some(({ advisories }) => advisories.length > 0) ? [advice(ranked)] : []),
  ].filter(Boolean);
  const rest: Annotation = { level: 'notice', title: 'Firebreak', message: `${list(left)}: see the whole report.` };
  return left.length > 0 ? [...all.slice(0, mostAnnotations), rest] : all;
}

/** Returns one workflow command per line. If there is no annotation, one notice with the verdict. */
export function github(report: Report | ReportSet, options: RenderOptions): string {
  const found = annotations(report, options.repository === undefined ? {} : { repository: options.repository });
  const message = 'reports' in report ? setHeadline(report) : headline(rank(report));
  const verdict = { level: 'notice', title: `Firebreak: ${verdictWord[report.verdict]}`, message } as const;
  return (found.length > 0 ? found : [verdict]).map((one) => `${workflowCommand(one)}\n`).join('');
}

/** Returns `::error file=a.tf,line=1,title=…::message` on one line, with all texts escaped. */
export function workflowCommand({ level, file, line, title, message }: Annotation): string {
  const properties = Object.entries({ file, line, title }).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}=${escapeProperty(String(value))}`,
  );
  return `::${level} ${properties.join(',')}::${escapeData(message)}`;
}

interface Found {
  readonly finding: Finding;
  readonly report: Report;
}

function ofBrokenGlass(report: Report): readonly Annotation[] {
  const level = isGlassBroken(report) ? 'error' : 'notice';
  return brokenGlassLines(report).map((line) => ({
    level,
    title: 'Firebreak: broken glass',
    message: cut([terminal(line)]),
  }));
}

/** Findings that approvals lifted come last. */
function weight({ finding, report }: Found): number {
  return (report.verdict === 'pass' ? 2 : 0) + (finding.enforcement === 'hard-mandatory' ? 0 : 1);
}

function ofFinding(
  { finding, report }: Found,
  options: { readonly repository?: Repository; readonly several: boolean },
): Annotation {
  const { location, policy, title, subject } = finding;
  const lifted = report.verdict === 'pass';
  const file = location ? repositoryFile(location.file, options.repository) : '';
  const place = location?.line === undefined ? {} : { line: location.line };
  return {
    level: lifted && !report.brokenGlass ? 'notice' : 'error',
    ...(file ? { file: terminal(file), ...place } : {}),
    title: shorten(terminal(`${policy}: ${title}`), longestTitle),
    message: cut([
      `${options.several ? `${displayName(report.plan.file)}: ` : ''}${proseToText(findingLine(finding))}`,
      `Why: ${proseToText(toProse(finding.why, subject.address))}`,
      `What to do: ${proseToText(toProse(remedySummary(finding.remedy), subject.address))}`,
      lifted ? `Lifted by ${liftedBy(report)}.` : `(${needs(finding)})`,
    ]),
  };
}

function ofErrors({ report }: Ranked, several: boolean): readonly Annotation[] {
  if (report.verdict !== 'error') return [];
  const errors = (report.errors ?? []).flatMap((error) => error.split('\n')).map((line) => terminal(line.trim()));
  const title = several ? `Firebreak: no verdict on ${displayName(report.plan.file)}` : 'Firebreak: no verdict';
  return [{ level: 'error', title, message: cut(errors.length > 0 ? errors : ['the plan could not be judged']) }];
}

function advice(ranked: readonly Ranked[]): string {
  const number = ranked.reduce((sum, { advisories }) => sum + advisories.length, 0);
  return `${count(number, 'advisory', 'advisories')} that ${number === 1 ? 'blocks' : 'block'} nothing`;
}

function cut(lines: readonly string[]): string {
  return shorten(lines.join('\n'), longestMessage);
}

/** Source: `ActionCommand` of the GitHub runner, which decodes exactly these sequences. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

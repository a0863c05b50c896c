/**
 * Findings as workflow commands, which GitHub shows as annotations on the lines that they are about:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { shorten, terminal } from './escape.ts';
import { count, findingLine, headline, list, needs, setHeadline, verdictWord } from './phrases.ts';
import { displayName, proseToText, toProse } from './prose.ts';
import { type Ranked, rank } from './ranking.ts';
import { summary } from './remedy.ts';
import type { RenderOptions } from './render-options.ts';
import { type Repository, repositoryFile } from './repository-file.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** From the top of the repository. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** One line. */
  readonly title: string;
  /** At most 4,096 UTF-16 units; lines end with a newline. */
  readonly message: string;
}

/** The runner shows no more of one kind, and says nothing of the others. */
const mostAnnotations = 10;
/** It cuts longer messages without a word. */
const longestMessage = 4_096;
const longestTitle = 200;

/**
 * At most ten, worst first, of what stands against the plan or was lifted by approvals; then a notice with the number of
 * all that is left, advisories included. Texts are escaped for a terminal, not yet for a command.
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
  const all = [...ranked.flatMap((one) => ofErrors(one, several)), ...found];
  const left = [
    all.length > mostAnnotations ? count(all.length - mostAnnotations, 'more finding') : '',
    ...(ranked.some(({ advisories }) => advisories.length > 0) ? [advice(ranked)] : []),
  ].filter(Boolean);
  const rest: Annotation = { level: 'notice', title: 'Firebreak', message: `${list(left)}: see the whole report.` };
  return left.length > 0 ? [...all.slice(0, mostAnnotations), rest] : all;
}

/** One workflow command a line and nothing else; without any annotation one notice with the verdict. */
export function github(report: Report | ReportSet, options: RenderOptions): string {
  const found = annotations(report, options.repository === undefined ? {} : { repository: options.repository });
  const message = 'reports' in report ? setHeadline(report) : headline(rank(report));
  const verdict = { level: 'notice', title: `Firebreak: ${verdictWord[report.verdict]}`, message } as const;
  return (found.length > 0 ? found : [verdict]).map((one) => `${workflowCommand(one)}\n`).join('');
}

/** `::error file=a.tf,line=1,title=…::message`: one line, whatever the texts are. */
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

/** What approvals lifted comes last. */
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
    level: lifted ? 'notice' : 'error',
    ...(file ? { file: terminal(file), ...place } : {}),
    title: shorten(terminal(`${policy}: ${title}`), longestTitle),
    message: cut([
      `${options.several ? `${displayName(report.plan.file)}: ` : ''}${proseToText(findingLine(finding))}`,
      `Why: ${proseToText(toProse(finding.why, subject.address))}`,
      `What to do: ${proseToText(toProse(summary(finding.remedy), subject.address))}`,
      lifted ? 'Lifted by approvals.' : `(${needs(finding)})`,
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

/** Source: `ActionCommand` of the runner, which undoes exactly these. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

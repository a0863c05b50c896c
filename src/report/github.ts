/**
 * Renders findings as workflow commands, which GitHub shows as annotations on the lines of code:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { brokenGlassLines, isGlassBroken, liftedBy } from './broken-glass.ts';
import { shorten, terminal } from './escape.ts';
import { findingLine, headline, needs, setHeadline, verdictWord, worstPlansFirst } from './phrases.ts';
import { displayName, proseToText, toProse } from './prose.ts';
import { type Ranked, rank } from './ranking.ts';
import { remedyText } from './remedy.ts';
import type { RenderOptions } from './render-options.ts';
import { repositoryFile } from './repository-file.ts';
import { advisories, findings, list } from './words.ts';

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

/** Paths are relative to the repository, if it is given. */
export type AnnotationOptions = Pick<RenderOptions, 'repository' | 'policyPage'>;

/** The runner shows at most ten annotations of a kind and drops the rest silently. */
const mostAnnotations = 10;
/** The runner cuts longer messages silently. */
const longestMessage = 4_096;
const longestTitle = 200;

/**
 * Returns at most ten annotations for blocking and lifted findings, and in advisory mode for those that would block,
 * worst first, and a notice with the number of all others, advisories included. Texts are escaped for a terminal but
 * not yet for a workflow command.
 */
export function annotations(report: Report | ReportSet, options: AnnotationOptions = {}): readonly Annotation[] {
  const reports = 'reports' in report ? report.reports : [report];
  const plans = worstPlansFirst(reports.map(rank));
  const several = reports.length > 1;
  const found = plans.flatMap((plan) =>
    [...plan.failing, ...plan.lowered].map((finding) => ofFinding(finding, plan.report, { ...options, several })),
  );
  const all = [...reports.flatMap(ofBrokenGlass), ...plans.flatMap((plan) => ofErrors(plan, several)), ...found];
  const advice = plans.reduce((sum, plan) => sum + plan.advisories.length, 0);
  const left = [
    all.length > mostAnnotations ? findings(all.length - mostAnnotations, 'more') : '',
    advice > 0 ? advisories(advice) : '',
  ].filter(Boolean);
  const rest: Annotation = { level: 'notice', title: 'Firebreak', message: `Not annotated: ${list(left)}.` };
  return left.length > 0 ? [...all.slice(0, mostAnnotations), rest] : all;
}

/** Returns one workflow command per line. If there is no annotation, one notice with the verdict. */
export function github(report: Report | ReportSet, options: RenderOptions): string {
  const found = annotations(report, options);
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

function ofBrokenGlass(report: Report): readonly Annotation[] {
  const level = isGlassBroken(report) ? 'error' : 'notice';
  return brokenGlassLines(report).map((line) => ({
    level,
    title: 'Firebreak: broken glass',
    message: cut([terminal(line)]),
  }));
}

function ofFinding(
  finding: Finding,
  report: Report,
  options: AnnotationOptions & { readonly several: boolean },
): Annotation {
  const { location, policy, title, subject, enforcement } = finding;
  const page = options.policyPage?.(policy);
  const lifted = report.verdict === 'pass' && enforcement !== 'advisory';
  const file = location ? repositoryFile(location.file, options.repository) : '';
  const place = location?.line === undefined ? {} : { line: location.line };
  return {
    level: enforcement === 'advisory' ? 'warning' : lifted && !report.brokenGlass ? 'notice' : 'error',
    ...(file ? { file: terminal(file), ...place } : {}),
    title: shorten(terminal(`${title} (${policy})`), longestTitle),
    message: cut([
      `${options.several ? `${displayName(report.plan.file)}: ` : ''}${proseToText(findingLine(finding))}`,
      `Why: ${proseToText(toProse(oneLine(finding.why), subject.address))}`,
      ...fixLines(finding),
      ...(page === undefined ? [] : [`Docs: ${page}`]),
      lifted ? `Lifted by ${liftedBy(report)}.` : needsInWords(finding),
    ]),
  };
}

/** The whole fix, since an annotation has nothing below it to refer to. */
function fixLines({ remedy }: Finding): readonly string[] {
  const [first = '', ...rest] = remedyText(remedy).split('\n').map(terminal);
  return first === '' ? [] : [`Fix: ${first}`, ...rest];
}

function needsInWords(finding: Finding): string {
  const what = needs(finding);
  const enforced = finding.enforced ? 'If enforced: ' : '';
  if (what === 'hard-mandatory') return `${enforced}${enforced ? 'approvals' : 'Approvals'} cannot lift this.`;
  return `${enforced}${enforced ? 'needs' : 'Needs'} ${what}.`;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

function ofErrors({ report }: Ranked, several: boolean): readonly Annotation[] {
  if (report.verdict !== 'error') return [];
  const errors = (report.errors ?? []).flatMap((error) => error.split('\n')).map((line) => terminal(line.trim()));
  const title = several ? `Firebreak: no verdict on ${displayName(report.plan.file)}` : 'Firebreak: no verdict';
  return [{ level: 'error', title, message: cut(errors.length > 0 ? errors : ['The plan could not be judged.']) }];
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

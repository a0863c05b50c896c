/** Findings as messages at lines of code, which several code hosts show. */

import type { Finding, Report, ReportSet } from '../../verdict/report.ts';
import { shorten, terminal } from '../escape.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { repositoryFile } from '../repository-file.ts';
import { brokenGlassLines, isGlassBroken } from '../wording/broken-glass.ts';
import { worstPlansFirst } from '../wording/phrases.ts';
import { displayName } from '../wording/prose.ts';
import { advisories, findings, list } from '../wording/words.ts';
import { findingLines } from './finding-lines.ts';

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
  /** Id of the policy of a finding. */
  readonly policy?: string;
}

/** Paths are relative to the repository, if it is given. */
export type AnnotationOptions = Pick<RenderOptions, 'repository'>;

/** The runners of GitHub and Azure Pipelines show at most ten messages of a kind and drop the rest silently. */
const mostAnnotations = 10;
/** The runner of GitHub cuts longer messages silently. */
const longestMessage = 4_096;
const longestTitle = 200;

/**
 * Returns at most ten annotations for blocking and lifted findings, and in advisory mode for those that would block,
 * worst first, and a notice with the number of all others, advisories included. Texts are escaped for a terminal but
 * not yet for the command of a runner.
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
  const { location, policy, title, enforcement } = finding;
  const lifted = report.verdict === 'pass' && enforcement !== 'advisory';
  const file = location ? repositoryFile(location.file, options.repository) : '';
  const place = location?.line === undefined ? {} : { line: location.line };
  const plan = options.several ? `${displayName(report.plan.file)}: ` : '';
  const [first = '', ...rest] = findingLines(finding, report);
  return {
    level: enforcement === 'advisory' ? 'warning' : lifted && !report.brokenGlass ? 'notice' : 'error',
    ...(file ? { file: terminal(file), ...place } : {}),
    title: shorten(terminal(`${title} (${policy})`), longestTitle),
    policy: terminal(policy),
    message: cut([`${plan}${first}`, ...rest]),
  };
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

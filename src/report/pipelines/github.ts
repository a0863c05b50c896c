/**
 * Renders findings as workflow commands, which GitHub shows as annotations on the lines of code:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import type { Report, ReportSet } from '../../verdict/report.ts';
import { rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { headline, setHeadline, verdictWord } from '../wording/phrases.ts';
import { type Annotation, annotations } from './annotations.ts';

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

/** Source: `ActionCommand` of the GitHub runner, which decodes exactly these sequences. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

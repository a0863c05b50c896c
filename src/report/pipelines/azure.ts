/**
 * Renders findings as logging commands of Azure Pipelines:
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */

import type { Report, ReportSet } from '../../verdict/report.ts';
import type { RenderOptions } from '../render-options.ts';
import { verdictInWords } from '../wording/phrases.ts';
import { type Annotation, annotations } from './annotations.ts';

/**
 * Returns one command per line: an issue for each annotation, the upload of the Markdown report as a summary if the run
 * writes one to a file, and the result of the task.
 */
export function azure(report: Report | ReportSet, options: RenderOptions): string {
  const { summaryFile } = options;
  return [
    ...annotations(report, options).map(issue),
    ...(summaryFile === undefined ? [] : [loggingCommand('task.uploadsummary', {}, summaryFile)]),
    loggingCommand(
      'task.complete',
      { result: report.verdict === 'pass' ? 'Succeeded' : 'Failed' },
      `Firebreak: ${verdictInWords(report)}`,
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Azure Pipelines knows no notices. */
function issue({ level, file, line, title, message, policy }: Annotation): string {
  return loggingCommand(
    'task.logissue',
    {
      type: level === 'error' ? 'error' : 'warning',
      sourcepath: file,
      linenumber: line,
      code: policy,
    },
    `${title}\n${message}`,
  );
}

function loggingCommand(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeCommand(String(value))};`],
  );
  return `##vso[${[name, given.join('')].filter(Boolean).join(' ')}]${escapeCommand(message)}`;
}

/** Source: `CommandStringConvertor` of microsoft/azure-pipelines-agent, which decodes exactly these sequences. */
function escapeCommand(text: string): string {
  return text
    .replaceAll('%', '%AZP25')
    .replaceAll(';', '%3B')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(']', '%5D');
}

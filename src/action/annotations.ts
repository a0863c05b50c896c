/** Findings on the lines that they are about. */
import { isAbsolute, relative } from 'node:path';
import { shorten, terminal } from '../report/escape.ts';
import { rank } from '../report/ranking.ts';
import type { Finding, Report } from '../verdict/report.ts';
import { command } from './commands.ts';

/** The runner shows no more of one kind, and says nothing of the others. */
const most = 10;
/** It cuts longer messages. */
const longest = 4000;

/** At most ten, worst first, and one that says how many more there are. A report without a verdict says only why. */
export function annotations(reports: readonly Report[], options: { readonly workspace: string }): string {
  const errors = [...new Set(reports.flatMap(({ verdict, errors = [] }) => (verdict === 'error' ? errors : [])))];
  if (errors.length > 0) return command('error', { title: 'Firebreak: no verdict' }, shown(errors.join('\n')));
  const found = reports
    .flatMap((report) => rank(report).failing.map((finding) => ({ finding, lifted: report.verdict === 'pass' })))
    .toSorted((a, b) => Number(a.lifted) - Number(b.lifted));
  const lines = found
    .slice(0, most)
    .map(({ finding, lifted }) =>
      command(
        lifted ? 'notice' : 'error',
        { ...placeOf(finding, options.workspace), title: shown(`${finding.policy}: ${finding.title}`) },
        shown(lifted ? `${finding.message} (lifted by approvals)` : finding.message),
      ),
    );
  const left = found.length - lines.length;
  const rest = left > 0 ? command('notice', { title: 'Firebreak' }, `${left} more: see the summary of this job.`) : '';
  return `${lines.join('')}${rest}`;
}

function placeOf({ location }: Finding, workspace: string): Readonly<Record<string, string | number>> {
  if (!location) return {};
  const file = isAbsolute(location.file) ? relative(workspace, location.file) : location.file;
  if (file.startsWith('..')) return {};
  return { file: terminal(file), ...(location.line === undefined ? {} : { line: location.line }) };
}

function shown(text: string): string {
  return shorten(text, longest).split('\n').map(terminal).join('\n');
}

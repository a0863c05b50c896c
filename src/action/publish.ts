/** Publishes the result outside of the comment: files, log, annotations, summary and outputs. */
import { appendFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OutputTarget, writeReports } from '../app/output.ts';
import { json } from '../report/json/json.ts';
import { annotations } from '../report/pipelines/annotations.ts';
import { workflowCommand } from '../report/pipelines/github.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { withoutCommands } from './commands.ts';
import { toResult } from './decide.ts';
import { reportsOf, toOutputs, writeOutputs } from './outputs.ts';
import { summaryPage } from './page.ts';

/**
 * Publishes the result.
 * @throws {UsageError} if the file of a format cannot be written; everything else is published first
 */
export async function publishResult(
  result: Report | ReportSet,
  from: {
    readonly targets: readonly OutputTarget[];
    readonly remarks: readonly string[];
    readonly env: NodeJS.ProcessEnv;
    readonly workspace: string;
  },
): Promise<void> {
  const { targets, remarks, env, workspace } = from;
  const named = targets.find(({ format, file }) => format === 'json' && file !== null)?.file;
  const report = named ?? join(await mkdtemp(join(env.RUNNER_TEMP || tmpdir(), 'firebreak-')), 'report.json');
  if (named === undefined) await writeFile(report, json(result));
  const repository = { top: workspace, cwd: workspace };
  for (const one of annotations(toResult(reportsOf(result).map(withoutFindingsOnError)), { repository }))
    process.stdout.write(`${workflowCommand(one)}\n`);
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, summaryPage(result, { remarks }));
  await writeOutputs(env.GITHUB_OUTPUT, toOutputs(result, { report }));
  if (targets.length > 0) await withoutCommands(() => writeReports(result, targets));
}

/** Without a verdict only the reason is shown. */
function withoutFindingsOnError(report: Report): Report {
  return report.verdict === 'error' ? { ...report, findings: [] } : report;
}

/** Judges the plan of a run in a private folder, on a thread of its own where there is one. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appendRecord } from '../../app/record-file.ts';
import { privateDirectory } from '../../read/files/private-directory.ts';
import type { Report } from '../../verdict/report.ts';
import type { JudgeArguments } from '../judge-context.ts';
import { type CheckTask, checkPlans, type JudgedPlan } from '../many-plans/check-plans.ts';
import { onThreads } from '../many-plans/on-threads.ts';
import { threadFile } from '../many-plans/thread-count.ts';
import type { RunTask } from './run-task-request.ts';

/**
 * Downloads and judges the plan of a run. The folder is removed afterwards, because a plan holds secrets in clear.
 * @param args options of the server, the same for every run
 * @param download writes the JSON plan to a new file
 * @throws {UsageError | InputError | PolicyError} as for `firebreak check`
 */
export async function judgeRun(
  { runId, workspace, createdBy }: RunTask,
  args: JudgeArguments,
  download: (to: string) => Promise<void>,
): Promise<Report> {
  const { dir, remove } = await privateDirectory('firebreak-run-');
  try {
    const plan = join(dir, 'plan.json');
    await download(plan);
    // As in an initialised root module, so that the environments of the settings find the workspace.
    await mkdir(join(dir, '.terraform'));
    await writeFile(join(dir, '.terraform', 'environment'), workspace);
    // The top of a repository: settings in a folder above, which others may write, do not count.
    await mkdir(join(dir, '.git'));
    const actor = join(dir, 'actor.json');
    if (createdBy !== '') await writeFile(actor, JSON.stringify({ author: createdBy }));
    const { report, recorded } = await judge(plan, {
      ...args,
      actor: createdBy === '' ? [] : [actor],
      commit: undefined,
      baseDir: undefined,
      firstPlan: undefined,
      identified: true,
    });
    const named = { ...report, plan: { ...report.plan, file: runId || 'plan.json' } };
    if (args.record !== undefined) {
      await appendRecord(
        args.record,
        recorded.map((each) => ({ ...each, report: named, command: 'serve' })),
      );
    }
    return named;
  } finally {
    await remove();
  }
}

async function judge(plan: string, task: CheckTask): Promise<JudgedPlan> {
  if (!existsSync(fileURLToPath(threadFile))) return (await checkPlans(task))(plan);
  const [judged] = await onThreads([plan], { threads: 1, command: 'check', task, onPlan: () => {} });
  if (!judged) throw new Error('the thread ended without an answer');
  return judged;
}

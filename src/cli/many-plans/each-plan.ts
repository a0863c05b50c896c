/** Judges each of many plans: on worker threads if that is worth their start, otherwise one after the other. */
import type { Results, TaskOf, ThreadTask } from './on-threads.ts';
import { threadCount } from './thread-count.ts';

/**
 * Returns the result for each plan, in the order of the plans.
 * @param options.alone returns what judges one plan on this thread
 * @param options.onPlan called when a plan is begun
 * @throws the error of the first plan that has one
 */
export async function eachPlan<Command extends ThreadTask['command']>(
  files: readonly string[],
  options: {
    readonly command: Command;
    readonly task: TaskOf<Command>;
    readonly alone: () => Promise<(file: string) => Promise<Results[Command]>>;
    readonly onPlan: (file: string) => void;
  },
): Promise<readonly Results[Command][]> {
  const { command, task, alone, onPlan } = options;
  const threads = await threadCount(files);
  if (threads > 1) {
    const { onThreads } = await import('./on-threads.ts');
    return onThreads(files, { threads, command, task, onPlan });
  }
  const judge = await alone();
  const results: Results[Command][] = [];
  for (const file of files) {
    onPlan(file);
    const result = await judge(file);
    // What a report computes when it is read holds the whole plan. A copy does not.
    results.push(files.length > 1 ? structuredClone(result) : result);
  }
  return results;
}

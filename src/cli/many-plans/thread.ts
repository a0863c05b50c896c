/** A worker thread that judges plans. The build makes `lib/thread.js` of it. */
import { parentPort, workerData } from 'node:worker_threads';
import '../hot-path.ts';
import { InputError, PolicyError, UsageError } from '../../errors.ts';
import type { ThreadAnswer, ThreadTask } from './on-threads.ts';

/** The task of this thread is plain data from `onThreads`. */
const { command, task }: ThreadTask = workerData;

async function start(): Promise<(file: string) => Promise<unknown>> {
  if (command === 'check') return (await import('./check-plans.ts')).checkPlans(task);
  return (await import('./backtest-plans.ts')).backtestPlans(task);
}

const judging = start();
// Its failure is the answer to every plan.
judging.catch(() => {});

parentPort?.on('message', async (file: string) => {
  parentPort?.postMessage(await answer(file));
});

async function answer(file: string): Promise<ThreadAnswer> {
  try {
    return { value: await (await judging)(file) };
  } catch (error) {
    if (error instanceof UsageError) return { fault: { kind: 'usage', faults: error.faults } };
    if (error instanceof InputError) return { fault: { kind: 'input', faults: error.faults } };
    if (error instanceof PolicyError) return { fault: { kind: 'policy', faults: error.faults } };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

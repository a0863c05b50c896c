/** Shares many plans among worker threads. */
import { Worker } from 'node:worker_threads';
import { type Fault, InputError, PolicyError, UsageError } from '../../errors.ts';
import type { Backtested } from '../../report/commands/backtest.ts';
import type { BacktestTask } from './backtest-plans.ts';
import type { CheckTask, JudgedPlan } from './check-plans.ts';
import { threadFile } from './thread-count.ts';

/** A command with what it needs: the `workerData` of a thread. */
export type ThreadTask =
  | { readonly command: 'check'; readonly task: CheckTask }
  | { readonly command: 'backtest'; readonly task: BacktestTask };

/** What the command needs. */
export type TaskOf<Command> = Extract<ThreadTask, { readonly command: Command }>['task'];

/** The result for one plan, by command. */
export interface Results {
  readonly check: JudgedPlan;
  readonly backtest: Backtested;
}

/** The errors that a user can cause. A copy of an error in another thread has lost its class. */
const errorKinds = { usage: UsageError, input: InputError, policy: PolicyError };

/** The result for one plan; an error that the user can cause; or a mistake of Firebreak. */
export type ThreadAnswer =
  | { readonly value: unknown }
  | { readonly fault: { readonly kind: keyof typeof errorKinds; readonly faults: readonly Fault[] } }
  | { readonly error: string };

/**
 * Returns the result for each plan, in the order of the plans.
 * @param options.onPlan called when a plan is begun
 * @throws the error of the first plan that has one, as the command throws it on the main thread
 */
export async function onThreads<Command extends ThreadTask['command']>(
  files: readonly string[],
  options: {
    readonly threads: number;
    readonly command: Command;
    readonly task: TaskOf<Command>;
    readonly onPlan: (file: string) => void;
    /** Of a thread; default: the one beside this program. */
    readonly program?: URL;
  },
): Promise<readonly Results[Command][]> {
  const { command, task, program = threadFile } = options;
  const answers = new Map<number, ThreadAnswer>();
  let next = 0;
  const workers = Array.from({ length: options.threads }, () => new Worker(program, { workerData: { command, task } }));
  const drive = async (worker: Worker): Promise<void> => {
    while (next < files.length) {
      const at = next;
      next += 1;
      const file = files[at] ?? '';
      options.onPlan(file);
      const answer = await ask(worker, file);
      answers.set(at, answer);
      // The plans before this one are already with a thread, so that the first error is found.
      if (!('value' in answer)) next = files.length;
    }
  };
  try {
    await Promise.all(workers.map(drive));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  // A thread answers as its command says: see `thread.ts`.
  return [...answers].toSorted(([a], [b]) => a - b).map(([, answer]) => resultOf(answer) as Results[Command]);
}

function ask(worker: Worker, file: string): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (answer: ThreadAnswer): void => {
      settle();
      resolve(answer);
    };
    // A thread that ran out of memory answers nothing.
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    // Without an error, for example after `process.exit`: otherwise nobody would wait, and the program end without a verdict.
    const onExit = (code: number): void => onError(new Error(`a thread ended with status ${code} and no answer`));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(file);
  });
}

function resultOf(answer: ThreadAnswer): unknown {
  if ('value' in answer) return answer.value;
  if ('error' in answer) throw new Error(answer.error);
  const { kind, faults } = answer.fault;
  throw new errorKinds[kind](faults);
}

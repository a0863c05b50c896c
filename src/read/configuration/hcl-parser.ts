/** HCL text to JSON bodies and to places, in a worker thread that starts with the first text and ends at the time limit. */
import { Worker } from 'node:worker_threads';

/** The JSON form of one file, or why there is none (one line, no excerpt of the source: it may hold secrets). */
export type ParsedHcl = { readonly body: unknown } | { readonly reason: string; readonly line?: number };

/** A block where it stands; those in a `terraform` or `check` block are told as well. */
export interface LocatedBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly blocks: readonly LocatedBlock[];
}

/** What could be located; `sound` where the whole text is well-formed, so that nothing is missing. */
export interface LocatedHcl {
  readonly blocks: readonly LocatedBlock[];
  readonly sound: boolean;
}

/** Each gives one answer for each text, in order, and never rejects. */
export interface HclParser {
  parse(texts: readonly string[]): Promise<readonly ParsedHcl[]>;
  /** Several times faster, and without any values. */
  locate(texts: readonly string[]): Promise<readonly LocatedHcl[]>;
  close(): Promise<void>;
}

type Task = 'body' | 'blocks';

interface WorkerAnswer {
  readonly id: number;
  readonly body?: unknown;
  readonly blocks?: readonly LocatedBlock[] | null;
  readonly sound?: boolean;
  readonly error?: string;
}

interface Question {
  readonly task: Task;
  readonly text: string;
  readonly settle: (answer: Omit<WorkerAnswer, 'id'> | { readonly ended: string }) => void;
}

/** A worker that has done its work, kept for the next parser: to start one costs 0.3 s. It keeps no process alive. */
let idle: Worker | null = null;

function takeWorker(): Worker {
  const worker = idle ?? startWorker();
  idle = null;
  worker.removeAllListeners();
  worker.ref();
  return worker;
}

function startWorker(): Worker {
  // No flags of the parent: a test runner or a debugger may have set some that a plain worker does not understand.
  return new Worker(new URL('./hcl-worker.mjs', import.meta.url), { execArgv: [] });
}

function leaveWorker(worker: Worker): void {
  const forget = () => {
    if (idle === worker) idle = null;
  };
  worker.removeAllListeners();
  worker.once('error', forget).once('exit', forget).unref();
  idle = worker;
}

/** @param options.timeLimitMs milliseconds for everything this parser is ever given, counted from the first text. */
export function openHclParser(options: { readonly timeLimitMs: number }): HclParser {
  const waiting = new Map<number, Question>();
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let ended: string | null = null;
  let lastId = 0;

  function end(reason: string): void {
    ended ??= reason;
    clearTimeout(timer);
    for (const { settle } of waiting.values()) settle({ ended });
    waiting.clear();
  }

  function start(): Worker {
    const started = takeWorker();
    started.on('message', ({ id, ...answer }: WorkerAnswer) => {
      const settle = waiting.get(id)?.settle;
      waiting.delete(id);
      settle?.(answer);
      const { error } = answer;
      if (error !== undefined && !error.startsWith(FAULT)) replace(started);
    });
    started.on('error', (error) => end(`could not be read: the HCL parser failed (${nameOf(error)})`));
    started.on('exit', () => end('could not be read: the HCL parser ended early'));
    return started;
  }

  /** A parser that stumbles over a text, as over hostile nesting, never answers again: the others get a new one. */
  function replace(broken: Worker): void {
    broken.removeAllListeners();
    void broken.terminate();
    worker = null;
    if (waiting.size > 0) send([...waiting.keys()]);
  }

  function send(ids: readonly number[]): void {
    worker ??= start();
    worker.postMessage(
      ids.flatMap((id) => {
        const { task, text } = waiting.get(id) ?? {};
        return text === undefined ? [] : { id, task, text };
      }),
    );
  }

  function ask(task: Task, texts: readonly string[]) {
    const answers = texts.map((text) => {
      lastId += 1;
      const id = lastId;
      return {
        id,
        settled: new Promise<Parameters<Question['settle']>[0]>((settle) => waiting.set(id, { task, text, settle })),
      };
    });
    if (ended !== null) end(ended);
    else if (texts.length > 0) {
      const { timeLimitMs } = options;
      timer ??= setTimeout(() => end(`was not parsed within the time limit of ${timeLimitMs / 1000} s`), timeLimitMs);
      send(answers.map(({ id }) => id));
    }
    return Promise.all(answers.map(({ settled }) => settled));
  }

  return {
    async parse(texts) {
      const answers = await ask('body', texts);
      return answers.map((answer) => {
        if ('ended' in answer) return { reason: answer.ended };
        return answer.error === undefined ? { body: answer.body } : toReason(answer.error);
      });
    },
    async locate(texts) {
      const answers = await ask('blocks', texts);
      return answers.map((answer) => {
        const blocks = 'ended' in answer ? null : (answer.blocks ?? null);
        return blocks === null ? nowhere : { blocks, sound: 'sound' in answer && answer.sound === true };
      });
    },
    async close() {
      const isFree = ended === null && waiting.size === 0 && idle === null;
      end('could not be read: the HCL parser was closed');
      if (worker !== null && isFree) leaveWorker(worker);
      else await worker?.terminate();
      worker = null;
    },
  };
}

const nowhere: LocatedHcl = { blocks: [], sound: false };

/** How hcl2json begins when the text is at fault, not the parser. */
const FAULT = 'parse config:';

/** `parse config: [file:2,15-16: Missing newline after argument; …]`: line and summary, without the detail. */
function toReason(message: string): ParsedHcl {
  const found = /file:(\d+),[\d\-,]+: ([^;\]]+)/.exec(message);
  if (found?.[1] === undefined || found[2] === undefined) {
    return {
      reason: message.startsWith(FAULT) ? 'is not valid HCL' : 'could not be parsed: the HCL parser failed on it',
    };
  }
  return { reason: `is not valid HCL: ${firstLine(found[2])}`, line: Number(found[1]) };
}

/** The code or class: messages of Node hold paths of this machine. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}

/** HCL text to JSON bodies, in a worker thread that starts with the first text and is stopped at the time limit. */
import { Worker } from 'node:worker_threads';

/** The JSON form of one file, or why there is none (one line, no excerpt of the source: it may hold secrets). */
export type ParsedHcl = { readonly body: unknown } | { readonly reason: string; readonly line?: number };

export interface HclParser {
  /** One answer for each text, in order; never rejects. */
  parse(texts: readonly string[]): Promise<readonly ParsedHcl[]>;
  close(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly body?: unknown;
  readonly error?: string;
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
  const waiting = new Map<number, (parsed: ParsedHcl) => void>();
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let ended: string | null = null;
  let lastId = 0;

  function end(reason: string): void {
    ended ??= reason;
    clearTimeout(timer);
    for (const settle of waiting.values()) settle({ reason: ended });
    waiting.clear();
  }

  function start(): Worker {
    const started = takeWorker();
    started.on('message', (answer: Answer) => {
      waiting.get(answer.id)?.(answer.error === undefined ? { body: answer.body } : toReason(answer.error));
      waiting.delete(answer.id);
    });
    started.on('error', (error) => end(`could not be read: the HCL parser failed (${nameOf(error)})`));
    started.on('exit', () => end('could not be read: the HCL parser ended early'));
    timer = setTimeout(
      () => end(`was not parsed within the time limit of ${options.timeLimitMs / 1000} s`),
      options.timeLimitMs,
    );
    return started;
  }

  return {
    async parse(texts) {
      if (texts.length === 0) return [];
      const answers = texts.map((text) => {
        lastId += 1;
        const id = lastId;
        return { id, text, parsed: new Promise<ParsedHcl>((resolve) => waiting.set(id, resolve)) };
      });
      if (ended === null) {
        worker ??= start();
        worker.postMessage(answers.map(({ id, text }) => ({ id, text })));
      } else end(ended);
      return Promise.all(answers.map((answer) => answer.parsed));
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

/** `parse config: [file:2,15-16: Missing newline after argument; …]`: line and summary, without the detail. */
function toReason(message: string): ParsedHcl {
  const found = /file:(\d+),[\d\-,]+: ([^;\]]+)/.exec(message);
  if (found?.[1] === undefined || found[2] === undefined) return { reason: 'is not valid HCL' };
  return { reason: `is not valid HCL: ${firstLine(found[2])}`, line: Number(found[1]) };
}

/** The code or class: messages of Node hold paths of this machine. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}

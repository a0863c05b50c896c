/**
 * Parses HCL to JSON bodies and block positions in a worker thread, which starts with the first text and stops at the
 * time limit.
 */
import { getAsset, isSea } from 'node:sea';
import { Worker } from 'node:worker_threads';

/**
 * The JSON form of one file, or why there is none: one line without an excerpt of the source, which may contain
 * secrets.
 */
export type ParsedHcl = { readonly body: unknown } | { readonly reason: string; readonly line?: number };

/** A block and its position. Nested blocks are listed only for `terraform` and `check`. */
export interface LocatedBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly blocks: readonly LocatedBlock[];
}

/** The blocks found in one file. `sound`: the whole text is well-formed, so that no block is missing. */
export interface LocatedHcl {
  readonly blocks: readonly LocatedBlock[];
  readonly wellFormed: boolean;
}

/** Parses HCL texts. Each method returns one result per text, in order, and never rejects. */
export interface HclParser {
  parse(texts: readonly string[]): Promise<readonly ParsedHcl[]>;
  /** Block positions only; several times faster than `parse`. */
  locate(texts: readonly string[]): Promise<readonly LocatedHcl[]>;
  close(): Promise<void>;
}

type Task = 'body' | 'blocks';

interface WorkerAnswer {
  readonly id: number;
  readonly body?: unknown;
  readonly blocks?: readonly LocatedBlock[] | null;
  readonly wellFormed?: boolean;
  readonly error?: string;
}

interface Question {
  readonly task: Task;
  readonly text: string;
  readonly settle: (answer: Omit<WorkerAnswer, 'id'> | { readonly ended: string }) => void;
}

/** An idle worker, kept for the next parser because starting one takes 0.3 s. It does not keep the process alive. */
let idle: Worker | null = null;

function takeWorker(): Worker {
  const worker = idle ?? startWorker();
  idle = null;
  worker.removeAllListeners();
  worker.ref();
  return worker;
}

function startWorker(): Worker {
  // Flags of the parent process (test runner, debugger) may not be valid for a worker.
  const execArgv: string[] = [];
  if (!isSea()) return new Worker(new URL('./hcl-worker.mjs', import.meta.url), { execArgv });
  // A single executable (scripts/build-sea.mjs) contains the worker and its parsers.
  const files = Object.fromEntries(parserFiles.map((name) => [name, getAsset(name)]));
  const options = { execArgv, eval: true, workerData: { files }, transferList: Object.values(files) };
  return new Worker(getAsset('hcl-worker.cjs', 'utf8'), options);
}

const parserFiles = ['main.wasm.gz', 'web-tree-sitter.wasm', 'tree-sitter-terraform.wasm'];

function leaveWorker(worker: Worker): void {
  const forget = () => {
    if (idle === worker) idle = null;
  };
  worker.removeAllListeners();
  worker.once('error', forget).once('exit', forget).unref();
  idle = worker;
}

/**
 * Opens a parser. Call `close` when it is no longer needed.
 * @param options.timeLimitMs milliseconds for all texts together, from the first call on
 */
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

  /** A parser that crashed (for example on deep nesting) never answers again: pending texts go to a new worker. */
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
        return blocks === null ? nowhere : { blocks, wellFormed: 'wellFormed' in answer && answer.wellFormed === true };
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

const nowhere: LocatedHcl = { blocks: [], wellFormed: false };

/** Prefix of hcl2json's message if the text, not the parser, is at fault. */
const FAULT = 'parse config:';

/**
 * Returns line and summary of `parse config: [file:2,15-16: Missing newline after argument; …]`, without the detail.
 */
function toReason(message: string): ParsedHcl {
  const found = /file:(\d+),[\d\-,]+: ([^;\]]+)/.exec(message);
  if (found?.[1] === undefined || found[2] === undefined) {
    return {
      reason: message.startsWith(FAULT) ? 'is not valid HCL' : 'could not be parsed: the HCL parser failed on it',
    };
  }
  return { reason: `is not valid HCL: ${firstLine(found[2])}`, line: Number(found[1]) };
}

/** Returns the error's code or class: Node's messages contain paths of this machine. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}

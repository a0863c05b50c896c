/** The HTTP server of `firebreak serve`: takes requests of run tasks, and answers whether it lives. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { faultText, isFirebreakError } from '../../errors.ts';
import type { RunTaskResult } from '../../report/pipelines/run-task.ts';
import type { Platform } from './platform.ts';
import { parseRunTask, type RunTask } from './run-task-request.ts';
import { isSigned } from './signature.ts';
import { TaskQueue } from './task-queue.ts';

/** What the server needs to do its work. */
export interface RunTaskServerOptions {
  readonly key: string;
  readonly platform: Platform;
  readonly judge: (task: RunTask) => Promise<RunTaskResult>;
  readonly most: { readonly running: number; readonly waiting: number };
  /** One line for each event; without secrets. */
  readonly log: (line: string) => void;
  /** Between two signs of life of a task, in milliseconds. HCP Terraform gives up after ten minutes without one. */
  readonly progressMs?: number;
}

/** A server that does not listen yet. */
export interface RunTaskServer {
  readonly http: Server;
  /** Takes no more requests, and resolves when everything that was accepted is answered. */
  readonly stop: () => Promise<void>;
}

/** In bytes. Requests hold only names and URLs. */
const longestBody = 256 * 1024;
const progressMs = 4 * 60_000;
/** The stages that have a plan. */
const stages = ['post_plan', 'pre_apply'];

/** Returns the server. */
export function createRunTaskServer(options: RunTaskServerOptions): RunTaskServer {
  const queue = new TaskQueue(options.most);
  let isStopping = false;
  const http = createServer({
    requestTimeout: 15_000,
    headersTimeout: 10_000,
    // By default Node looks only every 30 seconds for requests that are over time.
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
  });
  http.maxHeadersCount = 100;
  http.maxConnections = 256;
  http.on('request', (request, response) => {
    const reply = (status: number, text: string): void => {
      // Without a body to wait for, the connection of a refused request ends.
      response.writeHead(status, {
        'content-type': 'text/plain; charset=utf-8',
        ...(status >= 400 ? { connection: 'close' } : {}),
      });
      response.end(`${text}\n`);
    };
    const [pathname] = (request.url ?? '').split('?');
    if (pathname === '/healthz') return health(request, response, { ...queue.load, isStopping });
    if (pathname !== '/run-task') return reply(404, 'not found: POST /run-task or GET /healthz');
    if (request.method !== 'POST') return reply(405, 'use POST');
    if (isStopping) return reply(503, 'stopping: try again');
    readBody(request, longestBody)
      .then((body) => {
        if (body === null) return reply(413, `the body is larger than ${longestBody} bytes`);
        const { status, text } = accept(body, request.headers['x-tfc-task-signature'], { ...options, queue });
        reply(status, text);
      })
      // The client is gone.
      .catch(() => response.destroy());
  });
  return {
    http,
    async stop() {
      isStopping = true;
      const closed = new Promise<void>((done) => http.close(() => done()));
      http.closeIdleConnections();
      await queue.idle();
      http.closeAllConnections();
      await closed;
    },
  };
}

function health(
  request: IncomingMessage,
  response: ServerResponse,
  {
    isStopping,
    running,
    waiting,
  }: { readonly isStopping: boolean; readonly running: number; readonly waiting: number },
): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.writeHead(isRead ? (isStopping ? 503 : 200) : 405, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ status: isStopping ? 'stopping' : 'ok', running, waiting })}\n`);
}

/** Returns null if the body is longer than the limit. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** HCP Terraform wants an answer at once, and the result later. */
function accept(
  body: Buffer,
  signature: string | string[] | undefined,
  options: RunTaskServerOptions & { readonly queue: TaskQueue },
): Answered {
  const { key, platform, queue, log } = options;
  if (!isSigned(body, typeof signature === 'string' ? signature : undefined, key)) {
    log('refused a request: its signature is missing or wrong');
    return { status: 401, text: 'the signature is missing or wrong: compare the HMAC keys' };
  }
  const parsed = parseRunTask(body.toString('utf8'));
  if ('test' in parsed) return { status: 200, text: 'ok' };
  if ('fault' in parsed) return { status: 400, text: parsed.fault };
  const { task } = parsed;
  const foreign = [task.callbackUrl, task.planUrl].find((url) => url !== undefined && !platform.allows(url));
  if (foreign !== undefined) {
    log(`${nameOf(task)}: refused, because it names a host that is not allowed`);
    return { status: 400, text: 'a URL leads to a host that is not allowed: start the server with --host NAME' };
  }
  // A run may wait here for longer than HCP Terraform waits for a sign of life.
  const progress = setInterval(() => void send(task, running, options), options.progressMs ?? progressMs);
  if (queue.add(() => work(task, options).finally(() => clearInterval(progress)))) {
    return { status: 200, text: 'accepted' };
  }
  clearInterval(progress);
  log(`${nameOf(task)}: refused, because too many runs wait`);
  return { status: 503, text: 'too many runs wait: try again' };
}

const running: RunTaskResult = { status: 'running', message: 'The plan is being judged.' };

/** Judges and sends the result. What cannot be judged fails. */
async function work(task: RunTask, options: RunTaskServerOptions): Promise<void> {
  const result = await judgeOrFail(task, options);
  options.log(`${nameOf(task)}: ${result.message.split('\n', 1)[0]}`);
  await send(task, result, options);
}

async function send(
  task: RunTask,
  result: RunTaskResult,
  { platform, log }: Pick<RunTaskServerOptions, 'platform' | 'log'>,
): Promise<void> {
  await platform
    .send(task.callbackUrl, result, { token: task.token })
    .catch((error: unknown) => log(`${nameOf(task)}: ${messageOf(error)}`));
}

async function judgeOrFail(task: RunTask, { judge }: RunTaskServerOptions): Promise<RunTaskResult> {
  if (!stages.includes(task.stage) || task.planUrl === undefined) {
    return {
      status: 'failed',
      message: `ERROR: the stage ${task.stage} has no plan, so nothing was judged. Attach the run task to post-plan or pre-apply.`,
    };
  }
  try {
    return await judge(task);
  } catch (error) {
    return { status: 'failed', message: `ERROR: nothing was judged. ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  if (isFirebreakError(error)) return error.faults.map(faultText).join('\n');
  return `internal error: ${error instanceof Error ? error.message : String(error)}`;
}

function nameOf({ workspace, runId }: RunTask): string {
  return [workspace, runId].filter(Boolean).join(' ');
}

/** A client for GitHub's REST API: one request at a time, with retries limited to a total waiting time. */
import { version } from '../package-info.ts';

/** A request failed. `status` is the HTTP status, or null if there was no answer. */
export class ApiError extends Error {
  readonly status: number | null;

  constructor(message: string, options: { readonly status: number | null; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ApiError';
    this.status = options.status;
  }
}

/** GitHub's REST API for one repository. Every method throws {ApiError} if the request fails. */
export interface Api {
  /**
   * Returns parsed JSON. The path is relative to the API's address, e.g. `/orgs/acme/teams/ops/members`; `{repo}` is
   * replaced by the repository.
   */
  get(path: string): Promise<unknown>;
  /** Returns the raw content. */
  raw(path: string): Promise<string>;
  /** Returns all pages of a list. `pick` extracts the list from an answer that contains it. */
  pages(path: string, pick?: (answer: unknown) => unknown): Promise<readonly unknown[]>;
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** Makes one attempt only; for optional information. */
  graphql(query: string): Promise<unknown>;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly accept: string;
  readonly body?: unknown;
}

const attempts = 4;
const firstWaitMs = 500;
/** Total waiting time of a run, in milliseconds, so that the job does not hang. */
const mostWaitMs = 20_000;
const timeLimitMs = 15_000;
const perPage = 100;
const mostPages = 200;

/** Returns a client for one repository. */
export function openApi(options: {
  /** For example `https://api.github.com`. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string | undefined;
}): Api {
  let waited = 0;
  const base = options.url.replace(/\/+$/, '');
  const repository = options.repository.split('/').map(encodeURIComponent).join('/');
  const at = (path: string): string => base + path.replace('{repo}', `/repos/${repository}`);

  async function once({ method, url, accept, body }: Request): Promise<Response> {
    return fetch(url, {
      method,
      headers: {
        accept,
        'user-agent': `firebreak/${version}`,
        'x-github-api-version': '2022-11-28',
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeLimitMs),
    });
  }

  /** Retries errors that may be temporary: no answer, 5xx, rate limits. */
  async function ask(request: Request): Promise<{ readonly response: Response; readonly text: string }> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await settled(() => once(request));
      if ('response' in answer && answer.response.ok) return answer;
      const wait = attempt < attempts ? waitFor(answer, firstWaitMs * 2 ** (attempt - 1)) : null;
      if (wait === null || waited + wait > mostWaitMs) throw toError(request, answer, base);
      waited += wait;
      await new Promise((wake) => setTimeout(wake, wait));
    }
  }

  const json = 'application/vnd.github+json';
  const get = async (path: string) => ask({ method: 'GET', url: at(path), accept: json });
  return {
    get: async (path) => parsed(await get(path), path),
    raw: async (path) => (await ask({ method: 'GET', url: at(path), accept: 'application/vnd.github.raw+json' })).text,
    async pages(path, pick = (answer) => answer) {
      const items: unknown[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const answer = await get(`${path}${path.includes('?') ? '&' : '?'}per_page=${perPage}&page=${page}`);
        const list = pick(parsed(answer, path));
        if (!Array.isArray(list)) throw new ApiError(`GET ${path} did not return a list`, { status: 200 });
        items.push(...list);
        if (!/rel="next"/.test(answer.response.headers.get('link') ?? '')) return items;
      }
      throw new ApiError(`GET ${path} has more than ${mostPages} pages`, { status: 200 });
    },
    send: async (method, path, body) => {
      const answer = await ask({ method, url: at(path), accept: json, body });
      return answer.text === '' ? null : parsed(answer, path);
    },
    async graphql(query) {
      const answer = await settled(() =>
        once({ method: 'POST', url: options.graphqlUrl, accept: json, body: { query } }),
      );
      return 'response' in answer && answer.response.ok ? parsed(answer, '/graphql') : null;
    },
  };
}

type ApiAnswer = { readonly response: Response; readonly text: string } | { readonly failure: unknown };

async function settled(work: () => Promise<Response>): Promise<ApiAnswer> {
  try {
    const response = await work();
    return { response, text: await response.text() };
  } catch (failure) {
    return { failure };
  }
}

/** Returns the milliseconds to wait before the next attempt; null if there should be none. */
function waitFor(answer: ApiAnswer, backoff: number): number | null {
  if ('failure' in answer) return backoff;
  const { status, headers } = answer.response;
  const asked = Number(headers.get('retry-after') ?? Number.NaN) * 1000;
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers.get('x-ratelimit-remaining') === '0' || !Number.isNaN(asked) || /rate limit/i.test(answer.text)));
  if (limited) return Number.isNaN(asked) ? untilReset(headers, backoff) : Math.max(asked, backoff);
  return status >= 500 ? backoff : null;
}

function untilReset(headers: Headers, backoff: number): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return backoff;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000 - Date.now();
  return Number.isNaN(reset) ? backoff : Math.max(reset, backoff);
}

function toError({ method, url }: Request, answer: ApiAnswer, base: string): ApiError {
  const what = `${method} ${url.slice(base.length).replace(/\?.*$/, '')}`;
  if ('failure' in answer) {
    const cause = answer.failure;
    const why = cause instanceof Error && cause.name === 'TimeoutError' ? 'no answer in time' : 'no connection';
    return new ApiError(`${what}: ${why}`, { status: null, cause });
  }
  const { status } = answer.response;
  return new ApiError(`${what}: ${status}${messageIn(answer.text)}`, { status });
}

/** Returns GitHub's error message, e.g. `Resource not accessible by integration`. */
function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text);
    return typeof message === 'string' ? ` ${message.split('\n', 1)[0]?.slice(0, 200) ?? ''}` : '';
  } catch {
    return '';
  }
}

function parsed({ text }: { readonly text: string }, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError(`${path} did not return JSON`, { status: 200, cause });
  }
}

/** Calls HCP Terraform (or Terraform Enterprise): reads a plan, and sends results. Nothing else is ever called. */
import { open } from 'node:fs/promises';
import { InputError } from '../../errors.ts';
import { version } from '../../package-info.ts';
import type { RunTaskResult } from '../../report/pipelines/run-task.ts';

/** The API, as far as run tasks need it. */
export interface Platform {
  /** Whether the URL leads to an allowed place. */
  readonly allows: (url: string) => boolean;
  /**
   * Writes the JSON plan to a file that does not exist yet.
   * @throws {InputError} if it cannot be read, is too large, or lies elsewhere
   */
  readonly download: (url: string, options: { readonly token: string; readonly to: string }) => Promise<void>;
  /**
   * Sends a result. Errors that may be temporary are tried again.
   * @throws {InputError} if HCP Terraform does not take it
   */
  readonly send: (url: string, result: RunTaskResult, options: { readonly token: string }) => Promise<void>;
}

const timeLimitMs = 60_000;
const mostRedirects = 3;
const attempts = 4;
const firstWaitMs = 500;
/** In bytes. Node can hold no longer text, so no longer plan could be judged. */
const longestPlan = 512 * 1024 * 1024;

/**
 * Returns a client.
 * @param options.origins such as `https://app.terraform.io`; requests name URLs, and a forged one must lead nowhere else
 * @param options.wait pauses between attempts
 */
export function openPlatform(options: {
  readonly origins: readonly string[];
  readonly wait?: (milliseconds: number) => Promise<void>;
}): Platform {
  const { origins, wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)) } = options;
  const allows = (url: string): boolean => {
    if (!URL.canParse(url)) return false;
    // Not `origin`: `blob:` URLs have that of the URL in them. Errors of `fetch` would show a password.
    const { protocol, host, username, password } = new URL(url);
    return origins.includes(`${protocol}//${host}`) && username === '' && password === '';
  };
  const call = async (url: string, init: RequestInit): Promise<Response> => {
    if (!allows(url)) {
      const where = URL.canParse(url) ? new URL(url).host : 'an invalid URL';
      throw new InputError({
        message: `HCP Terraform named ${where}, which is not allowed`,
        hint: 'If it is your own Terraform Enterprise, start the server with --host NAME.',
      });
    }
    const headers = { 'user-agent': `firebreak/${version}`, ...init.headers };
    return fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(timeLimitMs) });
  };

  async function get(url: string, token: string): Promise<Response> {
    let at = url;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      // The plan itself lies elsewhere, behind a URL that is its own secret: the token is for the API only.
      const isApi = new URL(at).origin === new URL(url).origin;
      const response = await call(at, isApi ? { headers: { authorization: `Bearer ${token}` } } : {});
      const next = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || next === null) return response;
      await response.body?.cancel();
      at = new URL(next, at).href;
    }
    throw new InputError({ message: 'HCP Terraform redirects too often', hint: 'Start the run again.' });
  }

  return {
    allows,
    async download(url, { token, to }) {
      const response = await get(url, token).catch(explained('the plan cannot be read'));
      if (response.status === 204 || !response.ok || response.body === null) {
        await response.body?.cancel();
        const hint = 'The plan must be finished: attach the run task to the stage post-plan or pre-apply.';
        throw new InputError({ message: `the plan cannot be read: HCP Terraform answers ${response.status}`, hint });
      }
      await writeBounded(response.body, to).catch(explained('the plan cannot be read'));
    },
    async send(url, result, { token }) {
      const body = JSON.stringify(toDocument(result));
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.api+json' };
      for (let attempt = 1; ; attempt += 1) {
        const answer = await call(url, { method: 'PATCH', headers, body }).then(
          async (response) => {
            await response.body?.cancel();
            return response.status;
          },
          (error: unknown) => explainedOnce(error, 'the result cannot be sent'),
        );
        if (typeof answer === 'number' && answer >= 200 && answer < 300) return;
        const mayPass = typeof answer === 'number' ? answer >= 500 || answer === 429 : !answer.isFinal;
        if (attempt >= attempts || !mayPass) {
          if (typeof answer !== 'number') throw answer.error;
          throw new InputError({ message: `the result cannot be sent: HCP Terraform answers ${answer}` });
        }
        await wait(firstWaitMs * 2 ** (attempt - 1));
      }
    },
  };
}

/** The JSON:API document of a result. */
function toDocument({ outcomes = [], status, message }: RunTaskResult): object {
  return {
    data: {
      type: 'task-results',
      attributes: { status, message },
      ...(outcomes.length === 0
        ? {}
        : {
            relationships: {
              outcomes: { data: outcomes.map((attributes) => ({ type: 'task-result-outcomes', attributes })) },
            },
          }),
    },
  };
}

async function writeBounded(body: ReadableStream<Uint8Array>, to: string): Promise<void> {
  const file = await open(to, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > longestPlan) {
        throw new InputError({ message: 'the plan is larger than 512 MiB', hint: 'Split the workspace.' });
      }
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

/** `fetch` says only that it failed; the cause names the reason. It never holds the token. */
function explainedOnce(error: unknown, what: string): { readonly error: unknown; readonly isFinal: boolean } {
  if (error instanceof InputError) return { error, isFinal: true };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return { error: new InputError({ message: `${what}: ${why}`, hint: 'Start the run again.' }), isFinal: false };
}

function explained(what: string): (error: unknown) => never {
  return (error) => {
    throw explainedOnce(error, what).error;
  };
}

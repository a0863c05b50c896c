/** `firebreak serve`: a run task for HCP Terraform and Terraform Enterprise. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Argv } from 'yargs';
import { systemReason } from '../../app/system-reason.ts';
import { UsageError } from '../../errors.ts';
import { readSmallFile } from '../../read/files/bounded-read.ts';
import { findConfigFile } from '../../read/settings/find-settings.ts';
import { terminal } from '../../report/escape.ts';
import { toRunTaskResult } from '../../report/pipelines/run-task.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions, toJudgeContext } from '../judge-context.ts';
import { judgeRun } from '../run-task/judge-run.ts';
import { openPlatform } from '../run-task/platform.ts';
import { createRunTaskServer, type RunTaskServer } from '../run-task/run-task-server.ts';

interface ServeArguments extends JudgeArguments {
  readonly address: string;
  readonly port: number;
  readonly host: readonly string[];
  readonly hmacKeyFile: string | undefined;
  readonly concurrency: number;
}

const keyVariable = 'FIREBREAK_HMAC_KEY';
const shortestKey = 16;
const mostWaiting = 100;
/** Where the API is, and where it sends those who ask for a plan. */
const defaultHosts = ['app.terraform.io', 'archivist.terraform.io'];
/** What the request says, or what a plan without its code does not have. */
const notForServer = ['dir', 'terraform', 'actor', 'changedFiles', 'now'] as const;

/** Adds the usage, options and examples of `firebreak serve`. */
export function options(yargs: Argv) {
  const judging = judgeOptions(
    yargs.usage(
      `$0 serve\n\nServes a run task of HCP Terraform or Terraform Enterprise: POST /run-task, and GET /healthz. Judges each plan by the settings of this server, and sends the verdict with its findings. The HMAC key is in ${keyVariable} or a file. Speaks plain HTTP: put a proxy with TLS before it. Ends on SIGTERM, after the runs that it has accepted.`,
    ),
  );
  return judging
    .hide('dir')
    .hide('terraform')
    .hide('actor')
    .hide('changed-files')
    .hide('now')
    .option('address', { type: 'string', requiresArg: true, default: '127.0.0.1', describe: 'address to listen on' })
    .option('port', { type: 'number', requiresArg: true, default: 8080, describe: 'port to listen on' })
    .option('host', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      default: defaultHosts,
      describe: 'host that plans are read from and results are sent to, over HTTPS (repeatable)',
    })
    .option('hmac-key-file', { type: 'string', requiresArg: true, describe: 'file with the HMAC key of the run task' })
    .option('concurrency', {
      type: 'number',
      requiresArg: true,
      default: 2,
      describe: 'plans that are judged at the same time',
    })
    .example('$0 serve --config firebreak.yaml', 'for app.terraform.io')
    .example('$0 serve --host tfe.example.com --hmac-key-file /run/secrets/hmac', 'for Terraform Enterprise');
}

/**
 * Serves until SIGTERM or SIGINT.
 * @throws {UsageError} for options that ask for something impossible, or an address that cannot be used
 * @throws {PolicyError} if settings or policies are faulty: they are read before the first request
 */
export async function run(args: ServeArguments): Promise<ExitCode> {
  const server = await toServer(args, { log: (line) => process.stderr.write(`firebreak: ${terminal(line)}\n`) });
  const { http, stop } = server;
  const { port } = await listen(server, args);
  process.stderr.write(`firebreak: listening on http://${args.address}:${port}\n`);
  const stopped = new Promise<void>((done) => {
    // A second signal ends the program at once, as usual.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.stderr.write('firebreak: stopping, after the runs that are being judged\n');
        done(stop());
      });
    }
    http.once('close', done);
  });
  await stopped;
  return 0;
}

/**
 * Returns a server with the options of the command line.
 * @param options.origins in place of those that `--host` names
 */
export async function toServer(
  args: ServeArguments,
  { log, origins }: { readonly log: (line: string) => void; readonly origins?: readonly string[] },
): Promise<RunTaskServer> {
  const unusable = notForServer.find((name) => (Array.isArray(args[name]) ? args[name].length > 0 : args[name]));
  if (unusable !== undefined) {
    throw new UsageError({
      message: `--${unusable.replace('F', '-f')} is for one plan only`,
      hint: 'Each request names its run.',
    });
  }
  if (!Number.isInteger(args.concurrency) || args.concurrency < 1) {
    throw new UsageError({
      message: '--concurrency must be a whole number from 1',
      hint: 'For example --concurrency 2',
    });
  }
  const hosts = origins ?? args.host.map(originOf);
  const key = await readKey(args.hmacKeyFile);
  const cwd = process.cwd();
  const config = args.config ?? (await findConfigFile({ from: [cwd], cwd }))?.file;
  const judging = { ...args, config, actor: [] };
  // What is wrong with them must not show in the first run only.
  const context = await toJudgeContext(judging, { cwd, env: process.env, onProgress: () => {} });
  await context.settings.load([cwd]);
  // The workspace and the folder are those of each run.
  for (const name of ['TF_WORKSPACE', 'TF_DATA_DIR']) delete process.env[name];
  const platform = openPlatform({ origins: hosts });
  return createRunTaskServer({
    key,
    platform,
    most: { running: args.concurrency, waiting: mostWaiting },
    log,
    judge: async (task) => {
      const { planUrl = '', token } = task;
      const report = await judgeRun(task, judging, (to) => platform.download(planUrl, { token, to }));
      return toRunTaskResult(report);
    },
  });
}

function originOf(host: string): string {
  const url = `https://${host}`;
  if (URL.canParse(url) && new URL(url).host === host.toLowerCase()) return new URL(url).origin;
  throw new UsageError({ message: `\`${host}\` is not a host`, hint: 'Write its name, for example tfe.example.com' });
}

async function readKey(file: string | undefined): Promise<string> {
  const given = file === undefined ? process.env[keyVariable] : await readSmallFile(file);
  const key = given?.trim() ?? '';
  const place = file ?? keyVariable;
  if (key.length >= shortestKey) return key;
  throw new UsageError({
    message:
      key === '' ? `no HMAC key in ${place}` : `the HMAC key in ${place} is shorter than ${shortestKey} characters`,
    hint: 'Without it, anybody could ask for a verdict. Make one (openssl rand -hex 32), and give it to the run task too.',
  });
}

async function listen({ http }: RunTaskServer, { address, port }: ServeArguments): Promise<AddressInfo> {
  try {
    http.listen(port, address);
    await once(http, 'listening');
  } catch (cause) {
    throw new UsageError(
      {
        message: `cannot listen on ${address}:${port}: ${systemReason(cause)}`,
        hint: 'Choose another --port or --address.',
      },
      { cause },
    );
  }
  const bound = http.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening on a port');
  return bound;
}

/** Runs Terraform or OpenTofu to show a saved plan as JSON; there is no other supported way to read one. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { largestPlan } from '../plan/plan-bytes.ts';
import { stripControlSequences } from '../plan/plan-text.ts';

interface ShowOptions {
  /** Path of the saved plan. */
  readonly plan: string;
  /** How to name the plan to the user; default: its path. */
  readonly name?: string;
  /** Directory in which the providers are initialised. */
  readonly cwd: string;
  /** Path or name of the binary; default: `terraform`, then `tofu`, from PATH. */
  readonly terraform?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Called with the binary that could show the plan. */
  readonly onShown?: (binary: string) => void;
  /** Default: five minutes. */
  readonly timeoutMs?: number;
}

type Outcome =
  | { readonly status: 'shown'; readonly stdout: Buffer }
  | { readonly status: 'absent' }
  | { readonly status: 'failed'; readonly reason: string };

const FIVE_MINUTES = 300_000;
const MAX_STDERR = 65_536;

/**
 * Returns the output of `terraform show -json` for the plan.
 * @throws {InputError} if there is no binary, or none can show the plan; with Terraform's own reason
 * @throws {UsageError} if the directory does not exist
 */
export async function showPlan(options: ShowOptions): Promise<Buffer> {
  if (!existsSync(options.cwd)) throw new UsageError({ file: options.cwd, message: 'no such directory' });
  const binaries = options.terraform === undefined ? ['terraform', 'tofu'] : [options.terraform];
  const reasons: string[] = [];
  for (const binary of binaries) {
    const outcome = await show(binary, options);
    if (outcome.status === 'shown') {
      options.onShown?.(binary);
      return outcome.stdout;
    }
    if (outcome.status === 'failed') reasons.push(`${binary}: ${outcome.reason}`);
  }
  throw new InputError({ file: options.name ?? options.plan, ...explain(reasons, options) });
}

function explain(reasons: readonly string[], { terraform, cwd }: ShowOptions): { message: string; hint: string } {
  const orJson = 'or give the output of `terraform show -json` instead of the saved plan.';
  if (reasons.length === 0) {
    const missing =
      terraform === undefined ? 'neither `terraform` nor `tofu` is in PATH' : `\`${terraform}\` cannot be run`;
    return {
      message: `the saved plan cannot be shown: ${missing}`,
      hint: `Name the binary that made the plan with --terraform PATH, ${orJson}`,
    };
  }
  const message = `the saved plan cannot be shown: ${reasons.join('\n')}`;
  if (reasons.some((reason) => /plugin|provider|terraform init|tofu init/i.test(reason))) {
    return {
      message,
      hint: `Its providers must be installed. Run \`terraform init\` in ${cwd}, name another directory with --dir DIR, ${orJson}`,
    };
  }
  return { message, hint: `Use the binary that made the plan (--terraform PATH), ${orJson}` };
}

/** Removes variables that could change the command or add to its output. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^TF_(?:CLI_ARGS|LOG)/.test(name));
  return { ...Object.fromEntries(kept), TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}

function show(binary: string, options: ShowOptions): Promise<Outcome> {
  const { plan, cwd, env, timeoutMs = FIVE_MINUTES } = options;
  // A path is relative to this process, not to the directory that the plan is shown in.
  const command = /[/\\]/.test(binary) ? resolve(binary) : binary;
  return new Promise((done) => {
    const child = spawn(command, ['show', '-json', '-no-color', resolve(plan)], {
      cwd,
      env: cleanEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    let length = 0;
    let stderr = '';
    let stopped: string | null = null;
    const stop = (reason: string): void => {
      stopped ??= reason;
      child.kill('SIGKILL');
      // Children of a wrapper script may outlive it and keep the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => stop(`no answer after ${timeoutMs / 1000} seconds`), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > largestPlan) stop('the JSON is longer than can be read');
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.toString('utf8');
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      done(
        error.code === 'ENOENT' ? { status: 'absent' } : { status: 'failed', reason: `cannot be run (${error.code})` },
      );
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (stopped !== null) done({ status: 'failed', reason: stopped });
      else if (code === 0) done({ status: 'shown', stdout: Buffer.concat(stdout) });
      else done({ status: 'failed', reason: reasonOf(stderr) || `exit status ${code ?? signal}` });
    });
  });
}

/** Returns Terraform's first error without frame and colours, its lines joined; at most 600 characters. */
export function reasonOf(stderr: string): string {
  const lines = stripControlSequences(stderr)
    .replace(/[╷│╵]/g, '')
    .split('\n')
    .map((line) => line.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').trim())
    .filter((line) => line !== '');
  const first = lines.findIndex((line) => line.startsWith('Error: '));
  const [title = '', ...detail] = lines.slice(Math.max(first, 0)).slice(0, 8);
  const reason = detail.length === 0 ? title : `${title}: ${detail.join(' ')}`;
  return reason.length > 600 ? `${reason.slice(0, 600)} …` : reason;
}

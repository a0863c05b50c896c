/** Runs Git and returns its output, without starting programs configured in the repository (file monitor, pager). */
import { spawn } from 'node:child_process';

/** Git sets these for its hooks, relative to the hook's repository: they would be wrong for another folder. */
const ofHooks: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

/** How to run Git. */
export interface GitOptions {
  readonly cwd: string;
  /** Standard input; default: empty. */
  readonly input?: string;
  /** Default: this process's environment without the variables that Git sets for hooks. */
  readonly env?: NodeJS.ProcessEnv;
  /** Git is stopped after this many bytes of output; default: no limit. */
  readonly mostBytes?: number;
  /** Milliseconds after which Git is stopped; default: no limit. */
  readonly timeout?: number;
}

/**
 * Runs Git.
 * @returns its standard output; null if Git is missing, fails or is stopped
 */
export function git(args: readonly string[], options: GitOptions): Promise<Buffer | null> {
  const { cwd, input = '', env = withoutHooks(process.env), mostBytes = Number.POSITIVE_INFINITY, timeout } = options;
  return new Promise((done) => {
    const child = spawn('git', ['--no-pager', '-c', 'core.fsmonitor=false', ...args], {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      // Not `timeout`: where there is no Git, its timer would keep the process alive.
      ...(timeout !== undefined && { signal: AbortSignal.timeout(timeout), killSignal: 'SIGKILL' }),
    });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => done(null));
    child.on('close', (code) => done(code === 0 ? Buffer.concat(chunks) : null));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Returns the environment without the variables that Git sets for its hooks. */
export function withoutHooks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofHooks.has(name)));
}

/** Runs Git and takes what it prints: the repository's own programs (a file monitor, a pager) are not started. */
import { spawn } from 'node:child_process';

/** A hook of Git's own gives these, relative to where the hook stands: for another folder they are wrong. */
const ofHooks: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

export interface GitOptions {
  readonly cwd: string;
  /** Standard input; none by default. */
  readonly input?: string;
  /** This process's by default, without what Git itself sets for hooks. */
  readonly env?: NodeJS.ProcessEnv;
  /** Git is stopped when it has printed more; no limit by default. */
  readonly mostBytes?: number;
  /** Milliseconds after which Git is stopped; no limit by default. */
  readonly timeout?: number;
}

/** @returns what Git prints; null where Git is not there, refuses, or is stopped */
export function git(args: readonly string[], options: GitOptions): Promise<Buffer | null> {
  const { cwd, input = '', env = withoutHooks(process.env), mostBytes = Number.POSITIVE_INFINITY, timeout } = options;
  return new Promise((done) => {
    const child = spawn('git', ['--no-pager', '-c', 'core.fsmonitor=false', ...args], {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      ...(timeout !== undefined && { timeout, killSignal: 'SIGKILL' }),
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

function withoutHooks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofHooks.has(name)));
}

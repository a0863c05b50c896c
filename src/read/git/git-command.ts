/** Runs Git and takes what it prints: the repository's own programs (a file monitor, a pager) are not started. */
import { spawn } from 'node:child_process';

/** A hook of Git's own gives these, relative to where the hook stands: for another folder they are wrong. */
const ofHooks: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

/** @returns null where Git is not there, or refuses */
export function git(
  args: readonly string[],
  { cwd, input }: { readonly cwd: string; readonly input?: string },
): Promise<Buffer | null> {
  return new Promise((done) => {
    const child = spawn('git', ['--no-pager', '-c', 'core.fsmonitor=false', ...args], {
      cwd,
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofHooks.has(name))),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => done(null));
    child.on('close', (code) => done(code === 0 ? Buffer.concat(chunks) : null));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** Runs a program in the foreground with our standard streams, and forwards signals and exit status. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';

/** How to run a program. */
export interface ProgramOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /**
   * `to-stderr` keeps standard output free for a report. A function gets the text of both output streams, and the
   * program gets no input: ours may speak a protocol.
   */
  readonly stdout: 'inherit' | 'to-stderr' | ((text: string) => void);
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the first of the programs that exists. A path is relative to the working directory.
 * @returns the exit status, or 128 plus the signal number as in shells; null if no program was found
 */
export async function runProgram(names: readonly string[], options: ProgramOptions): Promise<number | null> {
  for (const name of names) {
    const status = await runOne(/[/\\]/.test(name) ? resolve(name) : name, options);
    if (status !== null) return status;
  }
  return null;
}

function runOne(command: string, { args, env, stdout }: ProgramOptions): Promise<number | null> {
  return new Promise((done, fail) => {
    const isCollected = typeof stdout === 'function';
    const child = spawn(command, args, {
      env,
      stdio: isCollected ? ['ignore', 'pipe', 'pipe'] : ['inherit', stdout === 'inherit' ? 'inherit' : 2, 'inherit'],
    });
    if (isCollected) {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', stdout);
    }
    const forward = (signal: NodeJS.Signals): void => {
      // A terminal sends SIGINT to both processes. A second one would make Terraform stop without saving the state.
      if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    const end = (): void => {
      for (const signal of forwarded) process.off(signal, forward);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      end();
      if (error.code === 'ENOENT') done(null);
      else fail(error);
    });
    child.on('close', (code, signal) => {
      end();
      done(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

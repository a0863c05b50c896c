/** Runs a program in the foreground: its input and output are ours, and so are its signals and its exit status. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';

export interface ProgramOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Standard output may be kept free for a report. */
  readonly stdout: 'inherit' | 'to-stderr';
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Exit status of the program; 128 and the number of the signal where one ended it, as shells say it. The first of the
 * names that there is a program of; a path is meant as seen from here.
 * @returns null where there is none
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
    const child = spawn(command, args, {
      env,
      stdio: ['inherit', stdout === 'inherit' ? 'inherit' : 2, 'inherit'],
    });
    const forward = (signal: NodeJS.Signals): void => {
      // A terminal sends it to both, and a second one makes Terraform stop without saving the state.
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

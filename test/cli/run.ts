/** Runs command lines as a user does. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import { inProcess, type Person } from '../in-process.ts';

export const root = join(import.meta.dirname, '..', '..');
export const cli = join(root, 'lib', 'firebreak.js');

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Terraform is written in Go. It ends before collecting memory is worth the time. */
export const GOGC = 'off';

function surroundings(options: RunOptions) {
  const { PATH = '', HOME = '' } = process.env;
  return {
    cwd: options.cwd ?? root,
    input: options.input ?? '',
    env: { PATH, HOME, COLUMNS: '100', GOGC, ...options.env },
  };
}

/** A command line in this process: what a program of its own would print, and how it would end. */
export async function firebreak(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { stdout, stderr, code } = await inProcess(() => run(args), {
    ...surroundings(options),
    argv: [process.execPath, cli, ...args],
  });
  return { stdout, stderr, code };
}

/** The same at a terminal, where a person answers. */
export async function firebreakAtTerminal(
  args: readonly string[],
  person: Person,
  options: RunOptions = {},
): Promise<{ readonly output: string; readonly code: number }> {
  const { output, code } = await inProcess(() => run(args), {
    ...surroundings({ ...options, env: { NO_COLOR: '1', ...options.env } }),
    argv: [process.execPath, cli, ...args],
    person,
  });
  return { output, code };
}

/** The built program, for what only a program shows: start, pipes, signals, and what other programs write in its name. */
export function spawnFirebreak(args: readonly string[], options: RunOptions = {}): Ran {
  if (!existsSync(cli)) throw new Error('lib/ is not built: npm run build');
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], {
    ...surroundings(options),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, code: status };
}

/** Command, output and exit code as one text, to be kept in a file. */
export async function transcript(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return toTranscript(args, await firebreak(args, options));
}

/** The same of the built program. */
export function spawnTranscript(args: readonly string[], options: RunOptions = {}): string {
  return toTranscript(args, spawnFirebreak(args, options));
}

function toTranscript(args: readonly string[], { stdout, stderr, code }: Ran): string {
  const shown = args.map((arg) => (/^[\w./=:,@-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ');
  return [
    `$ firebreak ${shown}`,
    stdout.trimEnd(),
    stderr ? `--- stderr\n${stderr.trimEnd()}` : '',
    `--- exit ${code}`,
    '',
  ]
    .filter((part, i) => part !== '' || i === 4)
    .join('\n');
}

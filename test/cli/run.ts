/** Runs the built command line as a user does. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

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

/** `npm test` builds first; a test run by hand says so. */
export function firebreak(args: readonly string[], options: RunOptions = {}): Ran {
  if (!existsSync(cli)) throw new Error('lib/ is not built: npm run build');
  const { PATH = '', HOME = '' } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? root,
    input: options.input ?? '',
    env: { PATH, HOME, COLUMNS: '100', ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, code: status };
}

/** Command, output and exit code as one text, to be kept in a file. */
export function transcript(args: readonly string[], options: RunOptions = {}): string {
  const { stdout, stderr, code } = firebreak(args, options);
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

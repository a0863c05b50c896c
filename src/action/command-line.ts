/** Puts the command line on PATH, so that later steps of the job run `firebreak` without an installation. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes launchers for POSIX shells and for Windows, and adds their folder to the PATH of later steps. They start the
 * bundled program with the Node of the runner: the job may have none, or an older one.
 * @param options.program path of the bundled command line
 */
export async function addCommandLine(
  env: NodeJS.ProcessEnv,
  options: { readonly program: string; readonly node: string },
): Promise<void> {
  if (!env.GITHUB_PATH) return;
  const { node, program } = options;
  const folder = join(env.RUNNER_TEMP || tmpdir(), 'firebreak-bin');
  await mkdir(folder, { recursive: true });
  // Git Bash on Windows takes the first file as well.
  const words = [node, program].map((path) => `'${path.replaceAll("'", String.raw`'\''`)}'`);
  await writeFile(join(folder, 'firebreak'), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
  const windows = [node, program].map((path) => `"${path.replaceAll('%', '%%')}"`);
  await writeFile(join(folder, 'firebreak.cmd'), `@${windows.join(' ')} %*\r\n`);
  await appendFile(env.GITHUB_PATH, `${folder}\n`);
}

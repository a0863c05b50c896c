/** The state that a directory is set to: its initialised backend and its workspace. */
import { InputError } from '../../errors.ts';
import type { CurrentBackend } from '../../source/root-module.ts';
import { dataDirectory, readInitialised } from './data-directory.ts';
import { readWorkspace } from './workspace.ts';

/**
 * Returns the backend and workspace that Terraform uses when it runs in `dir`. Without an initialised backend that is a
 * local file; this is also the result after `init -backend=false`, although Terraform then refuses to run.
 * @param options.dir absolute path
 * @throws {InputError} if the data directory cannot be read
 */
export async function readCurrentBackend(options: {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<CurrentBackend> {
  const { dir, env } = options;
  const { initialised, unreadable } = await readInitialised({
    dataDir: dataDirectory(dir, env),
    show: (path) => path,
  });
  const [fault] = unreadable;
  if (fault) {
    throw new InputError({
      file: fault.file,
      message: `the current backend cannot be read: the file ${fault.reason}`,
      hint: 'Run `terraform init` again.',
    });
  }
  const { kind, config } = initialised ?? { kind: 'local', config: {} };
  return { kind, config, workspace: (await readWorkspace({ dir, env })) ?? 'default' };
}

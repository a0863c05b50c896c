/** Which state a directory is switched to: the backend that `init` left behind, and the workspace. */
import { InputError } from '../../errors.ts';
import type { CurrentBackend } from '../../source/root-module.ts';
import { dataDirectory, readInitialised } from './data-directory.ts';
import { readWorkspace } from './workspace.ts';

/**
 * What Terraform uses that runs in `dir`. Without an initialised backend that is a local file, which is also what is
 * left after `init -backend=false`; Terraform itself then refuses to do anything.
 * @param options.dir absolute
 * @throws {InputError} where what `init` left behind cannot be read
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
      message: `the backend in force cannot be known: the file ${fault.reason}`,
      hint: 'run `terraform init` again',
    });
  }
  const { kind, config } = initialised ?? { kind: 'local', config: {} };
  return { kind, config, workspace: (await readWorkspace({ dir, env })) ?? 'default' };
}

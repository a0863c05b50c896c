/** The workspace that a root module's directory is set to. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmallFile } from '../files/bounded-read.ts';
import { dataDirectory } from './data-directory.ts';

/**
 * Returns `TF_WORKSPACE`, otherwise the content of `<data dir>/environment`, otherwise `default` for an initialised
 * directory, otherwise null. Source: `Meta.WorkspaceOverridden` in Terraform's `internal/command/meta.go`.
 * @returns null if the workspace is unknown
 */
export async function readWorkspace(options: {
  /** Absolute path; null if unknown. */
  readonly dir: string | null;
  readonly env: NodeJS.ProcessEnv;
}): Promise<string | null> {
  const { dir, env } = options;
  if (env.TF_WORKSPACE) return env.TF_WORKSPACE;
  if (dir === null) return null;
  const dataDir = dataDirectory(dir, env);
  const chosen = (await readSmallFile(join(dataDir, 'environment')))?.trim();
  if (chosen) return chosen;
  const initialised = await stat(join(dataDir, 'terraform.tfstate')).then(
    (found) => found.isFile(),
    () => false,
  );
  return initialised ? 'default' : null;
}

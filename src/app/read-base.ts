/** Reads the configuration before a change, from a commit or a folder. */
import { readConfiguration } from '../read/configuration/configuration.ts';
import { moduleFiles } from '../read/configuration/module-files.ts';
import { listFiles } from '../read/files/bounded-read.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';

/**
 * Reads the configuration of the base.
 * @param folder the module's directory in the base; null if the base has no such directory
 * @returns null if there is nothing to compare with: a new module, no repository, or a shallow clone
 * @throws {InputError} if it cannot be read
 */
export async function readBaseConfiguration(folder: string | null, shownAs: string): Promise<Configuration | null> {
  if (folder === null || moduleFiles((await listFiles(folder)) ?? []).length === 0) return null;
  return readConfiguration({ dir: folder, shownAs });
}

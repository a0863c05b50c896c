/** The configuration before a change, as a commit or a folder holds it. */
import { readConfiguration } from '../read/configuration/configuration.ts';
import { moduleFiles } from '../read/configuration/module-files.ts';
import { listFiles } from '../read/files/bounded-read.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';

/**
 * @param folder what stands for the module's directory at the base; null where the base has no such directory
 * @returns null where there is nothing to compare with: a new module, no repository, or too shallow a clone
 * @throws {InputError} where it cannot be read
 */
export async function readBaseConfiguration(folder: string | null, shownAs: string): Promise<Configuration | null> {
  if (folder === null || moduleFiles((await listFiles(folder)) ?? []).length === 0) return null;
  return readConfiguration({ dir: folder, shownAs });
}

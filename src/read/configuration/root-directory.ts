/** Finds the root directory that a plan was made in. */
import { dirname, relative, resolve } from 'node:path';
import { listFiles } from '../files/bounded-read.ts';
import { moduleFiles } from './module-files.ts';

/** A root module's directory, and how it was found. */
export interface RootDirectory {
  /** Absolute. */
  readonly dir: string;
  /** How to name it to the user: as given, otherwise relative to the working directory. */
  readonly shownAs: string;
  /** The user did not name it: it counts only if its blocks match the plan. */
  readonly guessed: boolean;
}

/**
 * Returns the named directory, otherwise the first of the plan's folder and the working directory that contains
 * configuration; null if neither does.
 */
export async function findRootDirectory(options: {
  readonly planFile: string;
  readonly dir?: string;
  readonly cwd: string;
}): Promise<RootDirectory | null> {
  const { cwd } = options;
  if (options.dir !== undefined) return { dir: resolve(cwd, options.dir), shownAs: options.dir, guessed: false };
  const folder = planFolder(options.planFile, cwd);
  for (const dir of [folder, resolve(cwd)]) {
    if (moduleFiles((await listFiles(dir)) ?? []).length > 0)
      return { dir, shownAs: relative(cwd, dir) || '.', guessed: true };
  }
  return null;
}

/** Returns the absolute path of the folder that contains the plan; for standard input, the working directory. */
export function planFolder(planFile: string, cwd: string): string {
  return planFile === '-' ? resolve(cwd) : dirname(resolve(cwd, planFile));
}

/** Finds the root directory that a plan was made in. */
import { dirname, relative, resolve } from 'node:path';
import { listFiles } from '../files/bounded-read.ts';
import { moduleFiles } from './module-files.ts';

export interface RootDirectory {
  /** Absolute. */
  readonly dir: string;
  /** As it should be shown: as it was given, else relative to the working directory. */
  readonly shownAs: string;
  /** Nobody named it: it counts only if its blocks are those of the plan. */
  readonly guessed: boolean;
}

/** The named directory, else the plan's folder, else the working directory, whichever first holds configuration. */
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

/** Absolute; the working directory for standard input. */
export function planFolder(planFile: string, cwd: string): string {
  return planFile === '-' ? resolve(cwd) : dirname(resolve(cwd, planFile));
}

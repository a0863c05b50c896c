/** One plan from its file to its report: the reading end of the way through, shared by the commands and the Action. */
import { analyze } from '../analyze.ts';
import { InputError } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { readConfiguration } from '../read/configuration.ts';
import { readPlan } from '../read/plan.ts';
import { findRootDirectory } from '../read/root-directory.ts';
import type { Configuration } from '../read/sources.ts';
import type { Report } from '../verdict/report.ts';
import { version } from '../version.ts';

export interface JudgeOptions {
  /** Path or `-`. */
  readonly file: string;
  readonly dir?: string | undefined;
  readonly terraform?: string | undefined;
  readonly critical: readonly string[];
  readonly policies: readonly CompiledPolicy[];
  readonly catalog: Catalog;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress?: (step: string) => void;
}

/**
 * @throws InputError where the file is not a plan or a named directory cannot be read
 * @throws UsageError where the command line asks for what cannot be
 */
export async function judgePlan(options: JudgeOptions): Promise<Report> {
  const { file, dir, terraform, cwd, env, onProgress } = options;
  onProgress?.(`reading ${file}`);
  const source = await readPlan({ file, dir, terraform, env, onProgress });
  const root = await findRootDirectory({ planFile: file, cwd, ...(dir === undefined ? {} : { dir }) });
  let configuration: Configuration | null = null;
  if (root) {
    onProgress?.(`reading the configuration in ${root.shownAs}`);
    configuration = await readGuessable({ dir: root.dir, shownAs: root.shownAs, guessed: root.guessed, env });
  }
  onProgress?.('judging');
  const { policies, catalog, critical } = options;
  return analyze({ source, configuration, guessed: root?.guessed ?? false, policies, catalog, critical, version });
}

/** A directory that nobody named need not be readable: then it is as if it were not there. */
async function readGuessable(options: {
  readonly dir: string;
  readonly shownAs: string;
  readonly guessed: boolean;
  readonly env: NodeJS.ProcessEnv;
}): Promise<Configuration | null> {
  try {
    return await readConfiguration(options);
  } catch (error) {
    if (options.guessed && error instanceof InputError) return null;
    throw error;
  }
}

/** One plan from its file to its report: the reading end of the way through, shared by the commands and the Action. */
import { type AnalysisInput, analyze, type FactsInput } from '../analyze.ts';
import { InputError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Catalog } from '../model/catalog.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { readConfiguration } from '../read/configuration.ts';
import { readPlan } from '../read/plan.ts';
import { findRootDirectory } from '../read/root-directory.ts';
import type { Configuration } from '../read/sources.ts';
import { noApprovals } from '../verdict/approvals.ts';
import type { Report } from '../verdict/report.ts';
import { version } from '../version.ts';

export interface ReadOptions {
  /** Path or `-`. */
  readonly file: string;
  readonly dir?: string | undefined;
  readonly terraform?: string | undefined;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress?: (step: string) => void;
}

export interface JudgeOptions extends ReadOptions {
  readonly critical: readonly string[];
  readonly policies: readonly CompiledPolicy[];
  readonly catalog: Catalog;
  /** Nobody is known by default. */
  readonly actor?: Actor | null;
  /** Nobody approved by default. */
  readonly approvals?: NonNullable<AnalysisInput['approvals']>;
}

/**
 * @throws InputError where the file is not a plan or a named directory cannot be read
 * @throws UsageError where the command line asks for what cannot be
 */
export async function judgePlan(options: JudgeOptions): Promise<Report> {
  const read = await readRoot(options);
  options.onProgress?.('judging');
  const { policies, catalog, critical, actor = null, approvals = noApprovals } = options;
  return analyze({ ...read, policies, catalog, critical, actor, approvals, version });
}

/**
 * A plan and the configuration that it was made from, where that is found.
 * @throws InputError, UsageError as `judgePlan`
 */
export async function readRoot(
  options: ReadOptions,
): Promise<Pick<FactsInput, 'source' | 'configuration'> & { readonly guessed: boolean }> {
  const { file, dir, terraform, cwd, env, onProgress } = options;
  onProgress?.(`reading ${file}`);
  const source = await readPlan({ file, dir, terraform, env, onProgress });
  const root = await findRootDirectory({ planFile: file, cwd, ...(dir === undefined ? {} : { dir }) });
  let configuration: Configuration | null = null;
  if (root) {
    onProgress?.(`reading the configuration in ${root.shownAs}`);
    configuration = await readGuessable({ dir: root.dir, shownAs: root.shownAs, guessed: root.guessed, env });
  }
  return { source, configuration, guessed: root?.guessed ?? false };
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

/** Reads one plan and judges it; shared by the commands and the Action. */
import { resolve } from 'node:path';
import { decide, type People } from '../decide.ts';
import { InputError } from '../errors.ts';
import { type EvaluationInput, evaluate } from '../evaluate.ts';
import type { Catalog } from '../model/catalog.ts';
import type { CompiledPolicy } from '../policy/compiled-policy.ts';
import { findRootDirectory, planFolder, type RootDirectory } from '../read/configuration/root-directory.ts';
import { readWorkspace } from '../read/configuration/workspace.ts';
import { readPlan } from '../read/plan/plan.ts';
import { type ConfigFile, repositoryPath } from '../read/settings/find-settings.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import type { CommandRules } from '../source/agent-commands.ts';
import type { Configuration, SavedPlan } from '../source/plan-and-configuration.ts';
import type { RootModule } from '../source/root-module.ts';
import type { Report } from '../verdict/report.ts';
import { orErrorReport } from './error-report.ts';
import type { Loaded, SettingsLoader } from './load-settings.ts';

/** Where to read a plan and its configuration from. */
export interface ReadOptions {
  /** Path of the plan, or `-` for standard input. */
  readonly file: string;
  /** Where to read the bytes if not from `file`. */
  readonly copy?: string | undefined;
  readonly dir?: string | undefined;
  readonly terraform?: string | undefined;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress?: (step: string) => void;
}

/** Everything needed to judge one plan. */
export interface JudgeOptions extends ReadOptions, Pick<People, 'actor' | 'approvals'> {
  readonly critical: readonly string[];
  readonly catalog: Catalog;
  readonly commands: CommandRules;
  /** Policies if no settings are loaded; default: none. */
  readonly policies?: readonly CompiledPolicy[];
  /** Loads settings, and the policies with these settings applied; default: none. */
  readonly settings?: { readonly load: SettingsLoader; readonly flags: SettingsFlags };
  readonly now?: Date;
  /** The commits that the plan was made from and is judged for, and the configuration before the change, if given. */
  readonly change?: Pick<EvaluationInput, 'commit' | 'head' | 'base'>;
  /** Called with the settings that apply to the plan, before the plan is read. */
  readonly onSettings?: (loaded: Loaded | undefined) => void;
}

/** The options that are the same for each plan of one command. */
export type JudgeContext = Omit<JudgeOptions, 'file'> & Required<Pick<JudgeOptions, 'now' | 'settings'>>;

/**
 * Reads one plan, evaluates it and decides.
 * @throws {InputError} if the file is not a plan, or a named directory cannot be read
 * @throws {UsageError} if the command line asks for something impossible
 * @throws {PolicyError} if settings or policies are faulty
 */
export async function judgePlan(options: JudgeOptions): Promise<Report> {
  return decide(evaluate(await readEvaluationInput(options)), options);
}

/** Like `judgePlan`, but returns an error report for an unreadable plan, so that other plans are still reported. */
export function judgeOrErrorReport(options: JudgeOptions): Promise<Report> {
  return orErrorReport(options.file, () => judgePlan(options));
}

/**
 * Reads everything that `evaluate` needs.
 * @throws the same errors as `judgePlan`
 */
export async function readEvaluationInput(options: JudgeOptions): Promise<EvaluationInput> {
  const { catalog, commands, critical, actor, settings, cwd } = options;
  const root = await findRoot(options);
  const folder = planFolder(options.file, cwd);
  // Faulty settings are reported before a large plan is read.
  const loaded = await settings?.load([root?.dir ?? folder, resolve(cwd)]);
  options.onSettings?.(loaded);
  const read = await readRoot(options, root);
  options.onProgress?.('judging');
  const rootModule = await findRootModule({
    ...options,
    dir: root?.dir ?? folder,
    config: loaded?.file ?? null,
    saved: read.source.saved ?? null,
  });
  return {
    ...read,
    policies: loaded?.rules ?? options.policies ?? [],
    catalog,
    commands,
    critical,
    aiAssisted: actor?.aiAssisted ?? false,
    ...(settings && loaded && { settings: { config: loaded.config, rootModule, flags: settings.flags } }),
    ...(options.now && { now: options.now }),
    ...options.change,
  };
}

/** The workspace in a saved plan takes precedence: the directory may have been switched since. */
async function findRootModule(from: {
  readonly dir: string;
  readonly config: ConfigFile | null;
  readonly saved: SavedPlan | null;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<RootModule> {
  return {
    directory: await repositoryPath(from),
    workspace: from.saved?.backend?.workspace || (await readWorkspace(from)),
  };
}

function findRoot({ file, dir, cwd }: ReadOptions): Promise<RootDirectory | null> {
  return findRootDirectory({ planFile: file, cwd, ...(dir === undefined ? {} : { dir }) });
}

/**
 * Reads a plan and, if found, the configuration that it was made from.
 * @throws {InputError | UsageError} as `judgePlan`
 */
export async function readRoot(
  options: ReadOptions,
  root: RootDirectory | null,
): Promise<Pick<EvaluationInput, 'source' | 'configuration' | 'guessed'>> {
  const { file, copy, dir, terraform, env, onProgress } = options;
  onProgress?.(`reading ${file}`);
  const source = await readPlan({ file, copy, dir, terraform, env, onProgress });
  let configuration: Configuration | null = null;
  if (root) {
    onProgress?.(`reading the configuration in ${root.shownAs}`);
    configuration = await readGuessable({ dir: root.dir, shownAs: root.shownAs, guessed: root.guessed, env });
  }
  return { source, configuration, guessed: root?.guessed ?? false };
}

/** A directory that the user did not name is ignored if it cannot be read. */
async function readGuessable(options: {
  readonly dir: string;
  readonly shownAs: string;
  readonly guessed: boolean;
  readonly env: NodeJS.ProcessEnv;
}): Promise<Configuration | null> {
  try {
    // Loaded on demand: a plan may lie outside of its root module.
    const { readConfiguration } = await import('../read/configuration/configuration.ts');
    return await readConfiguration(options);
  } catch (error) {
    if (options.guessed && error instanceof InputError) return null;
    throw error;
  }
}

/** Finds, reads and checks the settings of a command. */
import { dirname, relative, resolve } from 'node:path';
import { type Fault, PolicyError, UsageError } from '../errors.ts';
import { compiledBuiltin } from '../policy/builtin-policies.ts';
import type { CompilePolicies } from '../policy/compiled-policy.ts';
import { criticalFaults } from '../policy/critical-faults.ts';
import { compileByEnvironment, type PoliciesByEnvironment } from '../policy/policies-by-environment.ts';
import type { Policy } from '../policy/policy.ts';
import { withLocation } from '../policy/settings-fault.ts';
import { flagFaults, settingsFaults } from '../policy/settings-faults.ts';
import { type ConfigFile, findConfigFile } from '../read/settings/find-settings.ts';
import type { TriedPolicies } from '../read/settings/policy-files.ts';
import { readConfig } from '../read/settings/settings-file.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import { tighten } from '../settings/tighten.ts';
import { noConfig } from '../source/default-settings.ts';
import type { Config, ReadConfig } from '../source/settings.ts';
import { type ExtendedFile, type OpenExtended, openExtended } from './extended-settings.ts';

/** Settings that apply to a directory, and the policies with these settings applied. */
export interface Loaded {
  /** null: there is no settings file. */
  readonly file: ConfigFile | null;
  readonly config: Config;
  /** Built-in policies, and those in the folders that the settings name. */
  readonly policies: readonly Policy[];
  readonly rules: PoliciesByEnvironment;
}

/**
 * Loads the settings for a root module.
 * @param from absolute directories; the file is searched in each of them and its parents
 */
export type SettingsLoader = (from: readonly string[]) => Promise<Loaded>;

/**
 * Returns a loader that reads each settings file once.
 * @returns a loader that throws {PolicyError} with every fault of the file and its policies, and {UsageError} if a flag
 * names something that the file does not define
 */
export function settingsLoader(options: {
  /** Value of `--config`. */
  readonly named?: string | undefined;
  readonly policies: readonly Policy[];
  readonly flags: SettingsFlags;
  readonly cwd: string;
  /** Opens what the settings extend; default: from this machine, or with Git. */
  readonly open?: OpenExtended;
}): SettingsLoader {
  const known = new Map<string, Promise<Loaded>>();
  return async (from) => {
    const file = await findConfigFile({ named: options.named, from, cwd: options.cwd });
    const key = file?.file ?? '';
    const loaded = known.get(key) ?? load(file, options);
    known.set(key, loaded);
    return loaded;
  };
}

async function load(
  file: ConfigFile | null,
  { policies: builtin, flags, cwd, open = openExtended(process.env) }: Parameters<typeof settingsLoader>[0],
): Promise<Loaded> {
  const { config: local, ...read }: ReadConfig = file ? await readConfig(file) : { config: noConfig, faults: [] };
  const { extended, notOpened } = await readExtended(local, file, open);
  const own = file ? await readOwnPolicies(local, file, cwd) : noPolicies;
  const policies = [...builtin, ...(extended?.own.policies ?? []), ...own.policies];
  const defaults = (id: string) => policies.find((policy) => policy.id === id);
  const { config, loosenings } = extended
    ? tighten(extended.config, local, defaults)
    : { config: local, loosenings: [] };
  const droppedSections = new Set([...(read.droppedSections ?? []), ...(extended?.droppedSections ?? [])]);
  // If a policy folder cannot be read, unknown policy ids are not faults.
  const complete = own.complete && (extended?.own.complete ?? true) && !droppedSections.has('policy-folders');
  const found = [
    ...read.faults,
    ...notOpened,
    ...(extended?.faults ?? []),
    ...own.faults,
    ...loosenings.map((each) => withLocation(each, local)),
    ...settingsFaults(config, policies, { complete, droppedSections }),
  ];
  const compile = await compilerFor(policies);
  const rules = attempt(() => compileByEnvironment(policies, { config, compile, complete }), found);
  if (extended && rules) found.push(...criticalFaults(local, config, rules));
  if (!rules || found.length > 0) throw new PolicyError(found.toSorted(inReadingOrder));
  const asked = flagFaults(config, flags);
  if (asked.length > 0) throw new UsageError(asked);
  return { file, config, policies, rules };
}

interface Extended extends ReadConfig {
  readonly own: TriedPolicies;
}

/** @returns what `local` extends, if anything; `notOpened`: why the extended file cannot be opened */
async function readExtended(
  local: Config,
  from: ConfigFile | null,
  open: OpenExtended,
): Promise<{ readonly extended: Extended | null; readonly notOpened: readonly Fault[] }> {
  if (local.extends === null || from === null) return { extended: null, notOpened: [] };
  try {
    return { extended: await readOpened(await open(local.extends, from)), notOpened: [] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const notOpened = error.faults.map(({ message, hint }) =>
      withLocation({ path: ['extends'], message, hint }, local),
    );
    return { extended: null, notOpened };
  }
}

async function readOpened(file: ExtendedFile): Promise<Extended> {
  try {
    const read = await readConfig(file);
    const own = await readOwnPolicies(read.config, file, dirname(file.file));
    const faults = [...read.faults, ...own.faults];
    if (read.config.extends === null) return { ...read, faults, own };
    const chained = {
      path: ['extends'],
      message: 'an extended file cannot extend another',
      hint: 'Extend one file only.',
    };
    return { ...read, faults: [...faults, withLocation(chained, read.config)], own };
  } finally {
    await file.remove();
  }
}

/** Reads the policies in the folders that the settings name. */
async function readOwnPolicies(config: Config, { file }: ConfigFile, cwd: string): Promise<TriedPolicies> {
  if (config.policyFolders.length === 0) return noPolicies;
  const { tryPolicyFiles } = await import('../read/settings/policy-files.ts');
  const folders = config.policyFolders.map((folder) => relative(cwd, resolve(dirname(file), folder)) || '.');
  const tried = await tryPolicyFiles(folders, { cwd });
  return { ...tried, faults: tried.faults.map((fault) => inSettings(fault, { config, folders })) };
}

const noPolicies: TriedPolicies = { policies: [], faults: [], complete: true };

/** Places the fault of a whole policy folder, such as a missing one, where the settings name the folder. */
function inSettings(
  fault: Fault,
  { config, folders }: { readonly config: Config; readonly folders: readonly string[] },
): Fault {
  const index = folders.indexOf(fault.file ?? '');
  if (index < 0 || fault.line !== undefined || config.file === null) return fault;
  const { message, hint = 'Paths are relative to the settings file.' } = fault;
  return withLocation({ path: ['policy-folders', index], message: `${fault.file}: ${message}`, hint }, config);
}

/** The CEL library is loaded only for policies of the user's own. */
async function compilerFor(all: readonly Policy[]): Promise<CompilePolicies> {
  if (all.every(({ builtIn }) => builtIn)) return compiledBuiltin;
  const [{ compileOwnPolicies }, { factClasses }] = await Promise.all([
    import('../policy/compile.ts'),
    import('../facts/facts.ts'),
  ]);
  return (policies) => compileOwnPolicies(policies, factClasses);
}

function attempt<T>(work: () => T, faults: Fault[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function inReadingOrder(a: Fault, b: Fault): number {
  const [first = '', second = ''] = [a.file, b.file];
  if (first !== second) return first < second ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

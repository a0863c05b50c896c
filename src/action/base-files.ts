/** Reads settings and policies from the trusted commit, independent of the checkout. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import { openExtended } from '../app/extended-settings.ts';
import { type Loaded, type SettingsLoader, settingsLoader } from '../app/load-settings.ts';
import { toRemoteFile } from '../app/remote-file.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import { readPolicyFiles } from '../read/settings/policy-files.ts';
import { readConfig } from '../read/settings/settings-file.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import type { Config } from '../source/settings.ts';
import { type Api, ApiError } from './api.ts';
import { policyFilesIn } from './json.ts';
import { fetchRemoteSettings } from './remote-settings.ts';

/** Settings and policies of the base commit. */
export interface BaseFiles {
  /** Finds and reads settings like the command line, but from the base. */
  readonly load: SettingsLoader;
  /**
   * Whether a changed path is a settings file, or a policy file that the settings or inputs name. The first settings
   * file is none: it weakens no settings, because there are none.
   */
  readonly isGate: (path: string, change: { readonly added: boolean }) => boolean;
  /**
   * Returns those of these files that differ at a commit. Slower than the list of changed files, but needs fewer
   * permissions.
   * @throws {ApiError} if they cannot be read
   */
  readonly changedAt: (commit: string) => Promise<readonly string[]>;
  /** What was read, and what was missing. */
  readonly remarks: () => readonly string[];
  readonly close: () => Promise<void>;
}

const names = ['firebreak.yaml', 'firebreak.yml'] as const;

/**
 * Opens the base. `load` throws the same errors as `settingsLoader`, and {ApiError} if the base cannot be read; a
 * missing file is not an error.
 */
export async function openBaseFiles(options: {
  readonly api: Api;
  /** Commit or branch; null: there is no base, and the default settings apply. */
  readonly base: string | null;
  /** Absolute path of the checkout. */
  readonly workspace: string;
  readonly config: string | undefined;
  readonly policies: readonly string[];
  readonly flags: SettingsFlags;
}): Promise<BaseFiles> {
  const { api, base, workspace, config: named } = options;
  const root = await mkdtemp(join(tmpdir(), 'firebreak-base-'));
  // The search for settings stops at the top of a repository.
  await mkdir(join(root, '.git'));
  const fetched = new Map<string, Promise<string | null>>();
  const folders = new Set<string>();
  const remarks = new Set<string>();
  const gates = new Set<string>(options.policies);
  let hasSettings = false;
  const openLocal = openExtended(process.env);
  const shortBase = base === null ? '' : /^[0-9a-f]{40}$/.test(base) ? base.slice(0, 10) : base;

  async function fetchFile(path: string): Promise<boolean> {
    if (base === null) return false;
    const known = fetched.get(path) ?? download(path, base);
    fetched.set(path, known);
    return (await known) !== null;
  }

  async function download(path: string, at: string): Promise<string | null> {
    const content = await orMissing(() => api.raw(contents(path, at)));
    if (content === null) return null;
    const file = join(root, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    return content;
  }

  async function changedAt(commit: string): Promise<readonly string[]> {
    const added = [...folders].map(async (path) =>
      policyFilesIn(await orMissing(() => api.get(contents(path, commit))), path),
    );
    const paths = new Set([...fetched.keys(), ...(await Promise.all(added)).flat()]);
    const compared = [...paths].map(async (path) => {
      const before = (await fetched.get(path)) ?? null;
      if (isFirstSettings(path, before === null)) return [];
      return before === (await orMissing(() => api.raw(contents(path, commit)))) ? [] : [path];
    });
    return (await Promise.all(compared)).flat().sort();
  }

  /** Fetches a policy file, or the policy files in a folder. */
  async function fetchPolicies(path: string): Promise<boolean> {
    gates.add(path);
    if (base === null) return false;
    const found = await orMissing(() => api.get(contents(path, base)));
    // A path that is missing at the base may be a file at the head.
    if (found === null) return fetchFile(path);
    if (!Array.isArray(found)) return fetchFile(path);
    folders.add(path);
    const files = policyFilesIn(found, path);
    await mkdir(join(root, ...path.split('/')), { recursive: true });
    return (await Promise.all(files.map(fetchFile))).length > 0;
  }

  /** Finds the settings nearest to one of the directories, in the same order as `findConfigFile`. */
  async function fetchConfig(dirs: readonly string[]): Promise<string | null> {
    if (named !== undefined) return (await fetchFile(named)) ? named : null;
    for (const dir of dirs.flatMap(upwards)) {
      const paths = names.map((name) => posix.join(dir, name));
      const found = await Promise.all(paths.map(fetchFile));
      const first = paths.find((_, i) => found[i]);
      if (first !== undefined) return first;
    }
    return null;
  }

  function isSettings(path: string): boolean {
    return path === named || names.some((name) => posix.basename(path) === name);
  }

  function isFirstSettings(path: string, added: boolean): boolean {
    return added && !hasSettings && isSettings(path);
  }

  async function load(from: readonly string[]): Promise<Loaded> {
    const dirs = from.map((dir) => relative(workspace, dir).split(sep).join('/'));
    const inside = dirs.map((dir) => (dir.startsWith('..') || dir.startsWith('/') ? '' : dir));
    const config = await fetchConfig(inside);
    if (config === null) await proveReadable();
    else hasSettings = true;
    const settings = await withExtended(config);
    const missing: string[] = [];
    for (const path of options.policies) if (!(await fetchPolicies(path))) missing.push(path);
    remark(config, missing);
    const own = await readPolicyFiles(
      options.policies.filter((path) => !missing.includes(path)),
      { cwd: root },
    );
    // If the settings define no environments, the environment only identifies the comment.
    const hasEnvironments = settings.some((each) => each.environments.length > 0 || toRemoteFile(each.extends ?? ''));
    const environment = hasEnvironments ? options.flags.environment : undefined;
    const inner = settingsLoader({
      named: config ?? undefined,
      policies: [...readBuiltinPolicies().policies, ...own],
      flags: { ...options.flags, environment },
      cwd: root,
      open: async (extended, from) => {
        const remote = toRemoteFile(extended);
        return remote ? fetchRemoteSettings(remote, { api, shownAs: extended }) : openLocal(extended, from);
      },
    });
    return inner(inside.map((dir) => join(root, dir)));
  }

  /** Reads the settings, and fetches the policies that they name and the file of this repository that they extend. */
  async function settingsAt(config: string): Promise<Config> {
    const read = await readConfig({ file: join(root, config), shownAs: config });
    for (const folder of read.config.policyFolders) {
      const path = inRepository(folder, config);
      if (path !== null) await fetchPolicies(path);
    }
    return read.config;
  }

  async function withExtended(config: string | null): Promise<readonly Config[]> {
    if (config === null) return [];
    const settings = await settingsAt(config);
    const { extends: extended } = settings;
    const path = extended === null || toRemoteFile(extended) ? null : inRepository(extended, config);
    if (path === null) return [settings];
    gates.add(path);
    return (await fetchFile(path)) ? [settings, await settingsAt(path)] : [settings];
  }

  /** A token without read permission gets 404 for every file, which must not be mistaken for "no settings". */
  async function proveReadable(): Promise<void> {
    if (base !== null) await api.get(contents('', base));
  }

  function remark(config: string | null, missing: readonly string[]): void {
    if (base === null) remarks.add('No commit before this push, so the default settings apply.');
    else if (config !== null) remarks.add(`Settings: \`${config}\` of the base \`${shortBase}\`.`);
    else remarks.add(`The base \`${shortBase}\` has no \`${named ?? names[0]}\`, so the default settings apply.`);
    for (const path of missing) remarks.add(`The base has no policies at \`${path}\`.`);
  }

  return {
    load,
    changedAt,
    isGate: (path, { added }) =>
      (isSettings(path) && !isFirstSettings(path, added)) ||
      [...gates].some((gate) => path === gate || path.startsWith(`${gate}/`)),
    remarks: () => [...remarks],
    close: () => rm(root, { recursive: true, force: true }),
  };
}

function contents(path: string, base: string | null): string {
  const steps = path.split('/').map(encodeURIComponent).join('/');
  return `{repo}/contents/${steps}?ref=${encodeURIComponent(base ?? '')}`;
}

/** Returns null for a missing file. A missing commit is an error. */
async function orMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404 && !/No commit found/i.test(error.message)) return null;
    throw error;
  }
}

/** Returns the path from the top of the repository of what a settings file names; null if it is outside. */
function inRepository(path: string, settings: string): string | null {
  const whole = posix.normalize(posix.join(posix.dirname(settings), path)).replace(/\/+$/, '');
  return whole.startsWith('..') || posix.isAbsolute(path) ? null : whole;
}

/** Returns `a/b`, `a` and the top for `a/b`. */
function upwards(dir: string): readonly string[] {
  const steps = dir.split('/').filter((step) => step !== '' && step !== '.');
  return [...steps.map((_, i) => steps.slice(0, steps.length - i).join('/')), ''];
}

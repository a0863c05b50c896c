/** Reads the configuration that a plan was made from: a root directory, or the copy in a saved plan. */
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, posix, relative, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Configuration, HclModule } from '../../source/plan-and-configuration.ts';
import { readFiles } from '../files/bounded-read.ts';
import { dataDirectory, readInitialised, readModuleManifest } from './data-directory.ts';
import { type ReadModule, readModules } from './hcl-module.ts';
import { type HclParser, openHclParser } from './hcl-parser.ts';
import { moduleFiles } from './module-files.ts';
import { findStateFiles } from './state-files.ts';
import { readTerragrunt } from './terragrunt.ts';

const TIME_LIMIT_MS = 20_000;
const MOST_MODULES = 1000;
/** Bounds the depth of module calls: a link to a parent directory gives a new path at every level. */
const DEEPEST = 32;

interface Call {
  readonly address: string;
  /** Module path as in the manifest: `network.subnets`. */
  readonly key: string;
  readonly dir: string;
  /** The file with the module call; for the root module, its directory. */
  readonly from: string;
  readonly ancestors: readonly string[];
}

/**
 * Reads a root directory and all modules that it calls and that are on this disk.
 *
 * @param options.shownAs how to name the directory to the user; default: `dir`
 * @param options.env read for `TF_DATA_DIR` only
 * @param options.timeLimitMs milliseconds for parsing, default 20,000; files not parsed by then are `unreadable`
 * @throws {InputError} if the directory cannot be read, or contains neither configuration nor `terragrunt.hcl`
 */
export async function readConfiguration(options: {
  readonly dir: string;
  readonly shownAs?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeLimitMs?: number;
}): Promise<Configuration> {
  const root = await realDirectory(options.dir);
  const shownAs = options.shownAs ?? options.dir;
  const dataDir = dataDirectory(root, options.env ?? {});
  const show = await pathNames({ dir: options.dir, shownAs, root });
  const parser = openHclParser({ timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS });
  try {
    const [initialised, manifest, terragrunt] = await Promise.all([
      readInitialised({ dataDir, show }),
      readModuleManifest({ dataDir, root }),
      readTerragrunt({ dir: root, parser, show }),
    ]);
    const tree = await readTree({ root, parser, show, manifest, mayBeEmpty: terragrunt.terragrunt !== null });
    const states = await findStateFiles({ dirs: tree.dirs, dataDir });
    const walkEnded = { file: show(root), reason: 'the search for state files stopped at its limit' };
    return {
      root: shownAs,
      origin: 'directory',
      modules: tree.modules,
      unreadable: onePerFile([...tree.unreadable, ...initialised.unreadable, ...terragrunt.unreadable]),
      notFollowed: states.complete ? tree.notFollowed : [...tree.notFollowed, walkEnded],
      initialised: initialised.initialised,
      terragrunt: terragrunt.terragrunt,
      stateFiles: states.files.map(({ file, tracked }) => ({ file: show(file), tracked })),
    };
  } finally {
    await parser.close();
  }
}

/** Reads modules from their texts by file name, such as the copy in a saved plan. */
export async function readConfigurationFromTexts(options: {
  readonly root: string;
  readonly origin: 'saved-plan';
  readonly modules: readonly {
    readonly address: string;
    readonly dir: string;
    readonly files: ReadonlyMap<string, string>;
  }[];
  readonly timeLimitMs?: number;
}): Promise<Configuration> {
  const parser = openHclParser({ timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS });
  try {
    const read = await readModules(options.modules, parser);
    const modules = options.modules.map(({ address, dir }, index) => toModule({ address, dir }, read[index]));
    const unreadable = onePerFile(read.flatMap((module) => module.unreadable));
    const { root, origin } = options;
    return { root, origin, modules, unreadable, initialised: null, terragrunt: null, stateFiles: [] };
  } finally {
    await parser.close();
  }
}

async function realDirectory(dir: string): Promise<string> {
  const hint = 'Name the directory in which Terraform ran: --dir DIR';
  const found = await stat(dir).catch((cause: unknown) => {
    throw new InputError({ message: 'no such directory', file: dir, hint }, { cause });
  });
  if (!found.isDirectory()) throw new InputError({ message: 'not a directory', file: dir, hint });
  return realpath(dir);
}

/**
 * Returns a function that names a path as the user would: below the name of the directory. Of a linked directory the
 * real path is named, since `..` in a module source leads up from there, and code hosts know no other.
 */
async function pathNames(of: {
  readonly dir: string;
  readonly shownAs: string;
  readonly root: string;
}): Promise<(path: string) => string> {
  const { dir, shownAs, root } = of;
  const below = (path: string): string => withSlashes(relative(root, path));
  if (root === resolve(dir)) return (path) => posix.join(shownAs.replace(/(?<=.)\/+$/, ''), below(path));
  if (isAbsolute(shownAs)) return withSlashes;
  const base = await realpath(resolve(dir, relative(shownAs, '')));
  return (path) => withSlashes(relative(base, path)) || '.';
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

interface Tree {
  readonly modules: readonly HclModule[];
  readonly unreadable: Configuration['unreadable'];
  readonly notFollowed: NonNullable<Configuration['notFollowed']>;
  /** Absolute directories of the root module and of local modules; copies made by `init` are not included. */
  readonly dirs: readonly string[];
}

/** Reads modules level by level, so that each level is one batch for the parser. Each directory is read once. */
async function readTree(options: {
  readonly root: string;
  readonly parser: HclParser;
  readonly show: (path: string) => string;
  readonly manifest: ReadonlyMap<string, string>;
  readonly mayBeEmpty: boolean;
}): Promise<Tree> {
  const { root, parser, show, manifest } = options;
  const folders = new Map<string, ReadModule | null>();
  const modules: HclModule[] = [];
  const unreadable: Configuration['unreadable'][number][] = [];
  const notFollowed: { file: string; reason: string }[] = [];
  const dirs = new Set([root]);
  let level: readonly Call[] = [{ address: '', key: '', dir: root, from: show(root), ancestors: [] }];
  while (level.length > 0) {
    await readFolders(level, { folders, parser, show });
    const next: Call[] = [];
    for (const call of level) {
      const read = folders.get(call.dir) ?? null;
      if (call.address === '' && read === null && !options.mayBeEmpty) throw withoutConfiguration(show(root));
      if (read === null && call.address !== '') {
        unreadable.push({
          file: call.from,
          reason: `calls ${call.address} from ${show(call.dir)}, which has no configuration`,
        });
        continue;
      }
      modules.push(toModule({ address: call.address, dir: show(call.dir) }, read ?? undefined));
      unreadable.push(...(read?.unreadable ?? []));
      for (const child of read?.calls ?? []) {
        const found = follow(child, { call, root, manifest });
        const full = modules.length + next.length >= MOST_MODULES;
        if ('reason' in found || full) {
          notFollowed.push({
            file: child.file,
            reason: 'reason' in found ? found.reason : `more than ${MOST_MODULES} modules`,
          });
        } else next.push(found);
        if ('dir' in found && found.local) dirs.add(found.dir);
      }
    }
    level = next;
  }
  return { modules, unreadable, notFollowed, dirs: [...dirs] };
}

async function readFolders(
  level: readonly Call[],
  to: {
    readonly folders: Map<string, ReadModule | null>;
    readonly parser: HclParser;
    readonly show: (path: string) => string;
  },
): Promise<void> {
  const dirs = [...new Set(level.map((call) => call.dir))].filter((dir) => !to.folders.has(dir));
  const isWanted = (name: string) => moduleFiles([name]).length > 0;
  const listed = await Promise.all(dirs.map(async (dir) => ({ dir, files: await readFiles(dir, isWanted) })));
  const present = listed.flatMap(({ dir, files }) => (files === null || files.size === 0 ? [] : { dir, files }));
  const read = await readModules(
    present.map(({ dir, files }) => ({ dir: to.show(dir), files })),
    to.parser,
  );
  for (const dir of dirs) to.folders.set(dir, null);
  present.forEach(({ dir }, index) => {
    to.folders.set(dir, read[index] ?? null);
  });
}

/** Finds a called module: a local one by its path, others by the manifest that `init` wrote. */
function follow(
  child: HclModule['calls'][number],
  from: { readonly call: Call; readonly root: string; readonly manifest: ReadonlyMap<string, string> },
): (Call & { readonly local: boolean }) | { readonly reason: string } {
  const { call } = from;
  const address = `${call.address === '' ? '' : `${call.address}.`}module.${child.name}`;
  const key = `${call.key === '' ? '' : `${call.key}.`}${child.name}`;
  const local = child.source !== null && /^\.\.?(?:[/\\]|$)/.test(child.source);
  const dir = local && child.source !== null ? resolve(call.dir, child.source) : from.manifest.get(key);
  if (dir === undefined)
    return { reason: `${address} comes from ${child.source ?? 'a computed source'} and is not on this disk` };
  const ancestors = [...call.ancestors, call.dir];
  if (ancestors.includes(dir)) return { reason: `${address} calls itself` };
  if (ancestors.length > DEEPEST) return { reason: `${address} is more than ${DEEPEST} calls deep` };
  return { address, key, dir, from: child.file, ancestors, local };
}

function toModule(place: { readonly address: string; readonly dir: string }, read: ReadModule | undefined): HclModule {
  if (read === undefined) return { ...place, backend: null, resources: [], removed: [], moved: [], calls: [] };
  const { unreadable, ...merged } = read;
  return { ...place, ...merged, ...(unreadable.length > 0 ? { partial: true } : {}) };
}

function withoutConfiguration(file: string): InputError {
  const hint = 'Name the directory in which Terraform ran: --dir DIR';
  return new InputError({
    message: 'no Terraform configuration in this directory (*.tf, *.tofu, *.tf.json, *.tofu.json)',
    file,
    hint,
  });
}

function onePerFile(unreadable: Configuration['unreadable']): Configuration['unreadable'] {
  return [...new Map(unreadable.map((fault) => [`${fault.file}\n${fault.reason}`, fault])).values()];
}

/** Finds the modules that `lint` judges from named folders and files, including deleted ones. */
import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { type Fault, UsageError } from '../errors.ts';
import { moduleFiles } from '../read/configuration/module-files.ts';
import { listFiles } from '../read/files/bounded-read.ts';
import type { Base } from './lint-base.ts';

/** A module to judge. */
export interface LintTarget {
  readonly dir: string;
  /** Whether it is a root module: Terraform ignores the backend of a called module. */
  readonly root: boolean;
  /** The module was deleted; only the base has it. */
  readonly gone: boolean;
}

/** What `lint` judges. */
export interface Targets {
  readonly modules: readonly LintTarget[];
  /** Folders of the named settings files. */
  readonly settings: readonly string[];
}

/**
 * Returns the modules of the named folders and files. The folder of a named file counts as a root module if it has a
 * lock file.
 * @throws {UsageError} with every path that is neither here nor in the base
 */
export async function findLintTargets(paths: readonly string[], base: Base): Promise<Targets> {
  const found = new Map<string, LintTarget>();
  const settings: string[] = [];
  const faults: Fault[] = [];
  for (const path of paths.length > 0 ? paths : ['.']) {
    const kind = kindOf(path);
    const dir = relative(process.cwd(), kind === 'folder' ? resolve(path) : dirname(resolve(path))) || '.';
    const now = await namesIn(dir);
    const before = await namesIn(await base.of(dir));
    if (kind === 'folder' ? !isModule(now) && !isModule(before) : ![...now, ...before].includes(basename(path))) {
      faults.push(await missing(path));
    } else if (kind === 'settings') settings.push(dir);
    else {
      const root = kind === 'folder' || now.includes('.terraform.lock.hcl') || found.get(dir)?.root === true;
      found.set(dir, { dir, root, gone: !isModule(now) });
    }
  }
  if (faults.length > 0) throw new UsageError(faults);
  return { modules: [...found.values()].sort((a, b) => (a.dir < b.dir ? -1 : 1)), settings };
}

function kindOf(path: string): 'folder' | 'file' | 'settings' {
  const name = basename(path);
  if (/^firebreak\.ya?ml$/.test(name)) return 'settings';
  return moduleFiles([name]).length > 0 ? 'file' : 'folder';
}

async function namesIn(dir: string | null): Promise<readonly string[]> {
  return (dir === null ? null : await listFiles(dir)) ?? [];
}

function isModule(names: readonly string[]): boolean {
  return moduleFiles(names).length > 0 || names.includes('terragrunt.hcl');
}

async function missing(path: string): Promise<Fault> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    return {
      file: path,
      message: 'exists neither now nor before the change',
      hint: 'Name folders or files of modules. For a deleted one, name the commit before the change with --base.',
    };
  }
  return found.isDirectory()
    ? {
        file: path,
        message: 'no readable Terraform configuration (*.tf, *.tofu, *.tf.json, *.tofu.json)',
        hint: 'Name the folder of a root module: firebreak lint DIR',
      }
    : { file: path, message: 'not a file of a module', hint: 'Name *.tf files, their folders, or firebreak.yaml.' };
}

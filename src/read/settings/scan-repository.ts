/**
 * Guesses environments and owners of a repository without settings, from the names of folders and files and from
 * CODEOWNERS.
 */
import { basename, join, relative, sep } from 'node:path';
import { moduleFiles } from '../configuration/module-files.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { filesBelow } from '../plan/find-plans.ts';

/** What a repository shows about its environments and owners. */
export interface RepositoryScan {
  /** Directories that look like root modules, relative, with `/`, sorted; `.` for the scanned directory itself. */
  readonly roots: readonly string[];
  readonly variableFiles: readonly VariableFile[];
  /** Names from local state and from `.terraform/environment`. */
  readonly workspaces: readonly string[];
  readonly codeowners: Codeowners | null;
}

/** A `*.tfvars` file. */
export interface VariableFile {
  readonly file: string;
  /** Name without extensions: `prod` of `prod.tfvars`. */
  readonly name: string;
  /** Values of variables such as `environment` or `stage`. */
  readonly values: Readonly<Record<string, string>>;
}

/** A CODEOWNERS file. */
export interface Codeowners {
  readonly file: string;
  /** In file order; the last matching rule wins. */
  readonly rules: readonly { readonly pattern: string; readonly owners: readonly string[] }[];
}

const codeownersFiles = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
const variableFile = /\.(?:auto\.)?tfvars(?:\.json)?$/;
const environmentVariable = /^[ \t]*"?(environment|env|stage|workspace)"?[ \t]*[:=][ \t]*"([\w-]{1,40})"/gm;
const ownModules = /(?:^|\/)(?:modules?|examples?|tests?)(?:\/|$)/;

/**
 * Scans a directory for root modules, variable files, workspaces and CODEOWNERS. Links and directories of tools are
 * skipped.
 */
export async function scanRepository(dir: string): Promise<RepositoryScan> {
  const roots = new Set<string>();
  const workspaces = new Set<string>();
  const variableFiles: VariableFile[] = [];
  for await (const { folder, name } of filesBelow(dir)) {
    const path = relative(dir, folder).split(sep).join('/') || '.';
    if (basename(folder) !== name && /\/?terraform\.tfstate\.d\/[^/]+$/.test(path)) workspaces.add(basename(folder));
    if (ownModules.test(path)) continue;
    if (moduleFiles([name]).length > 0 || name === 'terragrunt.hcl') roots.add(path);
    if (variableFile.test(name)) variableFiles.push(await readVariableFile(join(folder, name), dir));
  }
  for (const root of roots) {
    const chosen = (await readSmallFile(join(dir, root, '.terraform', 'environment')))?.trim();
    if (chosen) workspaces.add(chosen);
  }
  return {
    roots: [...roots].sort(),
    variableFiles: variableFiles.sort((a, b) => (a.file < b.file ? -1 : 1)),
    workspaces: [...workspaces].sort(),
    codeowners: await readCodeowners(dir),
  };
}

async function readVariableFile(path: string, dir: string): Promise<VariableFile> {
  const text = (await readSmallFile(path)) ?? '';
  const values = [...text.matchAll(environmentVariable)].map(([, name = '', value = '']) => [name, value] as const);
  return {
    file: relative(dir, path).split(sep).join('/'),
    name: basename(path).replace(variableFile, ''),
    values: Object.fromEntries(values),
  };
}

async function readCodeowners(dir: string): Promise<Codeowners | null> {
  for (const file of codeownersFiles) {
    const text = await readSmallFile(join(dir, file));
    if (text === null) continue;
    const rules = text.split('\n').flatMap((line) => {
      // Section headers of GitLab start with a bracket.
      const [pattern = '', ...owners] = line
        .replace(/(?:^|\s)#.*$/, '')
        .trim()
        .split(/\s+/);
      return pattern === '' || pattern.startsWith('[') || pattern.startsWith('^') ? [] : [{ pattern, owners }];
    });
    return { file, rules: rules.filter(({ owners }) => owners.length > 0) };
  }
  return null;
}

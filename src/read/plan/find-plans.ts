/** Finds the plans that the user names with files, folders and globs. */
import { opendir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { matchesGlob, matchesPath } from '../../text/glob.ts';
import { listFiles } from '../files/bounded-read.ts';
import { isFolder } from '../files/is-there.ts';

/** Usual names of plans, best first. If a folder contains several kinds, only the first kind is used. */
const names: readonly (readonly string[])[] = [
  ['plan.json', '*.plan.json', 'tfplan.json', '*.tfplan.json'],
  ['tfplan', '*.tfplan', 'plan.tfplan', 'plan.out'],
];
/** Directories of tools contain no plans. */
const skipped = new Set(['.terraform', '.git', 'node_modules', '.terragrunt-cache', '.terragrunt-stack']);
const mostEntries = 200_000;

/**
 * Returns the plan files for the given paths and globs. A file is returned as named; a folder means the plans in
 * it, at any depth.
 * @returns in the given order, each folder and glob sorted, without duplicates
 * @throws {UsageError} for a folder or glob without plans, and for a folder that cannot be read: nothing would be judged
 */
export async function findPlans(options: {
  readonly paths: readonly string[];
  /** `*` within a path segment, `**` for any number of segments; relative to `cwd`. */
  readonly globs: readonly string[];
  readonly cwd: string;
}): Promise<readonly string[]> {
  const { cwd } = options;
  const found: (readonly string[])[] = [];
  for (const path of options.paths)
    found.push((await isFolder(resolve(cwd, path))) ? await plansIn(path, cwd) : [path]);
  for (const glob of options.globs) found.push(await matchesOf(glob, cwd));
  return [...new Set(found.flat())];
}

async function plansIn(path: string, cwd: string): Promise<readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for await (const { folder, name } of filesBelow(resolve(cwd, path), refuseUnreadable)) {
    if (names.flat().some((pattern) => matchesGlob(pattern, name)))
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), name]);
  }
  const named = [...byFolder].flatMap(([folder, files]) => bestOf(files).map((name) => join(folder, name)));
  // A folder that contains only plans may use any names.
  const all = (await listFiles(resolve(cwd, path))) ?? [];
  const plain = all.filter((name) => name.endsWith('.json') && !name.endsWith('.tf.json'));
  const files = named.length > 0 ? named : plain.map((name) => join(resolve(cwd, path), name));
  if (files.length > 0) return files.map((file) => shown(file, cwd)).sort();
  throw new UsageError({
    file: path,
    message: 'no plans in this folder',
    hint: 'Plans are files named plan.json, NAME.plan.json, tfplan or NAME.tfplan. Name other files directly, or with --plans.',
  });
}

function bestOf(files: readonly string[]): readonly string[] {
  const kinds = names.map((patterns) => files.filter((name) => patterns.some((pattern) => matchesGlob(pattern, name))));
  return kinds.find((kind) => kind.length > 0) ?? [];
}

async function matchesOf(glob: string, cwd: string): Promise<readonly string[]> {
  const steps = glob.split('/');
  const literal = steps.slice(0, steps.findIndex((step) => step.includes('*')) + 1 || steps.length).slice(0, -1);
  const start = resolve(cwd, literal.join('/') || (glob.startsWith('/') ? '/' : '.'));
  const pattern = steps.slice(literal.length).join('/');
  const files: string[] = [];
  for await (const { folder, name } of filesBelow(start, refuseUnreadable)) {
    const file = join(folder, name);
    if (matchesPath(pattern, relative(start, file).split(sep).join('/'))) files.push(shown(file, cwd));
  }
  if (files.length > 0) return files.sort();
  throw new UsageError({
    message: `no file matches \`${glob}\``,
    hint: "Quote the pattern, so that the shell does not expand it: --plans 'stacks/**/plan.json'",
  });
}

/**
 * Yields every file below a folder, without following links and without directories of tools.
 * @param onUnreadable called for a folder that cannot be opened; default: it is passed over
 * @throws {UsageError} if there are more than 200,000 entries
 */
export async function* filesBelow(
  start: string,
  onUnreadable: (folder: string, error: unknown) => void = () => {},
): AsyncGenerator<{ readonly folder: string; readonly name: string }> {
  const folders = [start];
  let entries = 0;
  for (const folder of folders) {
    const handle = await opendir(folder).catch((error: unknown) => onUnreadable(folder, error));
    if (!handle) continue;
    for await (const entry of handle) {
      entries += 1;
      if (entries > mostEntries) {
        throw new UsageError({ file: start, message: 'too many files in this folder', hint: 'Name a subfolder.' });
      }
      if (!entry.isDirectory()) yield { folder, name: entry.name };
      else if (!skipped.has(entry.name)) folders.push(join(folder, entry.name));
    }
  }
}

/** Plans in a folder that may not be opened would pass unjudged. One that is not there has none. */
function refuseUnreadable(folder: string, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return;
  throw new UsageError({
    file: folder,
    message: `the folder cannot be read (${code})`,
    hint: 'Plans in it would not be judged. Allow this user to read it, or name the plans.',
  });
}

function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path;
}

/**
 * Writes the configuration of a commit to a temporary folder: every file that Terraform would read, and the settings.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { privateDirectory } from '../files/private-directory.ts';
import { realPath } from '../files/real-path.ts';
import { repositoryTop } from '../settings/find-settings.ts';
import { git } from './git-command.ts';

/** The configuration of one commit, for any directory in any repository. */
export interface CommitTrees {
  /**
   * Returns the folder with the commit's content of a directory, which may no longer exist; null if there is nothing to
   * compare with (no repository, or one without commits).
   * @throws {UsageError} if the user named a commit that does not exist
   * @throws {InputError} if Git cannot read the commit
   */
  readonly of: (directory: string) => Promise<string | null>;
  readonly remove: () => Promise<void>;
}

interface Commit {
  /** A revision, e.g. `origin/main`. */
  readonly name: string;
  /** The option or variable that named the commit, e.g. `--base`; null: a default, which may be missing. */
  readonly namedBy: string | null;
}

interface CommitTree {
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

const configuration = /(?:\.(?:tf|tofu)(?:\.json)?|(?:^|\/)firebreak\.ya?ml)$/;
const mostFiles = 20_000;

/** Returns a reader for one commit. Each repository gets one temporary folder, created on first use. */
export function commitTrees(commit: Commit): CommitTrees {
  const trees = new Map<string, Promise<CommitTree | null>>();
  const of = async (directory: string): Promise<string | null> => {
    const path = await realPath(directory);
    const top = await repositoryTop(path);
    if (top === null) {
      if (commit.namedBy === null) return null;
      throw new UsageError({
        file: directory,
        message: `not in a Git repository, so there is no commit \`${commit.name}\` to compare with`,
        hint: `${commit.namedBy} names the commit. To compare with a folder, use --base-dir DIR.`,
      });
    }
    const tree = trees.get(top) ?? checkOut(top, commit);
    trees.set(top, tree);
    const found = await tree;
    return found && join(found.dir, relative(top, path));
  };
  const remove = async (): Promise<void> => {
    for (const tree of trees.values()) await (await tree.catch(() => null))?.remove();
  };
  return { of, remove };
}

async function checkOut(top: string, { name, namedBy }: Commit): Promise<CommitTree | null> {
  const id = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{tree}`], { cwd: top });
  if (id === null) {
    if ((await git(['rev-parse', '--git-dir'], { cwd: top })) === null) throw refused(top);
    if (namedBy === null) return null;
    throw new UsageError({
      message: `${namedBy}: no commit \`${name}\``,
      hint: 'Fetch it (`git fetch origin`, or `fetch-depth: 0` in CI), or name another commit with --base.',
    });
  }
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', id.toString('utf8').trim()], { cwd: top });
  if (listed === null) throw refused(top);
  const blobs = listed.toString('utf8').split('\0').flatMap(toBlob);
  if (blobs.length > mostFiles) {
    throw new InputError({
      file: top,
      message: `more than ${mostFiles} configuration files at \`${name}\``,
      hint: 'Name the folder to compare with: --base-dir DIR',
    });
  }
  const contents = await readBlobs(blobs, top);
  if (contents === null) throw refused(top);
  const { dir, remove } = await privateDirectory('firebreak-lint-base-');
  for (const { path, content } of contents) {
    const file = join(dir, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return { dir, remove };
}

function refused(top: string): InputError {
  return new InputError({
    file: top,
    message: 'Git does not run or cannot read this repository, so removed blocks are unknown',
    hint: 'Run `git status` there (perhaps `safe.directory` is missing), or name the folder to compare with: --base-dir DIR',
  });
}

interface Blob {
  readonly id: string;
  readonly path: string;
}

/** Regular files with a safe relative path. Git accepts any name, including one with `..`. */
function toBlob(line: string): readonly Blob[] {
  const [, id, path] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
  if (id === undefined || path === undefined || !configuration.test(path)) return [];
  const plain = posix.normalize(path) === path && !path.startsWith('../../') && !path.startsWith('/');
  return plain && !path.split('/').includes('.git') ? [{ id, path }] : [];
}

/** Reads blobs in one process, in the format `<id> blob <size>`, bytes, newline. Returns null if one cannot be read. */
async function readBlobs(
  blobs: readonly Blob[],
  cwd: string,
): Promise<readonly { readonly path: string; readonly content: Buffer }[] | null> {
  const output = await git(['cat-file', '--batch'], { cwd, input: blobs.map(({ id }) => `${id}\n`).join('') });
  if (output === null) return null;
  const read: { readonly path: string; readonly content: Buffer }[] = [];
  let at = 0;
  for (const { path } of blobs) {
    const end = output.indexOf(0x0a, at);
    const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1]);
    if (end < 0 || !Number.isSafeInteger(size)) return null;
    at = end + 1 + size + 1;
    read.push({ path, content: output.subarray(end + 1, end + 1 + size) });
  }
  return read;
}

/** The configuration of a commit, written to a folder of its own: every file that Terraform would read. */
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { git } from './git-command.ts';
import { privateDirectory } from './private-copy.ts';

export interface CommitTree {
  /** The folder that stands for a directory of the working tree; null where that is outside of the repository. */
  readonly of: (directory: string) => Promise<string | null>;
  readonly remove: () => Promise<void>;
}

const configuration = /\.(?:tf|tofu)(?:\.json)?$/;
const mostFiles = 20_000;

/**
 * @param options.commit e.g. `HEAD`
 * @returns null where the directory is in no repository, or there is no such commit
 */
export async function checkOutConfiguration(options: {
  readonly directory: string;
  readonly commit: string;
}): Promise<CommitTree | null> {
  const { directory, commit } = options;
  const top = (await git(['rev-parse', '--show-toplevel'], { cwd: directory }))?.toString('utf8').trim();
  const tree =
    top && (await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{tree}`], { cwd: top }));
  if (!top || !tree) return null;
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', tree.toString('utf8').trim()], { cwd: top });
  const blobs = (listed?.toString('utf8') ?? '').split('\0').flatMap(toBlob).slice(0, mostFiles);
  const contents = await readBlobs(blobs, top);
  const { dir, remove } = await privateDirectory('firebreak-lint-base-');
  for (const [index, { path }] of blobs.entries()) {
    const content = contents[index];
    if (content === undefined) continue;
    const file = join(dir, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const root = await realpath(top);
  const of = async (path: string): Promise<string | null> => {
    const inside = relative(root, await realpath(path))
      .split(sep)
      .join('/');
    return inside === '..' || inside.startsWith('../') ? null : join(dir, inside);
  };
  return { of, remove };
}

interface Blob {
  readonly id: string;
  readonly path: string;
}

/** Plain files below the top; a name can be anything that Git lets in. */
function toBlob(line: string): readonly Blob[] {
  const [, id, path] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
  if (id === undefined || path === undefined || !configuration.test(path)) return [];
  const plain = posix.normalize(path) === path && !path.startsWith('../') && !path.startsWith('/');
  return plain && !path.split('/').includes('.git') ? [{ id, path }] : [];
}

/** In one process; `<id> blob <size>`, the bytes, a newline for each. */
async function readBlobs(blobs: readonly Blob[], cwd: string): Promise<readonly (Buffer | undefined)[]> {
  const output = await git(['cat-file', '--batch'], { cwd, input: blobs.map(({ id }) => `${id}\n`).join('') });
  if (output === null) return [];
  let at = 0;
  return blobs.map(() => {
    const end = output.indexOf(0x0a, at);
    const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1]);
    if (end < 0 || !Number.isSafeInteger(size)) return undefined;
    at = end + 1 + size + 1;
    return output.subarray(end + 1, end + 1 + size);
  });
}

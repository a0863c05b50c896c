/** Fetches settings of another repository, which those of this one extend, with the token of the Action. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import type { ExtendedFile } from '../app/extended-settings.ts';
import { insideRepository } from '../app/inside-repository.ts';
import type { RemoteFile } from '../app/remote-file.ts';
import { InputError } from '../errors.ts';
import { readConfig } from '../read/settings/settings-file.ts';
import { type Api, ApiError } from './api.ts';
import { policyFilesIn } from './json.ts';

/**
 * Copies a settings file at a commit, and the policy folders that it names, to a private directory.
 * @param shownAs how the settings name it
 * @throws {InputError} if the token cannot read it
 */
export async function fetchRemoteSettings(
  { repository, path, commit }: RemoteFile,
  { api, shownAs }: { readonly api: Api; readonly shownAs: string },
): Promise<ExtendedFile> {
  const root = await mkdtemp(join(tmpdir(), 'firebreak-extended-'));
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true });
  const name = repository.split('/').map(encodeURIComponent).join('/');
  const contents = (of: string): string =>
    `/repos/${name}/contents/${of.split('/').map(encodeURIComponent).join('/')}?ref=${commit}`;
  const copy = async (of: string): Promise<void> => {
    const content = await api.raw(contents(of));
    await mkdir(dirname(join(root, of)), { recursive: true });
    await writeFile(join(root, of), content);
  };
  try {
    const file = inside(path, shownAs);
    await copy(file);
    const { config } = await readConfig({ file: join(root, file), shownAs });
    for (const folder of config.policyFolders) {
      const of = inside(posix.join(posix.dirname(file), folder), shownAs);
      const found = await api.get(contents(of));
      for (const each of Array.isArray(found) ? policyFilesIn(found, of) : [of]) await copy(each);
    }
    return { file: join(root, file), shownAs, remove };
  } catch (error) {
    await remove();
    if (!(error instanceof ApiError)) throw error;
    throw new InputError(
      {
        file: shownAs,
        message: `cannot read the extended settings: ${error.message}`,
        hint: 'The default token reads this repository and public ones only. For another private one, give the token of an app with `contents: read` there.',
      },
      { cause: error },
    );
  }
}

function inside(path: string, shownAs: string): string {
  const normal = insideRepository(path);
  if (normal === null) throw new InputError({ file: shownAs, message: `outside of the repository: \`${path}\`` });
  return normal;
}

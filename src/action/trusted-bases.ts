/** The commits whose settings a change is judged by. */
import { type CommitTrees, commitTrees } from '../read/git/checkout.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import { type Api, ApiError } from './api.ts';
import { type BaseFiles, openBaseFiles } from './base-files.ts';
import type { Situation } from './event.ts';
import type { Inputs } from './inputs.ts';
import { text } from './json.ts';

/** A commit with settings, policies and the configuration before the change. */
export interface TrustedBase {
  readonly branch: string;
  readonly files: BaseFiles;
  /** Content of the commit in the local repository; null: there is no commit. */
  readonly trees: CommitTrees | null;
}

/** All bases of one run. */
export interface TrustedBases {
  /** The base of the change, and a branch of the input `base` if the change goes to none of these. */
  readonly bases: readonly TrustedBase[];
  readonly remarks: () => readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Opens the bases. Everybody who may push can create a branch with weak settings and open a pull request to it, and the
 * check of that pull request counts for its head commit everywhere. So a branch that the input `base` does not name is
 * not trusted alone.
 * @throws {ApiError} if the branch of the input `base` cannot be read
 */
export async function openTrustedBases(
  situation: Situation,
  from: { readonly api: Api; readonly inputs: Inputs; readonly workspace: string; readonly flags: SettingsFlags },
): Promise<TrustedBases> {
  const { api, inputs, workspace, flags } = from;
  const { config, policies } = inputs;
  const named = inputs.bases.length > 0 ? inputs.bases : [situation.defaultBranch];
  const [first = situation.defaultBranch] = named;
  const isNamed = named.includes(situation.branch);
  const commits = [
    { branch: situation.branch, commit: situation.base },
    ...(isNamed ? [] : [{ branch: first, commit: await headOf(first, api) }]),
  ];
  const bases = await Promise.all(
    commits.map(async ({ branch, commit }) => ({
      branch,
      files: await openBaseFiles({ api, base: commit, workspace, config, policies, flags }),
      trees: commit === null ? null : commitTrees({ name: commit, namedBy: null }),
    })),
  );
  const remark = `This change targets \`${situation.branch}\`, whose settings are not trusted (trusted: ${named.map((name) => `\`${name}\``).join(', ')}). It is judged by the settings of \`${first}\` as well, and the stricter verdict applies.`;
  return {
    bases,
    remarks: () => [...(isNamed ? [] : [remark]), ...new Set(bases.flatMap(({ files }) => files.remarks()))],
    close: async () => {
      for (const { files, trees } of bases) {
        await trees?.remove();
        await files.close();
      }
    },
  };
}

/** Returns the commit, so that everything is read from the same one. */
async function headOf(branch: string, api: Api): Promise<string> {
  const answer = await api.get(`{repo}/branches/${encodeURIComponent(branch)}`);
  const commit = text(answer, 'commit', 'sha');
  if (commit === undefined) throw new ApiError(`GitHub returned no commit for the branch ${branch}`, { status: 200 });
  return commit;
}

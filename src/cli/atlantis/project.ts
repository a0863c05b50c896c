/** What Atlantis says of a project in the environment of a workflow step, and what of it a judgement may trust. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve } from 'node:path';
import { type BaseSettings, baseSettings } from '../../app/base-settings.ts';
import { UsageError } from '../../errors.ts';
import { type GitObjects, gitObjects } from '../../read/git/git-objects.ts';
import type { ActorSource } from '../../source/actor.ts';

export interface AtlantisProject {
  /** The saved plan, relative to the working directory where it lies in it. */
  readonly plan: string;
  /** The root module in the checkout of the pull request. */
  readonly dir: string;
  /** From the top of the repository, with `/` between steps. */
  readonly directory: string;
  readonly workspace: string | null;
  readonly terraform: string | undefined;
  readonly actor: ActorSource;
  readonly git: GitObjects;
  readonly env: NodeJS.ProcessEnv;
}

/** @throws {UsageError} outside of a workflow of Atlantis */
export async function readProject(env: NodeJS.ProcessEnv, cwd: string): Promise<AtlantisProject> {
  const { PLANFILE, DIR, WORKSPACE, REPO_REL_DIR, PULL_AUTHOR, HEAD_BRANCH_NAME } = env;
  if (!PLANFILE || !DIR) {
    throw new UsageError({
      message: `${PLANFILE ? 'DIR' : 'PLANFILE'} is not set, so there is nothing to judge`,
      hint: 'run this as a step of an Atlantis workflow; elsewhere use: firebreak check tfplan',
    });
  }
  const git = gitObjects(DIR, env);
  const head = await git.commit('HEAD');
  const commits = head === null ? [] : await git.log(head, await baseCommit(git, env));
  return {
    plan: shown(PLANFILE, cwd),
    dir: shown(DIR, cwd),
    directory: REPO_REL_DIR || '.',
    workspace: WORKSPACE || null,
    terraform: versionedBinary(env),
    actor: {
      ...(PULL_AUTHOR && { author: PULL_AUTHOR }),
      ...(HEAD_BRANCH_NAME && { branch: HEAD_BRANCH_NAME }),
      commits,
    },
    git,
    env,
  };
}

/** Where settings come from, in words too. */
export interface TrustedSettings {
  readonly base: BaseSettings | null;
  readonly remark: string;
}

/**
 * The settings of the base branch; none where they cannot be had, which is said.
 * @throws as `baseSettings`
 */
export async function trustedSettings({ git, env, directory }: AtlantisProject): Promise<TrustedSettings> {
  const branch = env.BASE_BRANCH_NAME || '(not named)';
  const commit = await baseCommit(git, env);
  if (commit === null) {
    const hint = 'name a file on the server (FIREBREAK_CONFIG), or start Atlantis with --checkout-strategy=merge';
    return { base: null, remark: `the base branch ${branch} is not in this clone, so no settings were read: ${hint}.` };
  }
  const base = await baseSettings(git, { commit, directory });
  const remark =
    base === null
      ? `there is no firebreak.yaml on the base branch ${branch}: the policies judge as they come.`
      : `settings are those of ${base.file} on the base branch ${branch}; the pull request cannot change them.`;
  return { base, remark };
}

/**
 * Without Atlantis' merge strategy the clone is of the head repository alone: its branch of the same name, in a fork
 * say, is no base.
 */
async function baseCommit(
  git: GitObjects,
  { BASE_BRANCH_NAME, HEAD_BRANCH_NAME }: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (!BASE_BRANCH_NAME || BASE_BRANCH_NAME === HEAD_BRANCH_NAME) return null;
  return git.commit(`refs/remotes/origin/${BASE_BRANCH_NAME}`);
}

/**
 * Settings and approvals that the author of the change could write are none.
 * @throws {UsageError} for a path into the checkout, and for one that depends on where the step runs
 */
export function refuseCheckout(
  path: string | undefined,
  name: string,
  { DIR = '.', REPO_REL_DIR = '.' }: NodeJS.ProcessEnv,
): void {
  if (path === undefined) return;
  const hint = 'name a file on the server by its whole path';
  if (!isAbsolute(path)) {
    throw new UsageError({
      file: path,
      message: `${name} would lie in the checkout, which the author of the change writes`,
      hint,
    });
  }
  const steps = REPO_REL_DIR.split('/').filter((step) => step !== '.' && step !== '');
  const top = real(resolve(DIR, ...steps.map(() => '..')));
  const inside = relative(top, real(path));
  if (inside !== '' && (inside.startsWith('..') || isAbsolute(inside))) return;
  throw new UsageError({
    file: path,
    message: `${name} lies in the checkout, which the author of the change writes`,
    hint,
  });
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Atlantis calls the versions that it downloads `terraform1.11.4`; the plan can be shown only by the one that made it. */
function versionedBinary(env: NodeJS.ProcessEnv): string | undefined {
  const { ATLANTIS_TERRAFORM_DISTRIBUTION: product = 'terraform', ATLANTIS_TERRAFORM_VERSION: version } = env;
  if (!/^[a-z]+$/.test(product) || !version) return undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const file = folders.map((folder) => join(folder, `${product}${version}`)).find(existsSync);
  return file ?? (folders.some((folder) => existsSync(join(folder, product))) ? product : undefined);
}

function shown(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside || '.';
}

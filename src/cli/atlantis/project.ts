/** Reads the Atlantis project from the environment of a workflow step, and decides which inputs can be trusted. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve } from 'node:path';
import { type BaseSettings, baseSettings } from '../../app/base-settings.ts';
import { UsageError } from '../../errors.ts';
import { type GitObjects, gitObjects } from '../../read/git/git-objects.ts';
import type { ActorSource } from '../../source/actor.ts';

/** The project that a workflow step runs for. */
export interface AtlantisProject {
  /** Path of the saved plan, relative to the working directory if it is inside. */
  readonly plan: string;
  /** Directory of the root module in the pull request's checkout. */
  readonly dir: string;
  /** Path relative to the top of the repository, with `/`. */
  readonly directory: string;
  readonly workspace: string | null;
  readonly terraform: string | undefined;
  readonly actor: ActorSource;
  readonly git: GitObjects;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads the project from environment variables.
 * @throws {UsageError} outside of an Atlantis workflow
 */
export async function readProject(env: NodeJS.ProcessEnv, cwd: string): Promise<AtlantisProject> {
  const { PLANFILE, DIR, WORKSPACE, REPO_REL_DIR, PULL_AUTHOR, HEAD_BRANCH_NAME } = env;
  if (!PLANFILE || !DIR) {
    throw new UsageError({
      message: `${PLANFILE ? 'DIR' : 'PLANFILE'} is not set`,
      hint: 'Run this as a step of an Atlantis workflow. Elsewhere, use: firebreak check tfplan',
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

/** The settings of the base branch, and a remark on where they come from. */
export interface TrustedSettings {
  readonly base: BaseSettings | null;
  readonly remark: string;
}

/**
 * Returns the settings of the base branch; if they cannot be read, `base` is null and the remark says why.
 * @throws as `baseSettings`
 */
export async function trustedSettings({ git, env, directory }: AtlantisProject): Promise<TrustedSettings> {
  const branch = env.BASE_BRANCH_NAME || '(not named)';
  const commit = await baseCommit(git, env);
  if (commit === null) {
    const hint = 'name a file on the server (FIREBREAK_CONFIG), or start Atlantis with --checkout-strategy=merge';
    return {
      base: null,
      remark: `No settings: the base branch ${branch} is not in this clone. To use settings, ${hint}.`,
    };
  }
  const base = await baseSettings(git, { commit, directory });
  const remark =
    base === null
      ? `No settings: the base branch ${branch} has no firebreak.yaml.`
      : `Settings: ${base.file} on the base branch ${branch}. The pull request cannot change them.`;
  return { base, remark };
}

/**
 * Without the merge strategy Atlantis clones the head repository only. A branch of the same name there, such as in a
 * fork, is not the base.
 */
async function baseCommit(
  git: GitObjects,
  { BASE_BRANCH_NAME, HEAD_BRANCH_NAME }: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (!BASE_BRANCH_NAME || BASE_BRANCH_NAME === HEAD_BRANCH_NAME) return null;
  return git.commit(`refs/remotes/origin/${BASE_BRANCH_NAME}`);
}

/**
 * Rejects settings and approvals that the author of the change could have written.
 * @throws {UsageError} for a path inside the checkout, and for a relative path
 */
export function refuseCheckout(
  path: string | undefined,
  name: string,
  { DIR = '.', REPO_REL_DIR = '.' }: NodeJS.ProcessEnv,
): void {
  if (path === undefined) return;
  const hint = 'Give the absolute path of a file on the server.';
  if (!isAbsolute(path)) {
    throw new UsageError({
      file: path,
      message: `${name} is in the checkout, where the author of the change can write`,
      hint,
    });
  }
  const steps = REPO_REL_DIR.split('/').filter((step) => step !== '.' && step !== '');
  const top = real(resolve(DIR, ...steps.map(() => '..')));
  const inside = relative(top, real(path));
  if (inside !== '' && (inside.startsWith('..') || isAbsolute(inside))) return;
  throw new UsageError({
    file: path,
    message: `${name} is in the checkout, where the author of the change can write`,
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

/** Atlantis names downloaded versions `terraform1.11.4`. Only the version that made the plan can show it. */
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

/** Asks GitHub whether a person may write to the repository. */
import type { RepositoryAccess } from '../../source/approval.ts';
import { type Api, ApiError } from '../api.ts';
import { text } from '../json.ts';

/** Answers for one run, so that each person is asked about once. */
export interface RepositoryAccesses {
  /** Returns `unknown` if GitHub does not answer; never throws for that. */
  readonly of: (login: string) => Promise<RepositoryAccess>;
  /** Why the access of somebody is unknown. */
  readonly remarks: () => readonly string[];
}

/** Returns the lookup of people's access to the repository. */
export function openRepositoryAccesses(api: Api): RepositoryAccesses {
  const known = new Map<string, Promise<RepositoryAccess>>();
  const remarks: string[] = [];

  async function ask(login: string): Promise<RepositoryAccess> {
    try {
      const answer = await api.get(`{repo}/collaborators/${encodeURIComponent(login)}/permission`);
      return accesses.get(text(answer, 'permission') ?? '') ?? 'unknown';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      remarks.push(
        `The approval of \`${login}\` does not count, because their access to the repository is unknown: ${error.message}.`,
      );
      return 'unknown';
    }
  }

  return {
    of(login) {
      const key = login.toLowerCase();
      const asked = known.get(key) ?? ask(login);
      known.set(key, asked);
      return asked;
    },
    remarks: () => remarks.toSorted(),
  };
}

/**
 * `permission` has the base role and counts teams, organization and enterprise: `maintain` is `write`, `triage` is
 * `read`, and a custom role is the role that it extends. `role_name` would be the name of the custom role. Anybody has
 * `read` on a public repository.
 * Source: https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
const accesses: ReadonlyMap<string, RepositoryAccess> = new Map([
  ['admin', 'write'],
  ['write', 'write'],
  ['read', 'read'],
  ['none', 'read'],
]);

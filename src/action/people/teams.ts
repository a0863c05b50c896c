/** Resolves teams in the groups of the settings: `@acme/platform` means its members on GitHub. */
import { type Api, ApiError } from '../api.ts';
import { text } from '../json.ts';

const team = /^@([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/;

type Groups = Readonly<Record<string, readonly string[]>>;

/** Logins of the members by team name, as written in the settings. */
export type TeamMembers = ReadonlyMap<string, readonly string[]>;

/** Reads the members of all teams. A team that cannot be read has no members, and a remark says so. */
export async function readTeams(
  api: Api,
  groups: readonly Groups[],
): Promise<{ readonly members: TeamMembers; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  const members = new Map<string, readonly string[]>();
  for (const name of new Set(groups.flatMap((each) => Object.values(each).flat()))) {
    const [, org, slug] = team.exec(name) ?? [];
    if (org === undefined || slug === undefined) continue;
    try {
      const listed = await api.pages(`/orgs/${org}/teams/${slug}/members`);
      members.set(
        name,
        listed.flatMap((user) => text(user, 'login') ?? []),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      members.set(name, []);
      remarks.push(
        `Approvals of the team \`${name}\` do not count, because its members cannot be read: ${error.message}. Use the token of an app with \`members: read\`.`,
      );
    }
  }
  return { members, remarks };
}

/** Returns the groups with each team replaced by its members. */
export function expandTeams(groups: Groups, members: TeamMembers): Groups {
  return Object.fromEntries(
    Object.entries(groups).map(([name, people]) => [name, people.flatMap((who) => members.get(who) ?? [who])]),
  );
}

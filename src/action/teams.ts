/** Teams in the groups of the settings: `@acme/platform` stands for its members, as GitHub knows them. */
import { type Api, ApiError } from './api.ts';
import { text } from './json.ts';
import type { Prepared } from './judge.ts';

const team = /^@([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/;

/** A team that cannot be read has no members: approvals of them do not count, and that is said. */
export async function withTeams(
  api: Api,
  prepared: readonly Prepared[],
): Promise<{ readonly prepared: readonly Prepared[]; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  const members = new Map<string, readonly string[]>();
  const groups = prepared.flatMap((plan) =>
    'schema' in plan ? [] : Object.values(plan.settings?.config.groups ?? {}),
  );
  for (const name of new Set(groups.flat())) {
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
        `The team \`${name}\` cannot be read, so that nobody of it counts: ${error.message}. It takes a token of an app with \`members: read\`.`,
      );
    }
  }
  return { prepared: members.size === 0 ? prepared : prepared.map((plan) => expanded(plan, members)), remarks };
}

function expanded(plan: Prepared, members: ReadonlyMap<string, readonly string[]>): Prepared {
  if ('schema' in plan || !plan.settings) return plan;
  const { config } = plan.settings;
  const groups = Object.fromEntries(
    Object.entries(config.groups).map(([name, people]) => [name, people.flatMap((who) => members.get(who) ?? [who])]),
  );
  return { ...plan, settings: { ...plan.settings, config: { ...config, groups } } };
}

/** The one comment about a root and environment: found, edited, never repeated. */
import { type Api, ApiError } from './api.ts';
import { field, number, text } from './json.ts';
import { isAbout, type Reported, readRecord, type Topic } from './marker.ts';

export interface OwnComment {
  readonly id: number;
  /** What it reported last, `since` filled in; null: nothing that can be believed. */
  readonly reported: (Reported & { readonly since: string }) | null;
}

/** What GITHUB_TOKEN writes as, should GitHub not say. */
const actionsBot = 'github-actions[bot]';

/** The login that the token writes as. */
export async function readIdentity(api: Api): Promise<string> {
  return text(await api.graphql('{viewer{login}}'), 'data', 'viewer', 'login') ?? actionsBot;
}

/**
 * The oldest comment about the topic that the token itself wrote. One by anybody else, whatever it says, is none.
 * @throws {ApiError} where comments cannot be read
 */
export async function findComment(
  api: Api,
  about: { readonly pull: number; readonly topic: Topic; readonly identity: string },
): Promise<OwnComment | null> {
  const comments = await api.pages(`{repo}/issues/${about.pull}/comments`);
  const own = comments
    .filter((each) => text(each, 'user', 'login') === about.identity && isAbout(text(each, 'body') ?? '', about.topic))
    .flatMap((each) => number(each, 'id') ?? [])
    .toSorted((a, b) => a - b);
  const oldest = comments.find((each) => own.length > 0 && field(each, 'id') === own[0]);
  return own[0] === undefined ? null : { id: own[0], reported: reportedBy(oldest) };
}

/** Nothing was reported before there was the comment. */
function reportedBy(comment: unknown): OwnComment['reported'] {
  const created = text(comment, 'created_at') ?? '';
  const record = readRecord(text(comment, 'body') ?? '');
  if (record === null || Number.isNaN(Date.parse(created))) return null;
  const since = record.since ?? created;
  return Date.parse(since) < Date.parse(created) ? null : { ...record, since };
}

/**
 * Edits the comment, or writes it where there is none.
 * @throws {ApiError} where the token may not, or GitHub does not answer
 */
export async function postComment(
  api: Api,
  from: {
    readonly pull: number;
    readonly topic: Topic;
    readonly identity: string;
    readonly existing: OwnComment | null;
    readonly body: string;
  },
): Promise<void> {
  const { existing, body, pull } = from;
  if (existing !== null && (await edited(api, existing.id, body))) return;
  const created = await api.send('POST', `{repo}/issues/${pull}/comments`, { body });
  const id = number(created, 'id');
  const identity = text(created, 'user', 'login') ?? from.identity;
  // Another run may have written one at the same time: of both only the older stays.
  const first = await findComment(api, { ...from, identity });
  if (id === undefined || first === null || first.id >= id) return;
  if (await edited(api, first.id, body)) await api.send('DELETE', `{repo}/issues/comments/${id}`);
}

/** false: somebody has deleted it meanwhile. */
async function edited(api: Api, id: number, body: string): Promise<boolean> {
  try {
    await api.send('PATCH', `{repo}/issues/comments/${id}`, { body });
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return false;
    throw error;
  }
}

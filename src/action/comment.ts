/** Finds and edits the one comment for a root and environment. */
import { type Api, ApiError } from './api.ts';
import { field, number, text } from './json.ts';
import { isAbout, type Reported, readRecord, type Topic } from './marker.ts';

/** A comment that this token wrote. */
export interface OwnComment {
  readonly id: number;
  /** The last reported plan, with `since` filled in; null if there is no valid record. */
  readonly reported: (Reported & { readonly since: string }) | null;
}

/** The author of comments by GITHUB_TOKEN; used if GitHub does not return the login. */
const actionsBot = 'github-actions[bot]';

/** Returns the login that the token writes as. */
export async function readIdentity(api: Api): Promise<string> {
  return text(await api.graphql('{viewer{login}}'), 'data', 'viewer', 'login') ?? actionsBot;
}

/**
 * Returns the oldest comment on the topic written by the token itself. Comments of other authors are ignored, whatever
 * they contain.
 * @throws {ApiError} if comments cannot be read
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

/** A report cannot be older than its comment. */
function reportedBy(comment: unknown): OwnComment['reported'] {
  const created = text(comment, 'created_at') ?? '';
  const record = readRecord(text(comment, 'body') ?? '');
  if (record === null || Number.isNaN(Date.parse(created))) return null;
  const since = record.since ?? created;
  return Date.parse(since) < Date.parse(created) ? null : { ...record, since };
}

/**
 * Edits the comment, or creates it if there is none.
 * @throws {ApiError} if the token lacks the permission, or GitHub does not answer
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
  // A concurrent run may have created one too: only the older comment is kept.
  const first = await findComment(api, { ...from, identity });
  if (id === undefined || first === null || first.id >= id) return;
  if (await edited(api, first.id, body)) await api.send('DELETE', `{repo}/issues/comments/${id}`);
}

/** Returns false if the comment was deleted meanwhile. */
async function edited(api: Api, id: number, body: string): Promise<boolean> {
  try {
    await api.send('PATCH', `{repo}/issues/comments/${id}`, { body });
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return false;
    throw error;
  }
}

/** Reviews that begin with `/firebreak break-glass REASON`: somebody lifts the findings alone, in an emergency. */
import type { ApprovalSource } from '../../source/approval.ts';
import type { Api } from '../api.ts';
import { field, text } from '../json.ts';
import type { RepositoryAccesses } from './repository-access.ts';

/** The author of a pull request can comment on it, but not approve it. */
const states = ['COMMENTED', 'APPROVED'];
const command = /^\/firebreak break-glass[ \t]+(\S[^\r\n]{0,299})/;

/**
 * Returns the reviews that break the glass. Whether it breaks is decided later. A remark names each that is left out
 * because it may not be as it was written.
 * @param reviews as GitHub lists them
 */
export async function readBreakGlass(
  reviews: readonly unknown[],
  { api, accesses }: { readonly api: Api; readonly accesses: RepositoryAccesses },
): Promise<{ readonly approvals: readonly ApprovalSource[]; readonly remarks: readonly string[] }> {
  const found: ApprovalSource[] = [];
  const remarks: string[] = [];
  for (const review of reviews) {
    const reason = command.exec(text(review, 'body') ?? '')?.[1]?.trim();
    const who = text(review, 'user', 'login');
    const commit = text(review, 'commit_id');
    if (reason === undefined || who === undefined || commit === undefined) continue;
    if (!states.includes(text(review, 'state') ?? '')) continue;
    if (!(await isAsWritten(review, api))) {
      remarks.push(
        `The break-glass review of \`${who}\` does not count: it was edited after it was sent, or GitHub does not say whether it was. Send a new review.`,
      );
      continue;
    }
    const human = text(review, 'user', 'type') !== 'Bot';
    found.push({
      who,
      human,
      at: text(review, 'submitted_at') ?? '',
      source: 'github-review',
      commit,
      access: human ? await accesses.of(who) : 'unknown',
      breakGlass: { reason },
    });
  }
  return { approvals: found, remarks };
}

/** Whoever may write to a repository can edit what others said there, and the list of reviews does not show it. */
async function isAsWritten(review: unknown, api: Api): Promise<boolean> {
  const id = text(review, 'node_id') ?? '';
  if (!/^[\w=+/-]+$/.test(id)) return false;
  const answer = await api.graphql(`{node(id:"${id}"){... on PullRequestReview{lastEditedAt}}}`);
  const node = field(field(answer, 'data'), 'node');
  return typeof node === 'object' && node !== null && field(node, 'lastEditedAt') === null;
}

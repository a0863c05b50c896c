/** One pull request through several runs: what a comment keeps, and what approvals are held against. */
import { describe, expect, it } from 'vitest';
import { type Comment, shas } from './github.ts';
import { runAction } from './runner.ts';
import { fixturePlan, readScenario, type Scenario } from './scenario.ts';

const deletion = readScenario('two-people-for-data.json');
const plain: Scenario = { ...deletion, reviews: [] };
const update = readScenario('agent-trailer-no-review.json');
const approved = (at: string): NonNullable<Scenario['reviews']> =>
  ['alice', 'bob'].map((user) => ({ user, state: 'APPROVED', commit: 'head', submitted_at: at }));
const bodyOf = (comments: readonly Comment[]): string => comments.at(-1)?.body ?? '';
const soon = (): string => new Date(Date.now() + 60_000).toISOString();
/** As they are found by a later run. */
const found = (comments: readonly Comment[]): readonly Comment[] =>
  comments.map(({ id, user, created_at, body }) => ({ id, user, created_at, body }));

describe.concurrent('one pull request', () => {
  it('an approval after the report turns the same check green', async () => {
    const first = await runAction(plain);
    expect(first.code).toBe(1);
    const second = await runAction(
      { ...plain, event: 'pull_request_review', reviews: approved(soon()) },
      { comments: found(first.comments) },
    );
    expect(second.raw).toContain('2 of 2 approvals given');
    expect(second.code).toBe(0);
    expect(second.comments).toHaveLength(1);
    expect(second.outputs.fingerprint).toBe(first.outputs.fingerprint);
  });

  it('a run again keeps the time of the first report', async () => {
    const first = await runAction(plain);
    const at = Date.now() - 30 * 60_000;
    const aged = found(first.comments).map((each) => ({ ...each, created_at: new Date(at).toISOString() }));
    const between = new Date(at + 60_000).toISOString();
    const second = await runAction({ ...plain, reviews: approved(between) }, { comments: aged });
    expect(second.code).toBe(0);
    const before = new Date(at - 60_000).toISOString();
    const third = await runAction(
      { ...plain, reviews: approved(before) },
      { comments: found(second.comments).map((each) => ({ ...each, created_at: aged[0]?.created_at ?? '' })) },
    );
    expect(third.code).toBe(1);
    expect(bodyOf(third.comments)).toContain('approved before this plan was reported');
  });

  it('another plan begins anew', async () => {
    const first = await runAction(update);
    const at = new Date(Date.now() - 30 * 60_000).toISOString();
    const aged = found(first.comments).map((each) => ({ ...each, created_at: at }));
    const since = new Date(Date.now() - 60_000).toISOString();
    const second = await runAction({ ...plain, reviews: approved(since) }, { comments: aged });
    expect(second.code).toBe(1);
    expect(bodyOf(second.comments)).toContain('Only later approvals count');
    expect(bodyOf(second.comments)).toMatch(/since=20\d\d-/);
  });

  it('a review of another plan than the reported one is no verdict', async () => {
    const first = await runAction(update);
    const second = await runAction(
      { ...plain, event: 'pull_request_review', reviews: approved(soon()) },
      { comments: found(first.comments) },
    );
    expect(second.code).toBe(2);
    expect(second.summary).toContain('not the plan that was reported for this commit');
    // What was reported still stands in the comment.
    expect(bodyOf(second.comments)).toContain(`fingerprint=${first.outputs.fingerprint}`);
  });

  it('nor where the commits cannot be read', async () => {
    const first = await runAction(plain);
    const clean = readScenario('human-clean.json');
    const inject = [{ method: 'GET', path: '/pulls/7/commits$', status: 403 }];
    const second = await runAction(
      { ...clean, event: 'pull_request_review', inject },
      { comments: found(first.comments) },
    );
    expect(second.code).toBe(2);
  });

  it('a report of another commit is not what was reviewed', async () => {
    const first = await runAction(plain);
    const older = found(first.comments).map((each) => ({ ...each, body: each.body.replace(shas.head, shas.base) }));
    const second = await runAction(
      { ...plain, event: 'pull_request_review', reviews: approved(soon()) },
      { comments: older },
    );
    expect(second.code).toBe(2);
    expect(second.summary).toContain('belongs to another commit');
  });

  it('a time before there was the comment is not believed', async () => {
    const first = await runAction(plain);
    const forged = found(first.comments).map((each) => ({
      ...each,
      body: each.body.replace('since= ', 'since=2020-01-01T00:00:00.000Z '),
    }));
    const second = await runAction({ ...plain, reviews: approved('2021-01-01T00:00:00Z') }, { comments: forged });
    expect(second.code).toBe(1);
  });

  it('says which findings are gone', async () => {
    const first = await runAction(plain);
    const second = await runAction(readScenario('human-clean.json'), { comments: found(first.comments) });
    expect(second.comments).toHaveLength(1);
    expect(bodyOf(second.comments)).toMatch(/Resolved since the last report: \d+ of \d+ findings/);
  });

  it('of two comments written at the same time the older stays', async () => {
    const first = await runAction(plain);
    const [comment] = found(first.comments);
    if (!comment) throw new Error('no comment');
    // The other run's comment appears after this run has looked for one.
    const late = { ...comment, id: 1, body: 'not there yet' };
    const ran = await runAction(plain, { comments: [late], appearing: { id: 1, body: comment.body } });
    expect(ran.comments.map(({ id }) => id)).toEqual([1]);
  });

  it('a recreated environment fits into one comment', async () => {
    const plan = fixturePlan('aws-50-kiro-environment-recreated');
    const ran = await runAction({ ...plain, workspaceFiles: { 'plan.json': plan } });
    expect(ran.code).toBe(1);
    expect(bodyOf(ran.comments)).not.toContain('Omitted for length');
  });

  it('a small fire is drawn', async () => {
    const ran = await runAction({ ...plain, workspaceFiles: { 'plan.json': fixturePlan('aws-03-destroy-rds-prod') } });
    expect(bodyOf(ran.comments)).toContain('```mermaid');
  });

  it('thousands of findings are cut, never the verdict', async () => {
    const address = (i: number): string => `aws_db_instance.${'long_'.repeat(20)}${i}`;
    const given = readScenario('human-deletes.json');
    const plan = given.workspaceFiles?.['plan.json'] as { resource_changes: { name: string }[] };
    const [change] = plan.resource_changes;
    const changes = Array.from({ length: 3000 }, (_, i) => ({
      ...change,
      address: address(i),
      name: address(i).split('.')[1],
    }));
    const ran = await runAction({ ...plain, workspaceFiles: { 'plan.json': { ...plan, resource_changes: changes } } });
    expect(ran.code).toBe(1);
    const body = bodyOf(ran.comments);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/### ⛔ Firebreak: FAIL/);
    expect(body).toMatch(/\+ 2995 more in the root module/);
    expect(Buffer.byteLength(ran.summary)).toBeLessThan(1024 * 1024);
    expect(ran.commands.filter(({ name }) => name === 'error')).toHaveLength(10);
    expect(ran.commands.find(({ name }) => name === 'notice')?.message).toMatch(/more findings/);
  });
});

describe('the other half of the fork pair', () => {
  const scenario: Scenario = { ...plain, event: 'workflow_run' };

  it('finds the pull request by itself, and comments', async () => {
    const ran = await runAction(scenario);
    expect(ran.code).toBe(1);
    expect(ran.comments).toHaveLength(1);
    expect(ran.calls).toContain('GET /repos/acme/infra/pulls');
  });

  it('judges nothing where no pull request has the head', async () => {
    const run = { head_sha: 'f'.repeat(40), head_branch: 'change', head_repository: { owner: { login: 'acme' } } };
    const ran = await runAction({ ...scenario, payload: { workflow_run: run } });
    expect(ran.code).toBe(2);
    expect(ran.comments).toHaveLength(0);
  });

  it('shows no saved plan, whatever the workflow asks for', async () => {
    const ran = await runAction({
      ...scenario,
      inputs: { terraform: '/bin/false' },
      workspaceFiles: { 'plan.json': 'PK\u0003\u0004 and so on' },
    });
    expect(ran.code).toBe(2);
    expect(ran.summary).toContain('a saved plan cannot be read on');
  });
});

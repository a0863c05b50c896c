/** Settings cannot be chosen by choosing the branch that a change goes to. */
import { describe, expect, it } from 'vitest';
import { runAction } from './runner.ts';
import { readScenario, type Scenario } from './scenario.ts';

const strict = 'policies: {}\n';
const weak = 'enforcement: advisory\n';
const deletion = readScenario('two-people-for-data.json');
const toOwnBranch: Scenario = {
  ...deletion,
  reviews: [],
  baseBranch: 'release/mine',
  files: { base: { 'firebreak.yaml': weak }, main: { 'firebreak.yaml': strict } },
};

describe('a pull request to a branch of its author', () => {
  it('is judged by the settings of the default branch as well', async () => {
    const ran = await runAction(toOwnBranch);
    expect(ran.code).toBe(1);
    expect(ran.summary).toContain(
      '`plan.json`: pass by the settings of `release/mine`, fail by the settings of `main`.',
    );
    expect(ran.comments[0]?.body).toContain('the stricter verdict applies');
  });

  it('and by its own, where these are stricter', async () => {
    const files = { base: { 'firebreak.yaml': strict }, main: { 'firebreak.yaml': weak } };
    const ran = await runAction({ ...toOwnBranch, files });
    expect(ran.code).toBe(1);
    expect(ran.summary).toContain('fail by the settings of `release/mine`, pass by the settings of `main`.');
  });

  it('needs the approvals that both ask for', async () => {
    const approvals = (group: string, who: string): string =>
      `groups: { ${group}: [${who}] }\napprovals: { from: [${group}] }\n`;
    const files = {
      base: { 'firebreak.yaml': approvals('mine', 'mallory') },
      main: { 'firebreak.yaml': approvals('platform', 'alice, bob') },
    };
    const at = '2099-01-01T00:00:00Z';
    const reviews = ['alice', 'bob'].map((user) => ({ user, state: 'APPROVED', commit: 'head', submitted_at: at }));
    const ran = await runAction({ ...toOwnBranch, files, reviews });
    expect(ran.code).toBe(1);
    expect(ran.summary).toContain('fail by the settings of `release/mine`, pass by the settings of `main`.');
  });

  it('passes where both pass, and says so', async () => {
    const files = { base: { 'firebreak.yaml': weak }, main: { 'firebreak.yaml': weak } };
    const ran = await runAction({ ...toOwnBranch, files });
    expect(ran.code).toBe(0);
    expect(ran.summary).toContain('pass by the settings of `release/mine`, pass by the settings of `main`.');
  });

  it('may not ask for less with fail-on than the default branch allows', async () => {
    const main = { 'firebreak.yaml': 'fail-on: soft\n' };
    const ran = await runAction({
      ...toOwnBranch,
      inputs: { 'fail-on': 'never' },
      files: { base: { 'firebreak.yaml': 'fail-on: never\n' }, main },
    });
    expect(ran.code).toBe(1);
  });

  it('has no verdict where the default branch cannot be read', async () => {
    const ran = await runAction({ ...toOwnBranch, inject: [{ path: '/branches/main$', status: 404 }] });
    expect(ran.code).toBe(2);
  });

  it('is judged by that branch alone where the input names it', async () => {
    const ran = await runAction({ ...toOwnBranch, inputs: { base: 'main\nrelease/mine' } });
    expect(ran.code).toBe(0);
    expect(ran.calls.filter((call) => call.includes('/branches/'))).toEqual([]);
  });
});

it.each([
  ['a push', 'push', { ref: 'refs/heads/mine' }],
  ['a push of a tag', 'push', { ref: 'refs/tags/main' }],
  ['a push of a new branch', 'push', { ref: 'refs/heads/mine', before: '0'.repeat(40) }],
  ['a merge queue', 'merge_group', { merge_group: { base_ref: 'refs/heads/mine' } }],
])('%s of another branch: the same', async (_, event, over) => {
  const before = 'ba5e'.repeat(10);
  const payload = {
    before,
    ...over,
    ...('merge_group' in over ? { merge_group: { base_sha: before, ...over.merge_group } } : {}),
  };
  const ran = await runAction({ ...toOwnBranch, event, payload });
  expect(ran.code).toBe(1);
  expect(ran.summary).toContain('fail by the settings of `main`.');
});

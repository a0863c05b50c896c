/** A review that begins with `/firebreak break-glass REASON` opens the emergency door. */
import { describe, expect, it } from 'vitest';
import { runAction } from './runner.ts';
import { readScenario, type Scenario } from './scenario.ts';

const deletion = readScenario('two-people-for-data.json');
type Review = NonNullable<Scenario['reviews']>[number];

const settings = 'groups: { on-call: [octo-dev, reader] }\napprovals: { break-glass: { group: on-call } }\n';
const review: Review = {
  user: 'octo-dev',
  state: 'COMMENTED',
  commit: 'head',
  submitted_at: '2099-01-01T00:00:00Z',
  body: '/firebreak break-glass INC-123 primary database is full\r\nmore below',
};

async function run(more: Partial<Review>, base = settings) {
  return await runAction({
    ...deletion,
    permissions: { 'octo-dev': 'write', reader: 'read', alice: 'write' },
    files: { base: { 'firebreak.yaml': base } },
    reviews: [{ ...review, ...more }],
  });
}

describe('a review that breaks the glass', () => {
  it('lifts the findings, also by the author, and the comment says so in red', async () => {
    const ran = await run({});
    expect(ran.code).toBe(0);
    expect(ran.outputs).toMatchObject({ verdict: 'pass', 'approvals-counted': '0' });
    expect(ran.comments[0]?.body).toContain('🔴 **Glass broken by octo-dev');
    expect(ran.comments[0]?.body).toContain('INC-123 primary database is full');
    expect(ran.comments[0]?.body).not.toContain('more below');
    expect(ran.commands.filter(({ name }) => name === 'error').length).toBeGreaterThan(0);
  });

  it('that somebody edited opens nothing, and a remark says so', async () => {
    const ran = await run({ edited: true });
    expect(ran.code).toBe(1);
    expect(`${ran.summary}${ran.comments[0]?.body}`).toContain('The break-glass review of `octo-dev` does not count');
  });

  it.each<[string, Partial<Review>, string?]>([
    ['without a reason', { body: '/firebreak break-glass ' }],
    ['that only quotes the command', { body: '> /firebreak break-glass INC-123' }],
    ['of an earlier commit', { commit: 'base' }],
    ['before the report', { submitted_at: '2026-01-01T00:00:00Z' }],
    ['that was dismissed', { state: 'DISMISSED' }],
    ['by somebody outside of the group', { user: 'alice' }],
    ['by a member who may only read', { user: 'reader' }],
    ['by a bot', { user: 'octo-dev', type: 'Bot' }],
    ['where the settings let nobody', {}, 'policies: {}\n'],
  ])('%s opens nothing', async (_, more, base) => {
    expect((await run(more, base)).code).toBe(1);
  });
});

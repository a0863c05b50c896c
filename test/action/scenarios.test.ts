/** The Action against a server that speaks GitHub's routes: its source in this process, and what is built of it as a runner starts it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appToken, token } from './github.ts';
import { type Ran, readAction, root, runAction } from './runner.ts';
import { readScenario, type Scenario, scenarios } from './scenario.ts';

const files = readdirSync(scenarios).filter((name) => name.endsWith('.json'));

describe('scenarios', () => {
  it.each(files)('%s', async (file) => {
    const scenario = readScenario(file);
    const ran = await runAction(scenario);
    meets(ran, scenario);
    harmless(ran, scenario);
  });
});

describe('the built Action', () => {
  it.each(['human-clean.json', 'human-deletes.json', 'api-down.json'])('%s', async (file) => {
    const scenario = readScenario(file);
    const ran = await runAction(scenario, { built: { folder: root, node: process.execPath } });
    meets(ran, scenario);
    harmless(ran, scenario);
  });
});

const harness = join(root, '..', 'shared', 'harness', 'action', 'run.mjs');

describe.skipIf(!existsSync(harness))('another stand-in for the runner', () => {
  it('agrees', () => {
    const some = ['human-clean', 'human-deletes', 'fork-read-only', 'existing-comment-updated', 'hostile-address'];
    const args = [harness, root, ...some.map((name) => join(scenarios, `${name}.json`))];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stdout).not.toContain('FAIL');
    expect(status).toBe(0);
  });
});

function meets(ran: Ran, { expect: wanted, existingComments = [] }: Scenario): void {
  expect(ran.code === 0 ? 'success' : 'failure', ran.raw).toBe(wanted.outcome);
  if (wanted.exitCode !== undefined) expect(ran.code, ran.raw).toBe(wanted.exitCode);
  for (const [name, value] of Object.entries(wanted.outputs ?? {})) {
    if (typeof value === 'string') expect(ran.outputs[name], name).toBe(value);
    else expect(ran.outputs[name], name).toMatch(new RegExp(value.matches, 's'));
  }
  const created = ran.comments.filter(({ wasCreated }) => wasCreated);
  const updated = ran.comments.filter(({ wasUpdated }) => wasUpdated);
  if (wanted.commentsCreated !== undefined) expect(created).toHaveLength(wanted.commentsCreated);
  if (wanted.commentsUpdated !== undefined) expect(updated).toHaveLength(wanted.commentsUpdated);
  for (const { user } of updated) expect(user.login).toBe('github-actions[bot]');
  expect(ran.comments.length - created.length).toBe(existingComments.length);
  const written = [...created, ...updated].map(({ body }) => body).join('\n');
  for (const pattern of [wanted.commentMatches ?? []].flat()) expect(written).toMatch(new RegExp(pattern, 's'));
  for (const pattern of [wanted.commentLacks ?? []].flat()) expect(written).not.toMatch(new RegExp(pattern, 's'));
  for (const pattern of [wanted.summaryMatches ?? []].flat()) expect(ran.summary).toMatch(new RegExp(pattern, 's'));
  for (const pattern of [wanted.logMatches ?? []].flat()) expect(ran.raw).toMatch(new RegExp(pattern, 's'));
  for (const [kind, times] of Object.entries(wanted.annotations ?? {})) {
    expect(ran.commands.filter(({ name }) => name === kind).length, kind).toBe(times);
  }
}

/** Whatever the scenario is about. */
function harmless(ran: Ran, { secrets }: Scenario): void {
  for (const { name } of ran.commands) expect(['error', 'warning', 'notice']).toContain(name);
  expect(Object.keys(ran.outputs).sort()).toEqual(Object.keys(readAction().outputs).sort());
  const places = [
    ran.raw,
    ran.summary,
    ran.report,
    JSON.stringify(ran.outputs),
    ...ran.comments.map(({ body }) => body),
  ];
  for (const secret of [...secrets, token, appToken]) {
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('hex'),
    ])
      for (const place of places) expect(place).not.toContain(form);
  }
  expect(Buffer.byteLength(ran.summary)).toBeLessThan(1024 * 1024);
  for (const { body } of ran.comments) expect(body.length).toBeLessThanOrEqual(65_536);
}

/** `command: redact`: plans without their secrets for an artifact, judged like the original. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAction } from './runner.ts';
import { readScenario, type Scenario } from './scenario.ts';

const human = readScenario('human-deletes.json');
const [secret = ''] = human.secrets;
const plan = human.workspaceFiles?.['plan.json'];
const redacting = (files: Scenario['workspaceFiles'], inputs: Scenario['inputs'] = {}): Scenario => ({
  ...human,
  ...(files && { workspaceFiles: files }),
  inputs: { command: 'redact', ...inputs },
});

it('keeps paths and fingerprints, and asks nobody', async () => {
  expect(JSON.stringify(plan)).toContain(secret);
  const files = { 'stacks/a/plan.json': plan, 'stacks/b/plan.json': plan };
  const inputs = { plan: 'stacks/*/plan.json', redacted: 'out' };
  const ran = await runAction(redacting(files, inputs), {
    after: (workspace) => {
      for (const name of Object.keys(files)) {
        const text = readFileSync(join(workspace, 'out', name), 'utf8');
        expect(text).not.toContain(secret);
        expect(JSON.parse(text)).toMatchObject({ format_version: expect.any(String) });
      }
    },
  });
  const judged = await runAction({ ...human, workspaceFiles: files, inputs: { plan: 'stacks/*/plan.json' } });
  expect(ran).toMatchObject({ code: 0, calls: [], comments: [], summary: '' });
  expect(ran.outputs).toEqual({ fingerprint: judged.outputs.fingerprint, redacted: 'out' });
});

it('is the fingerprint of the only plan, in the folder `redacted`', async () => {
  const ran = await runAction(redacting({ 'plan.json': plan }));
  const judged = await runAction(human);
  expect(ran.outputs).toEqual({ fingerprint: judged.outputs.fingerprint, redacted: 'redacted' });
});

const saved = (workspace: string): void => writeFileSync(join(workspace, 'tfplan'), 'PK\u0003\u0004');

it.each([
  ['a saved plan without a binary', { plan: 'tfplan' }, {}, 'needs the input `terraform`'],
  [
    'a saved plan in a privileged job',
    { plan: 'tfplan', terraform: 'x' },
    { event: 'pull_request_target' },
    'cannot be',
  ],
  ['a plan outside of the workspace', { plan: '../plan.json' }, {}, 'outside of the workspace'],
  ['no plan', { plan: 'absent.json' }, {}, 'absent.json'],
  ['a glob that matches nothing', { plan: 'absent/*.json' }, {}, 'absent/*.json'],
  ['an unknown command', { command: 'redakt' }, {}, 'Did you mean `redact`?'],
])('writes nothing for %s', async (_, inputs, change, message) => {
  const ran = await runAction(
    { ...redacting({ 'plan.json': plan }, inputs), ...change },
    {
      before: (workspace) => {
        saved(workspace);
        writeFileSync(join(workspace, '..', 'plan.json'), JSON.stringify(plan));
      },
      after: (workspace) => expect(existsSync(join(workspace, 'redacted'))).toBe(false),
    },
  );
  expect(ran.code).toBe(2);
  expect(ran.raw).toContain(message);
  expect(ran.raw).not.toContain(secret);
});

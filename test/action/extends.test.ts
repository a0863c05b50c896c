/** Settings of the base branch may extend a file of the same commit, or of another repository at a commit. */
import { describe, expect, it } from 'vitest';
import { runAction } from './runner.ts';
import { readScenario, type Scenario } from './scenario.ts';

const commit = '3f786850e387550fdab836ed7e6dc881de23001b';
const { reviews: _, ...clean } = readScenario('human-clean.json');
const noPlans = `id: no-plans
title: No plans
enforcement: hard-mandatory
subject: plan
require: plan.mode == "destroy"
message: no plan passes
why: because
remedy: do not
`;
const base = { 'gate/base.yaml': 'policy-folders: [policies]\n', 'gate/policies/no-plans.yaml': noPlans };
const withSettings = (settings: string, more: Partial<Scenario> = {}): Scenario => ({
  ...clean,
  files: { base: { ...base, 'firebreak.yaml': settings } },
  otherRepositories: { [`acme/guardrails@${commit}`]: base },
  ...more,
});

describe('extends', () => {
  it('is not needed', async () => {
    expect((await runAction(withSettings('limits: {}\n'))).code).toBe(0);
  });

  it('a path: the file and its policies come from the base', async () => {
    const ran = await runAction(withSettings('extends: gate/base.yaml\n'));
    expect(ran.code).toBe(1);
    expect(ran.comments[0]?.body).toContain('no-plans');
  });

  it('another repository, at its commit', async () => {
    const ran = await runAction(withSettings(`extends: github>acme/guardrails//gate/base.yaml@${commit}\n`));
    expect(ran.code).toBe(1);
    expect(ran.comments[0]?.body).toContain('no-plans');
    expect(ran.calls).toContain('GET /repos/acme/guardrails/contents/gate/base.yaml');
  });

  it('no verdict where it cannot be read', async () => {
    const ran = await runAction(
      withSettings(`extends: github>acme/guardrails//gate/base.yaml@${commit}\n`, { otherRepositories: {} }),
    );
    expect(ran.code).toBe(2);
    expect(ran.summary).toContain('cannot read the extended settings');
  });

  it('no verdict where the file loosens it', async () => {
    const ran = await runAction(withSettings('extends: gate/base.yaml\nenforcement: advisory\n'));
    expect(ran.code).toBe(2);
    expect(ran.summary).toContain('advisory mode loosens the extended file');
  });

  it('a change of the extended file is a change of the gate', async () => {
    const head = { 'gate/base.yaml': '{}\n' };
    const { files } = withSettings('extends: gate/base.yaml\n');
    const ran = await runAction(withSettings('', { files: { ...files, head } }));
    expect(ran.code).toBe(1);
    expect(ran.comments[0]?.body).toContain('gate-changed');
  });
});

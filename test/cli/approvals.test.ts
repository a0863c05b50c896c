/** Approvals and actors as a user gives them, through the built command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Covered } from '../../src/source/approval.ts';
import { toCovered } from '../../src/verdict/approvals.ts';
import type { Report } from '../../src/verdict/report.ts';
import { firebreak } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-approvals-'));
afterAll(() => rmSync(temp, { recursive: true }));

const plan = (slug: string): string => `fixtures/${slug}/plan.json`;
const update = plan('aws-02-small-update');
const destroy = plan('aws-03-destroy-rds-prod');
const at = '2026-11-22T10:00:00Z';

function file(name: string, value: unknown): string {
  const path = join(temp, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

async function judge(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Report & { readonly code: unknown }> {
  const { stdout, stderr, code } = await firebreak(['check', ...args, '-f', 'json'], { env });
  expect(stderr).toBe('');
  return { ...JSON.parse(stdout), code };
}

function approve(name: string, who: readonly string[], fingerprint: string): string {
  return file(
    name,
    who.map((one) => ({ who: one, human: true, at, fingerprint })),
  );
}

describe('approvals', async () => {
  const { fingerprint } = (await judge([destroy])).plan;

  it('of two people lift what is soft-mandatory, and are said aloud', async () => {
    const args = [destroy, '--actor', 'ada', '--approvals', approve('two.json', ['grace', 'linus'], fingerprint)];
    const before = await judge([destroy]);
    const after = await judge(args);
    expect(after).toMatchObject({
      code: 0,
      verdict: 'pass',
      approvals: { required: 2, counted: 2, from: ['grace', 'linus'], needs: [{ count: 2, counted: 2, group: null }] },
    });
    expect(after.findings).toEqual(before.findings);
    const { stdout } = await firebreak(['check', ...args]);
    expect(stdout).toMatch(/^PASS /);
    expect(stdout).toContain('Lifted by approvals');
    expect(stdout).toContain('2 of 2 approvals given (grace, linus)');
    expect(stdout).toContain('module.orders_db.aws_db_instance.this would be deleted');
  });

  it('that do not count leave it failing, and say why', async () => {
    const args = [
      destroy,
      '--actor',
      'ada',
      '--approvals',
      approve('own.json', ['Ada', 'grace', 'GRACE', 'x[bot]'], fingerprint),
    ];
    expect(await judge(args)).toMatchObject({
      code: 1,
      approvals: {
        counted: 1,
        ignored: [
          { who: 'Ada', why: 'author' },
          { who: 'grace', why: 'same-person' },
          { who: 'x[bot]', why: 'bot' },
        ],
      },
    });
    expect((await firebreak(['check', ...args])).stdout.replace(/\s+/g, ' ')).toContain(
      'Not counted: Ada wrote the change; grace counts once; x[bot] is a bot.',
    );
  });

  it.each([
    'aws-03-destroy-rds-prod',
    'aws-50-kiro-environment-recreated',
    'core-tofu-destroy-false',
    'aws-27-deposed',
    'google-31-taint-replace-triggered-deposed',
  ])('of what a report says hold for its plan, and for no more: %s', async (slug) => {
    const covers = toCovered(await judge([plan(slug), '--critical', '**']));
    const approved = async (seen: Covered) =>
      await judge([
        plan(slug),
        '--critical',
        '**',
        '--approvals',
        file('covers.json', [{ who: 'grace', human: true, at, covers: seen }]),
      ]);
    expect(covers.destroys.length).toBeGreaterThan(0);
    expect((await approved(covers)).approvals.counted).toBe(1);
    expect((await approved({ ...covers, destroys: covers.destroys.slice(1) })).approvals.ignored).toEqual([
      { who: 'grace', why: 'new-destroy' },
    ]);
    expect((await approved({ ...covers, findings: covers.findings.slice(1) })).approvals.ignored).toEqual([
      { who: 'grace', why: 'new-finding' },
    ]);
  });

  it('of another plan do not count', async () => {
    const args = [
      destroy,
      '--approvals',
      approve('other.json', ['grace', 'linus'], (await judge([update])).plan.fingerprint),
    ];
    expect(await judge(args)).toMatchObject({ code: 1, approvals: { counted: 0 } });
  });

  it('lift nothing that is hard-mandatory', async () => {
    const errored = plan('aws-37-errored-precondition');
    const args = [
      errored,
      '--approvals',
      approve('hard.json', ['a', 'b', 'c'], (await judge([errored])).plan.fingerprint),
    ];
    expect(await judge(args)).toMatchObject({ code: 1, verdict: 'fail' });
  });

  it('are refused where they cannot be read', async () => {
    const { code, stderr, stdout } = await firebreak([
      'check',
      update,
      '--approvals',
      file('bad.json', [{ who: 'ada' }]),
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('`human` is missing');
  });
});

describe('what an agent helped to write', () => {
  it('is approved by a person though nothing is wrong with it', async () => {
    const alone = await judge([update]);
    const args = [update, '--actor', 'claude[bot]', '--actor', 'ada'];
    const assisted = await judge(args);
    expect(alone).toMatchObject({ code: 0, verdict: 'pass' });
    expect(alone).not.toHaveProperty('actor');
    expect(assisted).toMatchObject({
      code: 1,
      approvals: { required: 1, counted: 0 },
      actor: {
        author: 'claude[bot]',
        type: 'bot',
        askedBy: ['ada'],
        signals: [{ kind: 'author', value: 'claude[bot]', agent: 'Claude Code' }],
        aiAssisted: true,
      },
    });
    // A sign adds its own finding and changes no other.
    expect(assisted.findings.filter(({ policy }) => policy !== 'ai-assisted-needs-review')).toEqual(alone.findings);
    const { fingerprint } = alone.plan;
    expect(await judge([...args, '--approvals', approve('asked.json', ['ada'], fingerprint)])).toMatchObject({
      code: 1,
      approvals: { ignored: [{ who: 'ada', why: 'asked-for-it' }] },
    });
    expect(await judge([...args, '--approvals', approve('one.json', ['grace'], fingerprint)])).toMatchObject({
      code: 0,
    });
  });

  it('needs one person more where it destroys', async () => {
    const actor = file('actor.json', {
      author: 'ada',
      commits: [
        {
          authors: ['ada'],
          message:
            'Tidy up\n\nCo-authored-by: Grace <1+grace@users.noreply.github.com>\nCo-authored-by: Claude <noreply@anthropic.com>',
        },
      ],
    });
    const { fingerprint } = (await judge([destroy])).plan;
    const approved = async (who: readonly string[]) =>
      await judge([destroy, '--actor', actor, '--approvals', approve('people.json', who, fingerprint)]);
    expect(await approved(['linus', 'tim'])).toMatchObject({ code: 1, approvals: { required: 3, counted: 2 } });
    expect(await approved(['linus', 'tim', 'grace'])).toMatchObject({
      code: 1,
      approvals: { ignored: [{ who: 'grace', why: 'co-author' }] },
    });
    expect(await approved(['linus', 'tim', 'barbara'])).toMatchObject({ code: 0, verdict: 'pass' });
  });

  it('shows by the environment too, by the name of the variable only', async () => {
    const report = await judge([update], { CLAUDECODE: 'hunter2-value' });
    expect(report).toMatchObject({
      code: 1,
      actor: {
        author: null,
        type: 'unknown',
        signals: [{ kind: 'environment', value: 'CLAUDECODE', agent: 'Claude Code' }],
      },
    });
    expect(JSON.stringify(report)).not.toContain('hunter2-value');
  });

  it('needs nobody where it does nothing', async () => {
    const report = await judge([plan('aws-39-no-changes'), '--actor', 'claude[bot]']);
    expect(report).toMatchObject({ code: 0, verdict: 'pass', approvals: { required: 0 }, actor: { aiAssisted: true } });
  });

  it('is not what a dependency bot proposes', async () => {
    expect(await judge([update, '--actor', 'dependabot[bot]'])).toMatchObject({
      code: 0,
      actor: { type: 'bot', signals: [], aiAssisted: false },
    });
  });
});

/** Approvals and actors as a user gives them, through the built command line. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Covered } from '../../src/source/approval.ts';
import type { Report } from '../../src/verdict/report.ts';
import { firebreak } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-approvals-'));
afterAll(() => rmSync(temp, { recursive: true }));

const plan = (slug: string): string => `fixtures/${slug}/plan.json`;
const update = plan('aws-02-small-update');
const destroy = plan('aws-03-destroy-rds-prod');
const at = '2026-11-22T10:00:00Z';
/** Two hours after the approvals; the author is somebody else, where nothing else is said. */
const soon = ['--now', '2026-11-22T12:00:00Z'];

function file(name: string, value: unknown): string {
  const path = join(temp, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

async function judge(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Report & { readonly code: unknown }> {
  const { stdout, stderr, code } = await firebreak(['check', ...args, ...soon, '-f', 'json'], { env });
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
    const { stdout } = await firebreak(['check', ...args, ...soon]);
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
    expect((await firebreak(['check', ...args, ...soon])).stdout.replace(/\s+/g, ' ')).toContain(
      'Not counted: Ada wrote the change; grace is counted once; x[bot] is a bot.',
    );
  });

  it.each([
    'aws-03-destroy-rds-prod',
    'aws-50-kiro-environment-recreated',
    'core-tofu-destroy-false',
    'aws-27-deposed',
    'google-31-taint-replace-triggered-deposed',
  ])('of what a report says hold for its plan, and for no more: %s', async (slug) => {
    const { covers = { findings: [], destroys: [] } } = (await judge([plan(slug), '--critical', '**'])).approvals;
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

describe('where nobody names the author', () => {
  const repository = mkdtempSync(join(temp, 'repository-'));
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=Grace', '-c', 'user.email=grace@example.com'];
    execFileSync('git', ['-C', repository, ...who, ...args], { stdio: 'ignore' });
  };
  const approved = async (people: readonly string[]) => {
    const { fingerprint } = (await judge([destroy])).plan;
    cpSync(destroy, join(repository, 'plan.json'));
    return await judge([join(repository, 'plan.json'), '--approvals', approve('unnamed.json', people, fingerprint)]);
  };
  beforeAll(() => {
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'base');
    git('checkout', '-q', '-b', 'topic');
  });

  it('the authors of the commits of the checkout that holds the plan are taken, and said', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'tidy up');
    const report = await approved(['grace@example.com', 'linus']);
    expect(report).toMatchObject({
      code: 1,
      approvals: { required: 2, from: ['linus'], ignored: [{ who: 'grace@example.com', why: 'co-author' }] },
      actor: { author: null, commits: { range: 'main..HEAD', authors: ['Grace'] } },
    });
    const { stdout } = await firebreak([
      'check',
      join(repository, 'plan.json'),
      '--approvals',
      join(temp, 'unnamed.json'),
      ...soon,
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toContain('`Grace`, taken from the commits `main..HEAD`');
  });

  it('and are not known in a repository without a default branch', async () => {
    git('branch', '-m', 'main', 'trunk');
    git('checkout', '-q', '--orphan', 'unrelated');
    const inTemp = join(temp, 'plan.json');
    cpSync(destroy, inTemp);
    const { fingerprint } = (await judge([destroy])).plan;
    const args = ['check', inTemp, '--approvals', approve('two.json', ['grace', 'linus'], fingerprint), ...soon];
    const { code, stdout } = await firebreak(args, { cwd: repository });
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '2 of 3 approvals given (grace, linus). The author is unknown, so self-approval cannot be excluded',
    );
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

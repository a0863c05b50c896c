/** The workflows that people copy: they are YAML, they give the Action what it takes, and they trust nothing they should not. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository, version } from '../../src/package-info.ts';
import { readAction, root } from './runner.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, 'examples', 'github');
const examples = readdirSync(folder).map((file) => {
  const workflow: Workflow = parse(readFileSync(join(folder, file), 'utf8'));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  return { file, workflow, steps };
});
const named = (file: string): Workflow => {
  const found = examples.find((each) => each.file === file);
  if (!found) throw new Error(`no ${file}`);
  return found.workflow;
};
const isOurs = ({ uses = '' }: Step): boolean => uses.startsWith(`${repository}@`);
const action = readAction();

describe.each(examples)('$file', ({ file, workflow, steps }) => {
  it('gives the Action inputs that it has, and reads outputs that it has', () => {
    for (const step of steps.filter(isOurs)) {
      expect(step.uses).toBe(`${repository}@v${version.split('.')[0]}`);
      for (const input of Object.keys(step.with ?? {})) expect(Object.keys(action.inputs)).toContain(input);
    }
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, output = ''] of text.matchAll(/steps\.firebreak\.outputs\.([\w-]+)/g))
      expect(Object.keys(action.outputs)).toContain(output);
  });

  it('splices nothing into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('its scripts are shell', () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      const { status, stderr } = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    }
  });

  it('gives each job only the rights that it names', () => {
    for (const job of Object.values(workflow.jobs)) expect(job.permissions ?? workflow.permissions).toBeDefined();
    for (const { permissions = workflow.permissions } of Object.values(workflow.jobs))
      if (permissions['pull-requests'] === 'write') expect(permissions['id-token']).toBeUndefined();
  });

  it('keeps no token in a checkout, and no plan in clear', () => {
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@')))
      expect(step.with?.['persist-credentials']).toBe(false);
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/upload-artifact@')))
      expect(['redacted', 'judged']).toContain(step.with?.path);
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('hashicorp/setup-terraform@')))
      expect(step.with?.terraform_wrapper).toBe(false);
  });
});

it.each(['minimal.yml', 'monorepo.yml', 'bots.yml'])(
  '%s: the required job is never skipped, and the same for a review',
  (file) => {
    const { on, jobs } = named(file);
    expect(on).toMatchObject({ pull_request_review: { types: ['submitted', 'dismissed'] } });
    expect(jobs.firebreak?.if).toMatch(/^\$\{\{ !cancelled\(\) \}\}$/);
    expect(jobs.firebreak?.steps.filter(isOurs)).toHaveLength(1);
  },
);

it('apply.yml compares before it applies, and applies what it compared', () => {
  const scripts = (named('apply.yml').jobs.apply?.steps ?? []).map(({ run = '' }) => run);
  const compares = scripts.findIndex((run) => run.includes('show -json tfplan | firebreak fingerprint -'));
  const applies = scripts.findIndex((run) => run.includes('terraform apply'));
  expect(compares).toBeGreaterThan(0);
  expect(applies).toBeGreaterThan(compares);
  expect(scripts[applies]).toMatch(/apply .*tfplan$/);
});

it.each(['minimal.yml', 'monorepo.yml', 'bots.yml', 'fork-plan.yml'])(
  '%s: runs again when another base is chosen',
  (file) => {
    const types = ['opened', 'synchronize', 'reopened', 'edited'];
    expect(named(file).on).toMatchObject({ pull_request: { branches: ['main'], types } });
  },
);

it.each([
  ['another fingerprint', 'deadbeef', 'main', 1],
  ['none', '', 'main', 1],
  ['another base', 'c0ffee', 'release/mine', 1],
  ['the same', 'c0ffee', 'main', 0],
])('apply.yml goes on only with what was judged for this branch: %s', (_, now, base, status) => {
  const compare = named('apply.yml').jobs.apply?.steps.find(({ run = '' }) =>
    run.includes('firebreak fingerprint'),
  )?.run;
  const files = `cat() { case "$1" in */fingerprint.txt) echo c0ffee;; */base.txt) echo '${base}';; esac; }`;
  const script = `${files}; terraform() { :; }; firebreak() { echo '${now}'; }; ${compare}`;
  const env = { ...process.env, GITHUB_REF_NAME: 'main' };
  expect(spawnSync('bash', ['-e'], { input: script, env }).status).toBe(status);
});

it.each([
  ['the plan does nothing', {}, /^merge 7 --auto .*--match-head-commit c0ffee$/],
  ['it changes something', { CHANGES: '1' }, /^merge 7 --disable-auto$/],
  ['it fails', { VERDICT: 'fail' }, /^merge 7 --disable-auto$/],
  ['there is no verdict', { VERDICT: '', CHANGES: '' }, /^merge 7 --disable-auto$/],
  ['somebody else pushed', { PUSHED_BY: 'mallory' }, /^merge 7 --disable-auto$/],
])('bots.yml merges only where the plan of a bot does nothing: %s', (_, more, expected) => {
  const script = named('bots.yml').jobs.merge?.steps.find(({ run = '' }) => run.includes('gh pr merge'))?.run;
  const bot = { AUTHOR: 'renovate[bot]', PUSHED_BY: 'renovate[bot]', NUMBER: '7', HEAD: 'c0ffee' };
  const env = { ...process.env, VERDICT: 'pass', CHANGES: '0', ...bot, ...more };
  const gh = 'gh() { if [ "$2" = view ]; then echo true; else shift; echo "$@"; fi; }';
  const { stdout } = spawnSync('bash', ['-e'], { input: `${gh}; ${script}`, env, encoding: 'utf8' });
  expect(stdout.trim()).toMatch(expected);
});

it('bots.yml replaces the label of an earlier plan', () => {
  const script = named('bots.yml').jobs.label?.steps.find(({ run = '' }) => run.includes('gh label'))?.run;
  const gh = `gh() { if [ "$2" = view ]; then printf 'firebreak/low\\nfirebreak/high\\n'; else shift; echo "$@"; fi; }`;
  const env = { ...process.env, NUMBER: '7', LEVEL: 'high' };
  const { stdout } = spawnSync('bash', ['-e'], { input: `${gh}; ${script}`, env, encoding: 'utf8' });
  expect(stdout.split('\n').slice(1)).toEqual([
    'edit 7 --remove-label firebreak/low',
    'edit 7 --add-label firebreak/high',
    '',
  ]);
});

it('the half of the fork pair that may write never sees the head', () => {
  const { on, jobs } = named('fork-comment.yml');
  expect(on).toMatchObject({ workflow_run: { workflows: [named('fork-plan.yml').name] } });
  const steps = jobs.firebreak?.steps ?? [];
  expect(steps.find(({ uses = '' }) => uses.startsWith('actions/checkout@'))?.with?.ref).toBeUndefined();
  for (const { uses = '', with: given } of steps)
    if (uses.startsWith('actions/download-artifact@')) expect(given?.path).toMatch(/^\$\{\{ runner\.temp \}\}\//);
  expect(steps.map(({ run = '' }) => run).join('\n')).not.toMatch(/terraform|npx|untrusted/);
});

it('the half of the fork pair that runs the head may write nothing', () => {
  expect(named('fork-plan.yml').permissions).toEqual({ contents: 'read' });
});

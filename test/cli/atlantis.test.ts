/** `firebreak atlantis` as a workflow step runs it: what it prints, how it ends, and what of the checkout it believes. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPolicyCheck } from '../../src/cli/atlantis/quick-check.ts';
import { inProcess } from '../in-process.ts';
import { firebreak, type Ran, type RunOptions, root, spawnFirebreak } from './run.ts';

const temp = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-atlantis-')));
afterAll(() => rmSync(temp, { recursive: true }));

const fixture = (slug: string): string => join(root, 'fixtures', slug, 'plan.json');
const destroying = fixture('aws-03-destroy-rds-prod');
const harmless = fixture('aws-02-small-update');
const checkout = join(temp, 'checkout');
const dir = join(checkout, 'stacks', 'net');

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', checkout, '-c', 'user.name=Octo', '-c', 'user.email=octo@example.com', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: temp, GIT_CONFIG_NOSYSTEM: '1' },
  }).trim();

function commit(files: Readonly<Record<string, string>>, message: string): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(checkout, name, '..'), { recursive: true });
    writeFileSync(join(checkout, name), text);
  }
  git('add', '--', ...Object.keys(files));
  git('commit', '-qm', message);
  return git('rev-parse', 'HEAD');
}

/** The clone of Atlantis' merge strategy: `origin/main` is the base branch. */
beforeAll(() => {
  mkdirSync(dir, { recursive: true });
  execFileSync('git', ['init', '-q', '-b', 'main', checkout]);
  const backend = 'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "k"\n    region = "eu-west-1"\n  }\n}\n';
  const base = commit({ 'stacks/net/main.tf': backend }, 'base');
  git('update-ref', 'refs/remotes/origin/main', base);
  git('checkout', '-q', '-b', 'change');
  const many = Array.from({ length: 200_000 }, (_, i) => ({ [`a${i % 9}`]: [i] }));
  writeFileSync(join(temp, 'big.json'), JSON.stringify({ format_version: '1.2', resource_changes: [], many }));
});

interface Step {
  readonly plan?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

async function step({ plan = destroying, env = {}, args = [] }: Step, run: typeof firebreak = firebreak): Promise<Ran> {
  const planFile = join(dir, 'prod-net-default.tfplan');
  if (plan !== '') cpSync(plan, planFile);
  else rmSync(planFile, { force: true });
  return await run(['atlantis', ...args], {
    cwd: dir,
    env: {
      PLANFILE: planFile,
      SHOWFILE: join(dir, 'prod-net-default.json'),
      DIR: dir,
      WORKSPACE: 'default',
      REPO_REL_DIR: 'stacks/net',
      BASE_BRANCH_NAME: 'main',
      HEAD_BRANCH_NAME: 'change',
      PULL_AUTHOR: 'octo-dev',
      ATLANTIS_TERRAFORM_DISTRIBUTION: 'terraform',
      ...env,
    },
  });
}

/** The check, whose judging process is this one as well. */
async function checkHere(args: readonly string[], { cwd = root, env = {} }: RunOptions = {}): Promise<Ran> {
  const judged = await firebreak([...args, '--supervised'], { cwd, env: { ...env, NO_COLOR: '1' } });
  const { code, stdout, stderr } = await inProcess(() => runPolicyCheck(args, async () => judged), { cwd, env });
  return { code, stdout, stderr };
}

/** Options of Node are for a program that starts. */
const check = async (given: Step): Promise<Ran> =>
  await step(given, 'NODE_OPTIONS' in (given.env ?? {}) ? async (...run) => spawnFirebreak(...run) : checkHere);

/** The same without the process around it, which hands on what this one prints. */
const judged = async (given: Step = {}): Promise<Ran> =>
  await step({ ...given, args: ['--supervised', ...(given.args ?? [])] });

const gate = async (given: Step = {}): Promise<Ran> =>
  await step({ ...given, args: ['--gate', ...(given.args ?? [])] });

describe('the check', () => {
  const failing: Readonly<Record<string, Step>> = {
    'a plan that destroys': {},
    'no plan': { plan: '' },
    'a file that is no plan': { plan: join(root, 'README.md') },
    'a state instead of a plan': { plan: join(root, 'package.json') },
    'no environment of Atlantis': { env: { PLANFILE: '' } },
    'an unknown option': { args: ['--no-such-option'] },
    'an option without its value': { args: ['--config'] },
    'another argument': { args: ['plan.json'] },
    'settings that are not there': { env: { FIREBREAK_CONFIG: '/nonexistent/firebreak.yaml' } },
    'more than fits into memory': { plan: join(temp, 'big.json'), env: { NODE_OPTIONS: '--max-old-space-size=24' } },
    'something that goes wrong inside': { plan: harmless, env: { FIREBREAK_CONFIG: temp } },
  };

  it.each(Object.entries(failing))('%s: fails, exits with 0, and says nothing aside', async (_name, given) => {
    const { stdout, stderr, code } = await check(given);
    expect(stdout).toMatch(/^FAIL /);
    expect(stdout).toMatch(/\nVerdict: FAIL, [1-9]\d* failures?\n$/);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  it('a harmless plan passes without a word aside, where Node warns of everything and throws what is deprecated', async () => {
    const options = '--trace-warnings --trace-deprecation --pending-deprecation --throw-deprecation';
    const { stdout, stderr, code } = await check({ plan: harmless, env: { NODE_OPTIONS: options } });
    expect(stdout).toMatch(/^PASS /);
    expect(stdout).not.toMatch(/fail/i);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  it('prints the same bytes twice, with a process around it and without', async () => {
    expect((await step({})).stdout).toBe((await judged()).stdout);
  });

  it('prints help as any command does', async () => {
    expect((await step({ args: ['--help'] })).stdout).toContain('--gate');
  });
});

describe('the gate', () => {
  it.each([
    ['passes', harmless, 0, /^PASS /],
    ['fails', destroying, 1, /^FAIL /],
    ['cannot judge', join(root, 'README.md'), 2, /^FAIL /],
  ])('%s', async (_name, plan, code, begins) => {
    const ran = await gate({ plan });
    expect(ran.code).toBe(code);
    expect(ran.stdout).toMatch(begins);
  });

  describe('where Atlantis does not listen to it (no name of a distribution: up to v0.32)', () => {
    const old = { ATLANTIS_TERRAFORM_DISTRIBUTION: '' };
    const plans = (): readonly string[] => readdirSync(dir).filter((name) => name.endsWith('.tfplan'));

    it.each([
      ['a plan that fails', destroying, 1],
      ['a plan that cannot be judged', join(root, 'README.md'), 2],
    ])('takes away %s, so that it cannot be applied', async (_name, plan, code) => {
      const ran = await gate({ plan, env: old });
      expect(ran.code).toBe(code);
      expect(plans()).toEqual([]);
      const aside = /prod-net-default\.tfplan\.refused-[0-9a-f]{8}/.exec(ran.stdout)?.[0] ?? '';
      expect(readFileSync(join(dir, aside))).toEqual(readFileSync(plan));
    });

    it('leaves a plan that passes as it was, and any plan where it is listened to', async () => {
      expect((await gate({ plan: harmless, env: old })).code).toBe(0);
      expect(plans()).toEqual(['prod-net-default.tfplan']);
      expect((await gate()).code).toBe(1);
      expect(plans()).toEqual(['prod-net-default.tfplan']);
    });

    it('also where it is killed on the way', async () => {
      expect(
        (
          await check({
            plan: join(temp, 'big.json'),
            env: { ...old, NODE_OPTIONS: '--max-old-space-size=24' },
            args: ['--gate'],
          })
        ).code,
      ).not.toBe(0);
      expect(plans()).toEqual([]);
    });
  });

  it('says why comments do not open it', async () => {
    expect((await gate()).stdout.replace(/\s+/g, ' ')).toContain('`atlantis approve_policies` does not count');
  });

  it('does not read what the check was shown', async () => {
    cpSync(harmless, join(dir, 'prod-net-default.json'));
    expect((await gate()).code).toBe(1);
    expect((await judged()).stdout).toMatch(/^FAIL /);
  });
});

describe('settings', () => {
  const soft = 'enforcement: advisory\n';

  it('come from the base branch, whatever the pull request says', async () => {
    commit({ 'firebreak.yaml': soft, 'stacks/net/firebreak.yaml': soft }, 'soften');
    const { stdout } = await judged();
    expect(stdout).toMatch(/^FAIL /);
    expect(stdout).toContain('the base branch main has no firebreak.yaml');
  });

  it('of the base branch count, with the policies that they name, the nearest first', async () => {
    const policy = [
      'id: no-updates',
      'title: Update nothing',
      'enforcement: hard-mandatory',
      'subject: change',
      'when: change.action == "update"',
      'require: "false"',
      'message: "{address} would be updated"',
      'why: To be tested.',
      'remedy: Do not.',
    ].join('\n');
    git('checkout', '-q', 'main');
    const files = { 'stacks/firebreak.yaml': 'policy-folders: [own]\n', 'firebreak.yaml': soft };
    const base = commit({ ...files, 'stacks/own/no-updates.yaml': policy }, 'settings');
    git('update-ref', 'refs/remotes/origin/main', base);
    git('checkout', '-q', 'change');
    const { stdout } = await judged({ plan: harmless });
    expect(stdout).toContain('FAIL - no-updates - ');
    expect(stdout).toContain('Settings: stacks/firebreak.yaml; directory stacks/net');
  });

  it('are not those of a branch that only bears the name of the base, as in a fork', async () => {
    const { stdout } = await judged({ plan: harmless, env: { HEAD_BRANCH_NAME: 'main' } });
    expect(stdout).toMatch(/^PASS /);
    expect(stdout).toContain('the base branch main is not in this clone');
  });

  it('are not a link into the checkout', async () => {
    git('checkout', '-q', 'main');
    rmSync(join(checkout, 'stacks', 'firebreak.yaml'));
    symlinkSync('../soft.yaml', join(checkout, 'stacks', 'firebreak.yaml'));
    git('add', '--', 'stacks/firebreak.yaml');
    git('update-ref', 'refs/remotes/origin/main', commit({ 'soft.yaml': soft }, 'link'));
    git('checkout', '-q', 'change');
    expect((await check({ plan: harmless })).stdout).toContain('a link or submodule on the base branch');
    git('update-ref', 'refs/remotes/origin/main', git('rev-list', '--max-parents=0', 'HEAD'));
  });

  it.each([
    ['by a relative path', 'firebreak.yaml'],
    ['by a whole path', join(checkout, 'firebreak.yaml')],
    ['by a link', join(temp, 'link.yaml')],
  ])('of the checkout are refused, %s', async (_name, path) => {
    rmSync(join(temp, 'link.yaml'), { force: true });
    symlinkSync(join(checkout, 'firebreak.yaml'), join(temp, 'link.yaml'));
    const { stdout, stderr, code } = await gate({ env: { FIREBREAK_CONFIG: path } });
    expect(`${stdout}${stderr}`).toContain('the checkout, where the author of the change can write');
    expect(code).toBe(2);
  });

  it('of the server count', async () => {
    const file = join(temp, 'server.yaml');
    writeFileSync(file, soft);
    expect((await gate({ env: { FIREBREAK_CONFIG: file } })).code).toBe(0);
    expect((await gate({ args: ['--config', file] })).code).toBe(0);
  });
});

describe('people', () => {
  const at = new Date(Date.now() - 60_000).toISOString();
  let fingerprint = '';
  beforeAll(async () => {
    fingerprint = /fingerprint:? +([0-9a-f]{64})/i.exec((await gate()).stdout)?.[1] ?? '';
  });
  const approvedBy = (file: string, ...who: readonly string[]): string => {
    writeFileSync(file, JSON.stringify(who.map((one) => ({ who: one, human: true, at, fingerprint }))));
    return file;
  };

  it('two open the gate, and the check', async () => {
    const file = approvedBy(join(temp, 'two.json'), 'grace', 'linus');
    expect((await gate({ env: { FIREBREAK_APPROVALS: file } })).code).toBe(0);
    expect((await judged({ args: ['--approvals', file] })).stdout).toMatch(/^PASS /);
  });

  it('the author is none of them, nor who wrote a commit', async () => {
    expect((await gate({ args: ['--approvals', approvedBy(join(temp, 'a.json'), 'grace', 'octo-dev')] })).code).toBe(1);
    const ran = await gate({ args: ['--approvals', approvedBy(join(temp, 'b.json'), 'grace', 'octo@example.com')] });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain('octo@example.com wrote part of the change');
  });

  it('approvals from the checkout are refused', async () => {
    const ran = await gate({ args: ['--approvals', approvedBy(join(checkout, 'approvals.json'), 'grace', 'linus')] });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('the file of approvals is in the checkout');
  });

  it('an author whose name looks like a file is a name', async () => {
    writeFileSync(join(dir, 'evil.json'), '{"author": "somebody-else"}');
    const { stdout } = await judged({ env: { PULL_AUTHOR: 'evil.json' } });
    expect(stdout).toContain('Actor: `evil.json`');
  });

  it('an agent in a commit is seen', async () => {
    commit({ 'stacks/net/x.tf': '# x\n' }, 'tidy\n\nCo-authored-by: Claude <noreply@anthropic.com>');
    expect((await judged()).stdout).toContain('An AI agent took part');
  });
});

describe('the record', () => {
  it('holds the verdicts of the check and of the gate', async () => {
    const record = join(temp, 'record.jsonl');
    const env = { FIREBREAK_RECORD: record };
    await judged({ env });
    await gate({ plan: harmless, env });
    const lines = readFileSync(record, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { command: 'atlantis', verdict: 'fail', actor: { author: 'octo-dev' } },
      { command: 'atlantis --gate' },
    ]);
  });

  it('that cannot be written shuts the gate, and lies outside of the checkout', async () => {
    expect((await gate({ plan: harmless, env: { FIREBREAK_RECORD: temp } })).code).toBe(2);
    expect((await gate({ plan: harmless, args: ['--record', 'record.jsonl'] })).stderr).toContain(
      'the record is in the checkout',
    );
  });
});

describe('the doctor', () => {
  const example = join(root, 'examples', 'atlantis', 'repos.yaml');
  const doctor = (file: string, ...args: readonly string[]): Promise<Ran> =>
    firebreak(['atlantis', '--doctor', file, ...args]);

  it('finds nothing in the example, where the flag is set', async () => {
    expect(await doctor(example, '--server-flags=--enable-policy-checks --port 4141')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await doctor(example, '--server-flags=ATLANTIS_ENABLE_POLICY_CHECKS=true')).code).toBe(0);
    const config = join(temp, 'config.yaml');
    writeFileSync(config, 'enable-policy-checks: true\n');
    expect((await doctor(example, '--server-config', config)).code).toBe(0);
  });

  it('says what, why and what to write, with the line', async () => {
    const file = join(temp, 'repos.yaml');
    writeFileSync(file, 'repos:\n  - id: /.*/\n    workflow: default\n');
    const { stdout, code } = await doctor(file, '--server-flags=--port 4141');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}\S+repos.yaml: \d+ mistakes let plans bypass the check\.\n/);
    expect(stdout).toContain(`${file}:3  no-workflow`);
    expect(stdout).toMatch(/ {2}Why {4}\S/);
    expect(stdout).toMatch(/ {2}Write {2}policy_check: true/);
  });

  it('cannot judge what it cannot read', async () => {
    expect((await doctor(join(temp, 'absent.yaml'))).code).toBe(2);
    const list = join(temp, 'list.yaml');
    writeFileSync(list, '- a\n');
    expect((await doctor(list)).code).toBe(2);
  });
});

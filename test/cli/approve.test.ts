/** Signed approvals, from the key to the verdict: which count, and why the others do not. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/verdict/report.ts';
import { firebreak, type Ran } from './run.ts';
import { hasTerraform, type Root, terraformRoot, two } from './terraform-root.ts';

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const temp = mkdtempSync(join(tmpdir(), 'firebreak-approve-'));
afterAll(() => rmSync(temp, { recursive: true }));

/** Needs two approvals. */
const destroy = 'fixtures/aws-03-destroy-rds-prod/plan.json';
const path = (...names: readonly string[]): string => join(temp, ...names);

function key(name: string): string {
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path(name)]);
  return readFileSync(path(`${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

async function judge(plan: string, args: readonly string[], cwd?: string): Promise<Report> {
  const ran = await firebreak(['check', plan, '-f', 'json', ...args], cwd === undefined ? {} : { cwd });
  expect(ran.stderr).toBe('');
  return JSON.parse(ran.stdout);
}

async function approve(
  plan: string,
  who: string,
  options: { dir: string; key?: string; args?: readonly string[]; cwd?: string },
): Promise<Ran> {
  const { dir, key: own = who, args = [], cwd } = options;
  return await firebreak(
    ['approve', plan, '--as', who, '--key', path(own), '-o', dir, ...args],
    cwd === undefined ? {} : { cwd },
  );
}

describe.skipIf(!hasKeygen)('approve', () => {
  const signers = (): readonly string[] => ['--allowed-signers', path('allowed')];
  const with_ = (dir: string, author = 'edsger'): readonly string[] => [
    '--approvals',
    dir,
    ...signers(),
    '--actor',
    author,
  ];

  beforeAll(() => {
    const [grace, linus, bot, team, ada] = ['grace', 'linus', 'bot', 'team', 'ada'].map(key);
    key('mallory');
    writeFileSync(
      path('allowed'),
      [
        `grace,grace@example.com namespaces="firebreak" ${grace}`,
        `linus namespaces="firebreak" ${linus}`,
        `# a comment`,
        `one@example.org,two@example.org ${linus}`,
        `dependabot[bot] ${bot}`,
        `*@example.net,five@example.net ${team}`,
        `ada namespaces="fire*",valid-after="20200101",valid-before="29990101" ${ada}`,
        `late valid-before="20200101" ${ada}`,
        `commits namespaces="git" ${ada}`,
        `*@example.edu ${ada}`,
        `* cert-authority ${team}`,
      ].join('\n'),
    );
  });

  it('two people lift what needs two', async () => {
    const dir = path('both');
    const { code, stdout } = await approve(destroy, 'grace', { dir });
    expect(code).toBe(0);
    // Texts are wrapped, but neither an address nor the path of a file is cut.
    expect(stdout.split('\n').filter((line) => line.length > 100 && line.trim().includes(' '))).toEqual([]);
    expect(stdout).toContain('  - module.orders_db.aws_db_instance.this\n');
    expect(stdout).toContain('✗ no-stateful-destroy: module.orders_db.aws_db_instance.this would be deleted');
    expect(await judge(destroy, with_(dir))).toMatchObject({
      verdict: 'fail',
      approvals: { counted: 1, from: ['grace'] },
    });
    expect((await approve(destroy, 'linus', { dir })).code).toBe(0);
    expect(await judge(destroy, with_(dir))).toMatchObject({
      verdict: 'pass',
      approvals: { required: 2, counted: 2, from: ['grace', 'linus'], ignored: [] },
    });
  });

  it('neither the author counts, by whichever name, nor a key twice', async () => {
    const dir = path('repeated');
    await approve(destroy, 'grace', { dir });
    await approve(destroy, 'grace@example.com', { dir, key: 'grace' });
    await approve(destroy, 'one@example.org', { dir, key: 'linus' });
    await approve(destroy, 'two@example.org', { dir, key: 'linus' });
    await approve(destroy, 'dependabot[bot]', { dir, key: 'bot' });
    const { verdict, approvals } = await judge(destroy, with_(dir));
    expect(approvals).toMatchObject({ counted: 2, from: ['grace', 'one@example.org'] });
    expect(approvals.ignored).toEqual([
      { who: 'dependabot[bot]', why: 'bot' },
      { who: 'grace@example.com', why: 'same-person' },
      { who: 'two@example.org', why: 'same-person' },
    ]);
    expect(verdict).toBe('pass');
    const hers = (await judge(destroy, with_(dir, 'grace@example.com'))).approvals;
    expect(hers.from).toEqual(['one@example.org']);
    expect(hers.ignored.filter(({ who }) => who.startsWith('grace'))).toEqual([
      { who: 'grace', why: 'author' },
      { who: 'grace@example.com', why: 'author' },
    ]);
  });

  it('a key that is allowed for a pattern, or to certify, is nobody in particular', async () => {
    const dir = path('patterns');
    // Ada wrote the change, and would approve it under another name.
    for (const name of ['ghost@example.edu', 'late', 'commits', 'ada'])
      await approve(destroy, name, { dir, key: 'ada' });
    for (const name of ['four@example.net', 'five@example.net']) await approve(destroy, name, { dir, key: 'team' });
    // A certificate of that authority, for a name that it lists.
    const certify = ['-q', '-s', path('team'), '-I', 'x', '-n', 'invented', path('mallory.pub')];
    expect(spawnSync('ssh-keygen', certify).status).toBe(0);
    const invented = await firebreak([
      'approve',
      destroy,
      '--as',
      'invented',
      '--key',
      path('mallory-cert.pub'),
      '-o',
      dir,
    ]);
    expect(invented.code).toBe(0);
    const { verdict, approvals } = await judge(destroy, with_(dir, 'ada'));
    expect([verdict, approvals.from]).toEqual(['fail', []]);
    expect(approvals.ignored).toEqual([
      { who: 'ada', why: 'author' },
      { who: 'commits', why: 'unknown-signer' },
      { who: 'five@example.net', why: 'unnamed-key' },
      { who: 'four@example.net', why: 'unnamed-key' },
      { who: 'ghost@example.edu', why: 'unnamed-key' },
      { who: 'invented', why: 'unnamed-key' },
      { who: 'late', why: 'unknown-signer' },
    ]);
    expect((await judge(destroy, with_(dir))).approvals.from).toEqual(['ada']);
  });

  it('each has a file of its own, by a name that can be read back', async () => {
    const dir = path('names', 'deep');
    for (const who of ['a b', 'a_b', 'a/b', '\u00e4', 'x'.repeat(300)]) {
      expect((await approve(destroy, who, { dir, key: 'grace' })).code).toBe(0);
    }
    expect(readdirSync(dir)).toHaveLength(10);
    for (const who of ['', ' ', ' grace', '-n', 'a\nb', 'x'.repeat(301)]) {
      const args = ['approve', destroy, `--as=${who}`, '--key', path('grace'), '-o', dir];
      expect(await firebreak(args)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('invalid name'),
      });
    }
    expect(readdirSync(dir)).toHaveLength(10);
  });

  it.skipIf(process.platform !== 'linux')('says where its folder cannot be made', async () => {
    for (const dir of ['package.json', 'package.json/x', '/proc/x', '/proc/x/y']) {
      const { code, stderr } = await approve(destroy, 'grace', { dir });
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot create the folder for the approval')]);
    }
  });

  it('nothing is believed without a signature that holds', async () => {
    const dir = path('forged');
    await approve(destroy, 'grace', { dir, key: 'mallory' });
    await approve(destroy, 'linus', { dir });
    const [graces = '', linus = ''] = readdirSync(dir)
      .filter((name) => name.endsWith('.json'))
      .sort();
    const text = readFileSync(join(dir, linus), 'utf8');
    // The same signature under a text that covers more, under none, and none at all.
    writeFileSync(join(dir, 'edited.approval.json'), text.replace('"destroys": [', '"destroys": ["aws_vpc.all",'));
    writeFileSync(join(dir, 'edited.approval.json.sig'), readFileSync(join(dir, `${linus}.sig`)));
    writeFileSync(join(dir, 'unsigned.approval.json'), readFileSync(join(dir, graces)));
    writeFileSync(join(dir, 'noise.approval.json'), 'not JSON');
    rmSync(join(dir, `${linus}.sig`));
    const { verdict, approvals } = await judge(destroy, with_(dir));
    expect([verdict, approvals.from]).toEqual(['fail', []]);
    expect(approvals.ignored).toEqual([
      { who: 'edited.approval.json', why: 'bad-signature' },
      { who: 'grace', why: 'bad-signature' },
      { who: 'grace', why: 'unknown-signer' },
      { who: 'linus', why: 'bad-signature' },
      { who: 'noise.approval.json', why: 'bad-signature' },
    ]);
  });

  it('a signature for something else, such as a commit, is none', async () => {
    const dir = path('git');
    await approve(destroy, 'linus', { dir });
    const [name = ''] = readdirSync(dir).filter((file) => file.endsWith('.json'));
    rmSync(join(dir, `${name}.sig`));
    spawnSync('ssh-keygen', ['-Y', 'sign', '-n', 'git', '-f', path('linus'), join(dir, name)]);
    expect(readdirSync(dir)).toContain(`${name}.sig`);
    expect((await judge(destroy, with_(dir))).approvals).toMatchObject({
      counted: 0,
      ignored: [{ why: 'bad-signature' }],
    });
  });

  it('says whose keys count, or nothing is judged', async () => {
    mkdirSync(path('empty'), { recursive: true });
    const { code, stderr } = await firebreak(['check', destroy, '--approvals', path('empty')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--allowed-signers FILE')]);
    const missing = await firebreak([
      'check',
      destroy,
      '--approvals',
      path('empty'),
      '--allowed-signers',
      path('nowhere'),
    ]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('the allowed signers cannot be read')]);
  });

  it('an agent approves nothing, nor is there anything to approve in what passes or what nothing lifts', async () => {
    const dir = path('never');
    const agent = await firebreak(['approve', destroy, '--as', 'grace', '--key', path('grace'), '-o', dir], {
      env: { CLAUDECODE: '1' },
    });
    expect([agent.code, agent.stderr]).toEqual([1, expect.stringContaining('an AI agent runs this')]);
    const passes = await approve('fixtures/aws-39-no-changes/plan.json', 'grace', { dir });
    expect([passes.code, passes.stderr]).toEqual([1, expect.stringContaining('this plan has no blocking findings')]);
    const hard = await approve('fixtures/aws-37-errored-precondition/plan.json', 'grace', { dir });
    expect([hard.code, hard.stderr]).toEqual([1, expect.stringContaining('cannot be approved: plan-errored')]);
    expect(() => readdirSync(dir)).toThrow();
  });

  it('records nothing, and says so', async () => {
    const { code, stderr } = await approve(destroy, 'grace', {
      dir: path('unrecorded'),
      args: ['--record', path('r')],
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--record is not available')]);
  });

  it('takes the report as well as the plan', async () => {
    const [report, dir] = [path('report.json'), path('of-report')];
    await firebreak(['check', destroy, '-f', `json=${report}`]);
    expect((await approve(report, 'grace', { dir })).code).toBe(0);
    expect((await judge(destroy, with_(dir))).approvals.from).toEqual(['grace']);
  });

  it('without a known state it holds for exactly that plan', async () => {
    const dir = path('exact');
    await approve(destroy, 'grace', { dir });
    const other = path('other.json');
    const plan = JSON.parse(readFileSync(destroy, 'utf8'));
    plan.output_changes = { added: { actions: ['create'], before: null, after: 'x', after_unknown: false } };
    writeFileSync(other, JSON.stringify(plan));
    expect((await judge(other, with_(dir))).approvals.ignored).toEqual([{ who: 'grace', why: 'other-fingerprint' }]);
  });

  describe.skipIf(!hasTerraform)('for a state', () => {
    let root: Root;
    beforeAll(() => {
      root = terraformRoot(two);
      writeFileSync(
        join(root.dir, 'firebreak.yaml'),
        'policies:\n  committed-state-file: { off: { reason: tests } }\n  local-state: { off: { reason: tests } }\n',
      );
    });
    afterAll(() => rmSync(root.dir, { recursive: true }));
    const critical = ['--critical', '**'];

    it('an approval is void where the plan destroys more, holds where it does less, and is of that state only', async () => {
      const dir = join(root.dir, 'approvals');
      const one = 'resource "terraform_data" "a" {}\n';
      const ignored = async (): Promise<Report['approvals']['ignored']> =>
        (await judge('tfplan', [...with_(dir), ...critical], root.dir)).approvals.ignored;
      root.plan(one);
      expect((await approve('tfplan', 'grace', { dir, args: critical, cwd: root.dir })).stdout).toMatch(
        /^State {6}backend "local" \(path=state\/prod.tfstate\), workspace default, lineage\s+[0-9a-f-]{36}$/m,
      );
      expect(await ignored()).toEqual([]);
      // Replayed on a plan that destroys more.
      root.plan('');
      expect(await ignored()).toEqual([{ who: 'grace', why: 'new-destroy' }]);
      const refused = await firebreak(['apply', 'tfplan', ...with_(dir), ...critical], { cwd: root.dir });
      expect(refused.code).toBe(1);
      expect(root.addresses()).toHaveLength(2);
      // And on another state with the same addresses.
      root.terraform('workspace', 'new', 'staging');
      root.plan(two);
      root.terraform('apply', 'tfplan');
      root.plan(one);
      expect(await ignored()).toEqual([{ who: 'grace', why: 'other-state' }]);
      root.terraform('workspace', 'select', 'default');
      root.plan(`${one}resource "terraform_data" "c" {}\n`);
      expect(await ignored(), 'another fingerprint, nothing beyond what was seen').toEqual([]);
    });
  });
});

/** Every command but `check` as a user sees it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firebreak, root, transcript } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-commands-'));
afterAll(() => rmSync(temp, { recursive: true }));

const plan = (slug: string): string => `fixtures/${slug}/plan.json`;
const replaced = 'aws-04-replace-rds-engine';
const database = 'module.orders_db.aws_db_instance.this';
const samples = 'test/cli/samples';
const now = ['--now', '2026-12-01T09:00:00Z'];

/** Plans by themselves, without a directory that could be found beside them. */
function stored(...slugs: readonly string[]): string {
  const dir = mkdtempSync(join(temp, 'stored-'));
  for (const slug of slugs)
    cpSync(join(root, plan(slug)), join(dir, 'plans', `${slug}.plan.json`), { recursive: true });
  return dir;
}

function repository(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(temp, 'repository-'));
  for (const [name, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

describe('transcripts', () => {
  it.each([
    ...['test', 'explain', 'policies', 'validate', 'init', 'fingerprint', 'redact', 'backtest'].map(
      (name) => [`${name}-help`, [name, '--help']] as const,
    ),
    ['test-own', ['test', `${samples}/policies`]],
    ['test-incomplete', ['test', `${samples}/policies`, '--complete']],
    ['test-failing', ['test', `${samples}/failing`, '--complete']],
    ['test-no-folder', ['test', 'nowhere']],
    ['explain-policy', ['explain', 'no-stateful-destroy']],
    ['explain-misspelt', ['explain', 'no-statful-destroy']],
    ['explain-address', ['explain', database, '--plan', plan(replaced), '--dir', `fixtures/${replaced}/tf`]],
    [
      'explain-untouched',
      ['explain', 'module.network.aws_vpc.this', '--plan', plan(replaced), '--dir', `fixtures/${replaced}/tf`],
    ],
    ['explain-misspelt-address', ['explain', 'module.orders_db.aws_db_instance.thsi', '--plan', plan(replaced)]],
    ['explain-without-plan', ['explain', database]],
    ['validate', ['validate', '--config', `${samples}/stricter.yaml`]],
    ['validate-faulty', ['validate', '--config', `${samples}/faulty.yaml`]],
    ['fingerprint', ['fingerprint', plan(replaced)]],
    ['fingerprint-no-plan', ['fingerprint', 'package.json']],
    ['backtest-no-settings', ['backtest', plan(replaced), '--against', 'nowhere.yaml']],
  ] as const)('%s', async (name, args) => {
    await expect(await transcript(args)).toMatchFileSnapshot(join('transcripts', `${name}.txt`));
  });

  it('backtest', async () => {
    const cwd = stored('aws-02-small-update', replaced, 'aws-25-tainted', 'aws-39-no-changes');
    cpSync(join(root, samples, 'stricter.yaml'), join(cwd, 'stricter.yaml'));
    cpSync(join(root, samples, 'looser.yaml'), join(cwd, 'looser.yaml'));
    const shown = [
      await transcript(['backtest', 'plans', '--against', 'stricter.yaml', ...now], { cwd }),
      await transcript(['backtest', 'plans', '--config', 'stricter.yaml', '--against', 'looser.yaml', ...now], { cwd }),
      await transcript(['backtest', 'plans', '--config', 'looser.yaml', '--against', 'looser.yaml', ...now], { cwd }),
    ];
    await expect(shown.join('\n')).toMatchFileSnapshot(join('transcripts', 'backtest.txt'));
  });

  it('init', async () => {
    const cwd = repository({
      '.github/CODEOWNERS': '# who owns what\n* @acme/platform\n/live/prod/ @acme/sre @acme/orders\n*.md @acme/docs\n',
      'live/prod/main.tf':
        'resource "aws_db_instance" "main" {}\nmodule "usage" {\n  source = "../../modules/usage"\n}\n',
      'live/prod/prod.tfvars': 'environment = "prod"\n',
      'modules/usage/main.tf': 'resource "aws_dynamodb_table" "this" {}\nresource "aws_subnet" "a" {}\n',
    });
    const shown = [
      await transcript(['init'], { cwd }),
      readFileSync(join(cwd, 'firebreak.yaml'), 'utf8'),
      await transcript(['validate'], { cwd }),
      await transcript(['init'], { cwd }),
    ];
    await expect(shown.join('\n')).toMatchFileSnapshot(join('transcripts', 'init.txt'));
  });
});

describe('help', () => {
  it.each(['check', 'plan', 'approve', 'explain', 'verify', 'lint', 'record', 'hook', 'atlantis'])(
    'of %s fills its lines',
    async (name) => {
      const [, ...paragraphs] = (await firebreak([name, '--help'])).stdout.split(/\n{2,}/);
      const lines = paragraphs[0]?.split('\n') ?? [];
      lines.slice(1).forEach((line, index) => {
        expect(`${lines[index]} ${line.split(' ', 1)[0]}`.length, lines[index]).toBeGreaterThan(100);
      });
    },
  );
});

describe('policies', () => {
  it('lists each in the table and all of it as JSON', async () => {
    const listed = JSON.parse((await firebreak(['policies', '-f', 'json'])).stdout);
    const table = (await firebreak(['policies'])).stdout;
    expect(listed.length).toBeGreaterThan(20);
    for (const { id, enforcement } of listed) expect(table).toMatch(new RegExp(`^${id} +${enforcement} `, 'm'));
  });

  it('shows what the settings make of them', async () => {
    const cwd = repository({ 'firebreak.yaml': 'policies:\n  drift: { off: { reason: shown elsewhere } }\n' });
    const listed = JSON.parse((await firebreak(['policies', '-f', 'json'], { cwd })).stdout);
    expect(listed.filter((each: { off?: string }) => each.off)).toMatchObject([
      { id: 'drift', off: 'shown elsewhere' },
    ]);
  });

  it('explains a policy with the settings applied', async () => {
    const cwd = repository({ 'firebreak.yaml': 'policies:\n  drift: { off: { reason: shown elsewhere } }\n' });
    expect((await firebreak(['explain', 'drift'], { cwd })).stdout).toContain(
      'drift, off: shown elsewhere. Without your settings: advisory (shown only)',
    );
  });

  it('explains each of them', async () => {
    const listed = JSON.parse((await firebreak(['policies', '-f', 'json'])).stdout);
    for (const { id } of listed.slice(0, 2)) {
      const { policy, example } = JSON.parse((await firebreak(['explain', id, '-f', 'json'])).stdout);
      expect(policy.id).toBe(id);
      expect(example.message).not.toBe('');
    }
  });
});

describe('test', () => {
  it('runs the tests of the built-in policies', async () => {
    const { code, stdout } = await firebreak(['test', '-f', 'json']);
    const { ok, policies } = JSON.parse(stdout);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(policies.flatMap((each: { cases: readonly unknown[] }) => each.cases).length).toBeGreaterThan(40);
  });

  it.each([
    ['test', 'queue-encrypted.yaml'],
    ['test', 'queue-encrypted.test.yaml'],
    ['validate', 'queue-encrypted.yaml'],
  ])('%s of one policy: %s', async (command, file) => {
    const { code, stdout, stderr } = await firebreak([command, join(samples, 'policies', file)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/2 cases: 2 passed|1 test file/);
  });

  it('tells a test for a policy that does not exist', async () => {
    const cwd = repository({});
    cpSync(join(root, samples, 'policies'), cwd, { recursive: true });
    cpSync(join(cwd, 'queue-encrypted.test.yaml'), join(cwd, 'queue-encryptd.test.yaml'));
    expect(await firebreak(['test', '.'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `queue-encrypted`?'),
    });
  });
});

describe('redact', () => {
  const slug = 'aws-67-secrets-awkward';

  it('gives a plan with the same fingerprint', async () => {
    const file = join(temp, 'redacted.json');
    expect(await firebreak(['redact', plan(slug), '-o', file])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).not.toContain('S3CR3T');
    expect((await firebreak(['fingerprint', file])).stdout).toBe((await firebreak(['fingerprint', plan(slug)])).stdout);
  });

  it('goes to standard output, and can be judged from there', async () => {
    const { stdout: input } = await firebreak(['redact', plan(slug)]);
    const verdict = async (args: readonly string[], options = {}) =>
      JSON.parse((await firebreak([...args, '-f', 'json'], options)).stdout).verdict;
    expect(await verdict(['check', '-'], { input })).toBe(await verdict(['check', plan(slug)]));
  });

  it('says what stands in the way of writing', async () => {
    const { code, stderr } = await firebreak(['redact', plan(slug), '-o', join(temp, 'nowhere', 'x.json')]);
    expect(code).toBe(2);
    expect(stderr).toContain('the redacted plan cannot be written');
  });
});

describe('init', () => {
  it('overwrites nothing unless forced', async () => {
    const cwd = repository({ 'firebreak.yaml': '# mine\n' });
    expect((await firebreak(['init'], { cwd })).code).toBe(2);
    expect(readFileSync(join(cwd, 'firebreak.yaml'), 'utf8')).toBe('# mine\n');
    expect((await firebreak(['init', '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'firebreak.yaml'), 'utf8')).not.toBe('# mine\n');
  });

  it.each([
    ['an empty repository', {}],
    ['folders called anything', { 'envs/prod: [a]#"\\/x.tf': '', 'true/prod/x.tf': '', '{}/dev\u202e/x.tf': '' }],
    ['code owners called anything', { CODEOWNERS: `* "@x: y"\n/a/ @${'o'.repeat(300)}\n/b/[c]/ @d\n[Section]\n/e @f` }],
    ['configuration that cannot be read', { 'main.tf': 'resource "a" {{{' }],
    ['names of keys', { 'main.tf': 'resource "aws_db_instance" "__proto__" {}', 'prod.tfvars': 'stage = "__proto__"' }],
  ])('writes settings that are sound for %s', async (_, files) => {
    const cwd = repository(files);
    expect(await firebreak(['init'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await firebreak(['validate'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('backtest', () => {
  it('judges the others when one is no plan', async () => {
    const cwd = stored(replaced, 'aws-39-no-changes');
    writeFileSync(join(cwd, 'plans', 'broken.plan.json'), '{');
    writeFileSync(join(cwd, 'looser.yaml'), 'enforcement: advisory\n');
    const { code, stdout } = await firebreak(['backtest', 'plans', '--against', 'looser.yaml', '-f', 'json', ...now], {
      cwd,
    });
    const { plans } = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(plans.map((each: { changed: boolean; error?: string }) => [each.changed, each.error !== undefined])).toEqual(
      [
        [true, false],
        [false, false],
        [false, true],
      ],
    );
  });
});

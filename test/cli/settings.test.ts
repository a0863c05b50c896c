/** Settings as a team lives with them: three stories, and what the command line says without any file. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebreak, type Ran, root, transcript } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-settings-'));
afterAll(() => rmSync(temp, { recursive: true }));

const plan = 'live/orders/plan.json';
beforeAll(() => {
  put('.git', '');
  fixture('aws-04-replace-rds-engine', 'live/orders');
  fixture('aws-02-small-update', 'live/shop');
});

function put(file: string, text: string): string {
  mkdirSync(join(temp, dirname(file)), { recursive: true });
  writeFileSync(join(temp, file), text);
  return `$ cat ${file}\n${text}`;
}

function fixture(slug: string, folder: string): void {
  const from = join(root, 'fixtures', slug);
  cpSync(join(from, 'tf'), join(temp, folder), { recursive: true });
  cpSync(join(from, 'plan.json'), join(temp, folder, 'plan.json'));
}

const inRepository = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const said = await transcript(args, { cwd: temp, env });
  const set = Object.entries(env).map(([name, value]) => `${name}=${value} `);
  return said.replace(/^\$ /, `$ ${set.join('')}`);
};

async function story(name: string, ...parts: readonly string[]): Promise<void> {
  await expect(parts.join('\n')).toMatchFileSnapshot(join('transcripts', `story-${name}.txt`));
}

describe('stories', () => {
  it('a team adopts it: everything is shown, nothing blocks', async () => {
    const settings = put(
      'firebreak.yaml',
      `# We want to see what it would say before it may say no.
enforcement: advisory
`,
    );
    await story('1-adopt', settings, await inRepository(['check', plan]));
  });

  it('it moves to enforcement: in production first', async () => {
    const settings = put(
      'firebreak.yaml',
      `enforcement: advisory
environments:
  - name: production
    workspaces: [prod, prod-*]
    enforcement: mandatory
    limits: { destroys: 2 }
policies:
  drift: { off: { reason: "seen by the nightly job" } }
`,
    );
    const [test, production] = await Promise.all(
      ['test', 'prod-eu'].map((TF_WORKSPACE) => inRepository(['check', plan], { TF_WORKSPACE })),
    );
    await story('2-enforce', settings, test ?? '', production ?? '');
  });

  it('it grants an exception that expires', async () => {
    const settings = put(
      'firebreak.yaml',
      `exceptions:
  - policy: no-stateful-destroy
    address: module.orders_db.aws_db_instance.this
    reason: the data moves by replication first, see DATA-7
    owner: team-orders
    created: 2026-11-01
    expires: 2026-11-30
  - policy: no-protected-destroy
    address: module.orders_db.aws_db_instance.*
    reason: the guard is lifted by hand on the day, see DATA-7
    owner: team-orders
    created: 2026-11-01
    expires: 2026-11-30
  - policy: no-destroy
    address: module.orders_db.**
    reason: its own parameter group goes with it
    owner: team-orders
    created: 2026-11-01
    expires: 2026-11-30
  - policy: no-destroy
    address: module.orders_db.aws_db_parameter_group.this[0]
    reason: an old one, and it matches nothing
    owner: team-orders
    created: 2026-11-01
    expires: 2026-12-31
`,
    );
    const on = async (now: string): Promise<string> => await inRepository(['check', plan, '--now', now]);
    await story('3-exception', settings, await on('2026-11-30T18:00:00Z'), await on('2026-12-01T09:00:00Z'));
    rmSync(join(temp, 'firebreak.yaml'));
  });
});

describe('without a file', () => {
  const judged = async (...args: readonly string[]) => {
    const { code, stdout } = await firebreak(['check', ...args, '-f', 'json'], { cwd: temp });
    const report = JSON.parse(stdout);
    const blamed = (report.findings ?? []).map((finding: { policy: string }) => finding.policy);
    return { code, report, blamed };
  };

  it('limits are given by flags', async () => {
    expect((await judged('live/shop/plan.json', '--max-destroy', '0', '--allow', 'create,update')).code).toBe(0);
    const { code, blamed } = await judged(
      plan,
      '--max-destroy',
      '0',
      '--allow',
      'create,update',
      '--critical',
      'module.x.**',
    );
    expect(code).toBe(1);
    expect(blamed).toEqual(expect.arrayContaining(['destroy-limit', 'allowed-actions', 'critical-entry-unmatched']));
    expect((await judged('live/shop/plan.json', '--allow', 'create')).blamed).toContain('allowed-actions');
    expect((await judged('live/shop/plan.json', '--scope', 'module.orders_api')).blamed).toContain('out-of-scope');
  });

  it('no settings is what it was before there were any', async () => {
    expect((await judged('live/shop/plan.json')).report).not.toHaveProperty('settings');
  });

  it.each([
    [['--environment', 'prod'], 'unknown environment `prod`\n  The settings define no environments. Add it'],
    [['--scope', 'billing'], '`billing` is neither an owner nor an address pattern'],
    [['--allow', 'create,destory'], 'unknown action `destory`'],
    [['--max-destroy', 'none'], '--max-destroy needs a whole number'],
    [['--now', 'tomorrow'], '`tomorrow` is not a date'],
    [['--now', '2026-02-30'], '`2026-02-30` is not a date'],
    [['--now', '2026-02-30T09:00:00Z'], '`2026-02-30T09:00:00Z` is not a date'],
    [['--now', '2026-02-28T25:00:00Z'], '`2026-02-28T25:00:00Z` is not a date'],
    [['--now', ''], '`` is not a date'],
    [['--critical', ''], '`` is not an address pattern'],
    [['--critical', 'module.a["x'], '`module.a["x` is not an address pattern'],
    [['--allow', ','], '--allow needs an action'],
    [['--config', 'none.yaml'], 'none.yaml: no such file'],
    [['--changed-files', 'none.txt'], 'none.txt: the list of changed files cannot be read'],
    [['--plans', 'nowhere/**/plan.json'], 'no file matches `nowhere/**/plan.json`'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await firebreak(['check', plan, ...args], { cwd: temp });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('where nothing can be judged', () => {
  const sound = 'enforcement: advisory\n';
  const faulty = 'enforcment: advisory\n';
  const check = async (...args: readonly string[]) => await firebreak(['check', plan, ...args], { cwd: temp });
  const left = (file: string): string => readFileSync(join(temp, file), 'utf8');

  it.each([
    ['faulty settings', faulty, [], 'unknown key `enforcment`'],
    ['a flag', sound, ['--now', 'tomorrow'], '`tomorrow` is not a date'],
    ['no plan', sound, ['--plans', 'nowhere/**'], 'no file matches'],
  ])('%s: the report of an earlier run does not stay', async (_, settings, flags, message) => {
    put('judged/firebreak.yaml', sound);
    const formats = ['-f', 'json=report.json', '-f', 'sarif=report.sarif', '--config', 'judged/firebreak.yaml'];
    expect((await check(...formats)).code).toBe(0);
    put('judged/firebreak.yaml', settings);
    expect((await check(...formats, ...flags)).code).toBe(2);
    const report = JSON.parse(left('report.json'));
    expect(report).toMatchObject({ verdict: 'error', plan: { file: plan } });
    expect(report.errors.join()).toContain(message);
    expect(left('report.sarif')).toContain(message);
  });

  it('standard output is no empty report', async () => {
    put('judged/firebreak.yaml', faulty);
    const { code, stdout, stderr } = await check('-f', 'json', '--config', 'judged/firebreak.yaml');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'error' });
    expect(stderr).toContain('unknown key `enforcment`');
  });
});

describe('several roots', () => {
  const settings = `environments:
  - { name: production, directories: [live/orders] }
  - { name: sandbox, directories: ['live/*'], enforcement: advisory }
owners:
  - { owner: team-orders, directories: [live/orders] }
  - { owner: team-shop, directories: [live/shop] }
`;
  interface Row {
    readonly plan: { readonly file: string };
    readonly verdict: string;
    readonly settings: { readonly directory: string; readonly environment: string; readonly owner: string };
  }

  it.each([[['live']], [['--plans', 'live/**/plan.json']]])(
    '%j: each its own directory, environment and owner',
    async (args) => {
      put('settings/firebreak.yaml', settings);
      const config = ['--config', 'settings/firebreak.yaml'];
      const { code, stdout } = await firebreak(['check', ...args, ...config, '-f', 'json'], { cwd: temp });
      const rows: readonly Row[] = JSON.parse(stdout).reports;
      expect(code).toBe(1);
      expect(
        rows.map(({ plan: { file }, verdict, settings: { directory, environment, owner } }) => [
          file,
          verdict,
          directory,
          environment,
          owner,
        ]),
      ).toEqual([
        ['live/orders/plan.json', 'fail', 'live/orders', 'production', 'team-orders'],
        ['live/shop/plan.json', 'pass', 'live/shop', 'sandbox', 'team-shop'],
      ]);
      const page = (await firebreak(['check', ...args, ...config], { cwd: temp })).stdout;
      expect(page.replace(/\s+/g, ' ')).toMatch(/ FAIL live\/orders\/plan\.json [\w, ]+ \(production; team-orders\)\./);
    },
  );

  it('the nearest file counts for each, and a fault in one of them stops all', async () => {
    put('live/shop/firebreak.yaml', 'limits: { actions: [create] }\n');
    put('live/firebreak.yaml', 'enforcement: advisory\n');
    const verdicts = async () =>
      JSON.parse((await firebreak(['check', 'live', '-f', 'json'], { cwd: temp })).stdout).reports.map(
        ({ verdict }: Row) => verdict,
      );
    expect(await verdicts()).toEqual(['pass', 'fail']);
    put('live/shop/firebreak.yaml', 'limit: { actions: [create] }\n');
    const { code, stdout, stderr } = await firebreak(['check', 'live'], { cwd: temp });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('live/shop/firebreak.yaml:1:1: unknown key `limit`\n  Did you mean `limits`?');
  });

  it('own policies lie beside the settings, and all faults of both are told', async () => {
    const own = `id: no-lambda
title: No functions
enforcement: hard-mandatory
subject: change
require: change.type != "aws_ecs_service" || params.allowed
message: "{address} is a service"
why: We have none.
remedy: Take it out.
parameters: { allowed: false }
`;
    put('own/rules/no-lambda.yaml', own);
    put('own/firebreak.yaml', 'policy-folders: [rules]\n');
    const check = async () =>
      await firebreak(['check', 'live/shop/plan.json', '--config', 'own/firebreak.yaml'], { cwd: temp });
    expect(await check()).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringContaining('no-lambda, hard-mandatory'),
    });
    put('own/firebreak.yaml', 'policy-folders: [rules]\npolicies: { no-lambda: { parameters: { allowed: true } } }\n');
    expect((await check()).code).toBe(0);
    put('own/rules/no-lambda.yaml', own.replace('change.type', 'change.tpye'));
    put('own/firebreak.yaml', 'policy-folders: [rules]\npolicies: { no-lambda: { parameters: { alowed: 1 } } }\n');
    const { code, stderr } = await check();
    expect(code).toBe(2);
    expect(stderr).toContain('own/rules/no-lambda.yaml:5');
    expect(stderr).toContain('Did you mean `type`');
    expect(stderr).toContain('own/firebreak.yaml:2:40: policies.no-lambda.parameters.alowed');
  });

  it('faults of the form hide none of the others, and nothing is told that is none', async () => {
    put(
      'stages/rules/no-lambda.yaml',
      `id: no-lambda
title: No functions
enforcement: soft
approvals: 2
subject: change
require: change.tpye != "aws_lambda_function"
message: "{address} is a function"
why: We have none.
remedy: Take it out.
`,
    );
    put(
      'stages/firebreak.yaml',
      `enforcment: advisory
policy-folders: [rules]
policies:
  no-destroy: { enforcement: softmandatory }
  no-destroi: { enforcement: advisory }
  no-lambda: { approvals: 3 }
environments:
  - { nam: sandbox }
  - { name: production, workspaces: ['prod-[ab]'], addresses: ['['] }
exceptions:
  - { policy: drift }
  - { policy: nope, address: a.b, reason: r, owner: o, created: 2026-01-01, expires: 2027-01-01, environments: [sandbox] }
`,
    );
    const { code, stderr } = await firebreak(['check', plan, '--config', 'stages/firebreak.yaml'], { cwd: temp });
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => /^\S/.test(line) && !line.includes('is missing'))).toEqual([
      'firebreak: stages/firebreak.yaml:1:1: unknown key `enforcment`',
      'stages/firebreak.yaml:4:17: policies.no-destroy.enforcement: must be one of advisory, soft-mandatory, hard-mandatory',
      'stages/firebreak.yaml:5:3: policies.no-destroi: unknown policy `no-destroi`',
      'stages/firebreak.yaml:8:7: environments.0: unknown key `nam`',
      'stages/firebreak.yaml:9:39: environments.1.workspaces.0: `prod-[ab]` cannot be a workspace',
      'stages/firebreak.yaml:9:65: environments.1.addresses.0: `[` is not an address pattern',
      'stages/firebreak.yaml:12:7: exceptions.1.policy: unknown policy `nope`',
      'stages/firebreak.yaml:12:77: exceptions.1.expires: 365 days after `created`, more than the limit of 90',
      'stages/rules/no-lambda.yaml:3:1: enforcement: must be one of advisory, soft-mandatory, hard-mandatory',
      'stages/rules/no-lambda.yaml:6:17: require: `change` has no field `tpye`',
    ]);
  });
});

it('each mistake is one error, with its place', async () => {
  put('dates/firebreak.yaml', 'extends: nowhere.yaml\nfreezes:\n  - { from: next friday, to: 2027-01-05 }\n');
  put('brackets/firebreak.yaml', 'critical: { addresses: [a.b }\n');
  const errors = async (file: string): Promise<readonly string[]> =>
    (await firebreak(['validate', '--config', file], { cwd: temp })).stderr
      .split('\n')
      .filter((line) => /^\S/.test(line));
  expect(await errors('dates/firebreak.yaml')).toEqual([
    'firebreak: dates/firebreak.yaml:1:1: extends: dates/nowhere.yaml: no such file',
    'dates/firebreak.yaml:3:7: freezes.0.from: wrong format',
  ]);
  expect(await errors('brackets/firebreak.yaml')).toEqual([
    'firebreak: brackets/firebreak.yaml:1:29: invalid YAML: `]` is missing',
    'brackets/firebreak.yaml:1:30: invalid YAML: `}` is missing',
  ]);
});

it('validate names directories that do not exist, which are no errors', async () => {
  put(
    'typo/firebreak.yaml',
    "environments:\n  - { name: production, directories: [live/prdo, live/orders, 'live/x*'] }\nowners:\n  - { owner: a, directories: [stacks/a] }\n",
  );
  const { code, stdout } = await firebreak(['validate', '--config', 'typo/firebreak.yaml'], { cwd: temp });
  expect([code, stdout.split('\n').filter((line) => line.startsWith('Not found'))]).toEqual([
    0,
    [
      'Not found     directory live/prdo (typo/firebreak.yaml:2:39)',
      'Not found     directory stacks/a (typo/firebreak.yaml:4:31)',
    ],
  ]);
});

describe('a settings file that is none', () => {
  const inside = mkdtempSync(join(tmpdir(), 'firebreak-inside-'));
  const outside = mkdtempSync(join(tmpdir(), 'firebreak-outside-'));
  afterAll(() => {
    for (const dir of [inside, outside]) rmSync(dir, { recursive: true });
  });
  const validate = async (): Promise<Ran> => await firebreak(['validate'], { cwd: join(inside, 'live') });
  beforeAll(() => {
    mkdirSync(join(inside, '.git'));
    mkdirSync(join(inside, 'live'));
    writeFileSync(join(outside, 'shadow'), 'root:$6$salt$S3CR3T: x\n');
  });

  it('is not passed over as a folder', async () => {
    mkdirSync(join(inside, 'firebreak.yaml'));
    expect(await validate()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('../firebreak.yaml: a folder, not a file'),
    });
    rmSync(join(inside, 'firebreak.yaml'), { recursive: true });
  });

  it('is not read where a link is a link out of the repository', async () => {
    symlinkSync(join(outside, 'shadow'), join(inside, 'firebreak.yaml'));
    const { code, stdout, stderr } = await validate();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a link to a file outside of the repository');
    expect(stderr).not.toContain('S3CR3T');
    rmSync(join(inside, 'firebreak.yaml'));
    writeFileSync(join(inside, 'live', 'own.yaml'), 'enforcement: advisory\n');
    symlinkSync('live/own.yaml', join(inside, 'firebreak.yaml'));
    expect(await validate()).toMatchObject({ code: 0, stderr: '' });
    rmSync(join(inside, 'firebreak.yaml'));
  });

  it('does not have its lines said back', async () => {
    const { code, stderr } = await firebreak(['validate', '--config', join(outside, 'shadow')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('unknown key\n')]);
    expect(stderr).not.toContain('S3CR3T');
  });
});

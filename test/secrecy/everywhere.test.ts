/** A secret of its own in every place that holds text in clear, against every command and format: none is printed. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatNames } from '../../src/report/formats.ts';
import { withClient } from '../cli/mcp/client.ts';
import { firebreak } from '../cli/run.ts';

const places: string[] = [];
/** Returns a secret that occurs in one place only. */
function secretOf(place: string): string {
  places.push(place);
  return `zq${String(places.length).padStart(3, '0')}-pl4nted-v4lue`;
}

const masked = (place: string) => ({
  text: secretOf(`${place}: a text`),
  list: [secretOf(`${place}: an item of a list`)],
  map: { inner: secretOf(`${place}: a value of a map`) },
  document: JSON.stringify({ token: secretOf(`${place}: embedded JSON`) }),
  lines: `-----BEGIN KEY-----\n${secretOf(`${place}: a line`)}${'b'.repeat(30)}\n-----END KEY-----`,
  block: [{ deep: [{ password: secretOf(`${place}: a nested block`) }] }],
});
const mask = {
  text: true,
  list: [true],
  map: true,
  document: true,
  lines: true,
  block: [{ deep: [{ password: true }] }],
};

const entry = (address: string, change: object, rest: object = {}) => {
  const [type = '', name = ''] = address.split('.');
  const provider_name = `registry.terraform.io/hashicorp/${type.split('_')[0]}`;
  return { address, mode: 'managed', type, name, provider_name, ...rest, change };
};
const sides = (place: string) => ({
  before: { identifier: 'orders', ...masked(`${place}, before`) },
  after: { identifier: 'orders', ...masked(`${place}, after`) },
  after_unknown: {},
  before_sensitive: mask,
  after_sensitive: mask,
});
const destroyed = (place: string) => ({ ...sides(place), actions: ['delete'], after: null, after_sensitive: false });
const constant = (place: string) => ({ constant_value: secretOf(place) });
/** Shown with intent, so it is a secret of another place. */
const reason = secretOf('the reason of an exception, also a variable');
const script = secretOf('a provisioner');

const plan = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  [`extra_${'key'}`]: secretOf('a key that no plan has'),
  variables: {
    password: { value: secretOf('a variable') },
    settings: { value: { deep: [secretOf('a variable, inside')] } },
    reason: { value: reason },
  },
  planned_values: {
    outputs: { token: { sensitive: true, value: secretOf('planned output') } },
    root_module: {
      resources: [
        {
          address: 'aws_instance.calm',
          mode: 'managed',
          type: 'aws_instance',
          name: 'calm',
          values: masked('planned values'),
          sensitive_values: mask,
        },
      ],
    },
  },
  resource_changes: [
    entry('aws_db_instance.gone', destroyed('a deletion')),
    entry('aws_db_instance.kept', { ...sides('an update'), actions: ['update'] }),
    entry('aws_db_instance.again', {
      ...sides('a replacement'),
      actions: ['delete', 'create'],
      replace_paths: [['text']],
    }),
    entry('aws_db_instance.old', destroyed('a deposed object'), { deposed: 'abcdef12' }),
    entry('aws_secretsmanager_secret.taken', {
      ...sides('an import'),
      actions: ['update'],
      importing: { id: secretOf('the id of an import') },
      generated_config: `password = "${secretOf('generated configuration')}"`,
    }),
    entry('null_resource.run', { actions: ['delete'], before: {}, after: null, after_unknown: {} }),
    entry(
      'aws_instance.data',
      { ...sides('a data source'), actions: ['read'], before: null },
      { mode: 'data', address: 'data.aws_instance.data' },
    ),
  ],
  resource_drift: [entry('aws_db_instance.kept', { ...sides('drift'), actions: ['update'] })],
  deferred_changes: [
    {
      reason: 'unknown',
      resource_change: entry('aws_db_instance.later', {
        ...sides('a deferred change'),
        actions: ['create'],
        before: null,
      }),
    },
  ],
  output_changes: {
    token: {
      actions: ['update'],
      before: secretOf('an output, before'),
      after: secretOf('an output, after'),
      after_unknown: false,
      before_sensitive: true,
      after_sensitive: true,
    },
  },
  action_invocations: [
    {
      address: 'action.aws_lambda_invoke.call',
      type: 'aws_lambda_invoke',
      name: 'call',
      config_values: masked('an action'),
      config_sensitive: mask,
      lifecycle_action_trigger: {
        triggering_resource_address: 'aws_db_instance.kept',
        action_trigger_event: 'AfterUpdate',
      },
    },
  ],
  prior_state: {
    format_version: '1.0',
    values: {
      outputs: { old: { sensitive: true, value: secretOf('an output of the state') } },
      root_module: {
        resources: [
          {
            address: 'aws_instance.calm',
            mode: 'managed',
            type: 'aws_instance',
            name: 'calm',
            values: masked('the state'),
            sensitive_values: mask,
          },
        ],
      },
    },
  },
  checks: [
    {
      address: { kind: 'check', to_display: 'check.health' },
      status: 'fail',
      instances: [{ address: {}, status: 'fail', problems: [{ message: secretOf('the problem of a check') }] }],
    },
  ],
  configuration: {
    provider_config: {
      aws: {
        name: 'aws',
        expressions: { secret_key: constant('a provider'), token: constant('a token of a provider') },
      },
    },
    root_module: {
      variables: {
        password: { sensitive: true, default: secretOf('the default of a variable') },
        settings: { sensitive: true },
        reason: { sensitive: true },
      },
      outputs: { token: { sensitive: true, expression: constant('the expression of an output') } },
      resources: [
        {
          address: 'null_resource.run',
          mode: 'managed',
          type: 'null_resource',
          name: 'run',
          provisioners: [
            { type: 'local-exec', expressions: { command: { constant_value: `curl -H 'X: ${script}' x` } } },
          ],
          expressions: { triggers: constant('an expression of a resource') },
        },
      ],
      module_calls: {
        db: {
          source: './db',
          expressions: { password: constant('the argument of a module') },
          module: { variables: { password: { sensitive: true, default: secretOf('the default in a module') } } },
        },
      },
    },
  },
};

const files: Readonly<Record<string, string>> = {
  'live/plan.json': JSON.stringify(plan),
  'live/main.tf': `terraform {
  backend "http" {
    address  = "https://state.example.com/orders"
    username = "ci"
    password = "${secretOf('the backend')}"
  }
}
provider "aws" {
  secret_key = "${secretOf('a provider in the code')}"
}
variable "password" {
  sensitive = true
  default   = "${secretOf('the default of a variable in the code')}"
}
resource "null_resource" "run" {
  provisioner "local-exec" {
    when    = destroy
    command = "curl -H 'X: ${secretOf('a provisioner in the code')}' x"
  }
}
locals {
  token = "${secretOf('a local value')}"
}
`,
  'live/terraform.tfvars': `password = "${secretOf('a file of variables')}"\n`,
  'live/.terraform/terraform.tfstate': JSON.stringify({
    version: 3,
    backend: {
      type: 'http',
      config: {
        address: `https://u:${secretOf('the address of the backend')}@state.example.com/orders`,
        password: secretOf('the password of the backend'),
      },
      hash: 1,
    },
  }),
  'live/terraform.tfstate': JSON.stringify({
    version: 4,
    outputs: { x: { value: secretOf('a local state'), type: 'string' } },
  }),
  'firebreak.yaml': `exceptions:
  - policy: no-stateful-destroy
    address: aws_db_instance.gone
    reason: because of ${reason}, DATA-7
    owner: team-orders
    created: 2026-06-01
    expires: 2026-06-30
`,
};
const env = {
  TF_VAR_password: secretOf('a variable of the environment'),
  AWS_SECRET_ACCESS_KEY: secretOf('a key in the environment'),
};

const temp = mkdtempSync(join(tmpdir(), 'firebreak-secrets-'));
afterAll(() => rmSync(temp, { recursive: true }));
for (const [name, content] of Object.entries(files)) {
  mkdirSync(dirname(join(temp, name)), { recursive: true });
  writeFileSync(join(temp, name), content);
}
mkdirSync(join(temp, '.git'));
const out = join(temp, 'out');
mkdirSync(out);

/** Places whose secret is in the text, plain or encoded. */
function leaks(text: string): readonly string[] {
  return places.filter((_, i) => {
    const secret = `zq${String(i + 1).padStart(3, '0')}-pl4nted-v4lue`;
    const forms = [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
    ];
    return forms.some((form) => text.includes(form));
  });
}

const now = ['--now', '2026-06-10T12:00:00Z'];
const everyFormat = formatNames.flatMap((name) => ['-f', `${name}=${join(out, name)}`]);

describe('no secret is printed by', () => {
  it.each<readonly [string, readonly string[]]>([
    [
      'check, in every format',
      ['check', 'live/plan.json', ...now, ...everyFormat, '--record', join(out, 'record.jsonl')],
    ],
    ['check, explained', ['check', 'live/plan.json', ...now, '--explain-pass', '--dir', 'live']],
    ['check of two plans', ['check', 'live/plan.json', 'live/none.json', ...now]],
    ['fingerprint', ['fingerprint', 'live/plan.json']],
    ['verify', ['verify', join(out, 'json'), 'live/plan.json']],
    ['approve', ['approve', 'live/plan.json', '--as', 'ada', '-o', join(out, 'approvals')]],
    ['apply', ['apply', 'live/plan.json']],
    ['lint', ['lint', 'live']],
    ['lint, as JSON', ['lint', 'live', '-f', 'json']],
    ['init', ['init', 'live']],
    ['backtest', ['backtest', 'live', '--against', 'firebreak.yaml']],
    ['policies', ['policies']],
    ['validate', ['validate', 'firebreak.yaml']],
    ['atlantis', ['atlantis']],
    ['explain of nothing', ['explain', 'aws_db_instance.none', '--plan', 'live/plan.json']],
    ...['aws_db_instance.gone', 'aws_db_instance.again', 'aws_secretsmanager_secret.taken', 'null_resource.run'].map(
      (address) => [`explain ${address}`, ['explain', address, '--plan', 'live/plan.json', '-f', 'json']] as const,
    ),
    ['explain, as text', ['explain', 'aws_db_instance.gone', '--plan', 'live/plan.json']],
  ])('%s', async (_, args) => {
    const atlantis = {
      PLANFILE: join(temp, 'live/plan.json'),
      SHOWFILE: join(temp, 'live/plan.json'),
      DIR: join(temp, 'live'),
    };
    const { stdout, stderr } = await firebreak(args, {
      cwd: temp,
      env: { ...env, ...(args[0] === 'atlantis' ? atlantis : {}) },
    });
    expect(stdout + stderr).not.toMatch(/internal error/);
    expect(leaks(stdout + stderr)).toEqual([]);
    for (const name of readdirSync(out)) {
      const text = name === 'approvals' ? '' : readFileSync(join(out, name), 'utf8');
      expect(leaks(text), name).toEqual([]);
    }
  });

  const address = 'aws_db_instance.gone';
  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['check', {}],
    ['blast_radius', {}],
    ['fix', {}],
    ['explain_address', { address }],
    ['explain_address', { address: 'aws_db_instance.none' }],
    ['apply', { sha256: '0'.repeat(64) }],
  ])('the MCP tool %s %j', async (tool, more) => {
    const answer = await withClient({ cwd: temp, env, apply: true, options: now }, (call) =>
      call(tool, { plan: 'live/plan.json', ...more }),
    );
    expect(answer.text).not.toMatch(/internal error/);
    expect(leaks(JSON.stringify(answer))).toEqual([]);
  });

  it('what is written to files, and the plan was judged', () => {
    const { verdict, findings } = JSON.parse(readFileSync(join(out, 'json'), 'utf8'));
    expect(verdict).toBe('fail');
    expect(findings.length).toBeGreaterThan(5);
    expect(readdirSync(out)).toEqual(expect.arrayContaining([...formatNames, 'record.jsonl']));
    expect(
      existsSync(join(temp, 'live/firebreak.yaml'))
        ? leaks(readFileSync(join(temp, 'live/firebreak.yaml'), 'utf8'))
        : [],
    ).toEqual([]);
  });
});

/** Nothing in the plan says that these are secret. */
const unmarked = [
  'a provisioner',
  'a key that no plan has',
  'generated configuration',
  'the problem of a check',
  'an expression of a resource',
];

it('redact leaves nothing that a mask, a declaration or a name says is secret', async () => {
  const { stdout, stderr, code } = await firebreak(['redact', 'live/plan.json'], { cwd: temp });
  expect(code, stderr).toBe(0);
  expect(leaks(stdout)).toEqual(unmarked);
});

/** Secrets in every corner of a plan, and what must survive their removal. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide.ts';
import { evaluate } from '../../src/evaluate.ts';
import { readPlan } from '../../src/read/plan/plan.ts';
import { redact } from '../../src/secrecy/redact.ts';
import { builtin, compiled, typed } from '../judge-options.ts';

type Plan = Readonly<Record<string, unknown>>;

const { catalog, commands } = builtin;

function judgement(json: Plan): unknown {
  const report = decide(
    evaluate({
      source: { file: 'plan.json', sha256: '', json },
      configuration: null,
      policies: compiled,
      catalog: typed,
      commands,
    }),
  );
  return [
    report.verdict,
    report.plan.fingerprint,
    report.findings.map(({ fingerprint, message }) => [fingerprint, message]),
  ];
}

const secret = 'pl4nted-s3cret-value';
const pem = `-----BEGIN KEY-----\nAAAA${'b'.repeat(40)}\n${'c'.repeat(40)}\n-----END KEY-----`;

const change = (address: string, rest: Plan): Plan => {
  const [type = '', name = ''] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: `registry.terraform.io/hashicorp/${type.split('_')[0]}`,
    change: rest,
  };
};

const plan: Plan = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { password: { value: secret }, environment: { value: 'prod' } },
  planned_values: { outputs: { url: { sensitive: true, value: `https://u:${secret}@example.com` } }, root_module: {} },
  resource_changes: [
    change('aws_db_instance.main', {
      actions: ['update'],
      before: {
        password: 'the-0ld-password',
        deletion_protection: true,
        backup_retention_period: 7,
        port: 5432,
        pin: 4711,
      },
      after: { password: secret, deletion_protection: false, backup_retention_period: 0, port: 5432, pin: 4712 },
      after_unknown: {},
      before_sensitive: {
        password: true,
        deletion_protection: true,
        backup_retention_period: true,
        port: true,
        pin: true,
      },
      after_sensitive: {
        password: true,
        deletion_protection: true,
        backup_retention_period: true,
        port: true,
        pin: true,
      },
    }),
    change('aws_security_group.open', {
      actions: ['update'],
      before: {
        ingress: [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'], description: secret }],
      },
      after: {
        ingress: [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'], description: secret }],
      },
      after_unknown: {},
      before_sensitive: { ingress: true },
      after_sensitive: { ingress: true },
    }),
    change('aws_iam_role_policy.admin', {
      actions: ['create'],
      before: null,
      after: {
        role: 'ci',
        policy: JSON.stringify({
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:x': secret } } },
          ],
        }),
      },
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: { policy: true },
    }),
    change('aws_instance.clear', {
      actions: ['update'],
      before: {
        user_data: `export KEY=${secret}`,
        encoded: Buffer.from(`x ${secret} y`).toString('base64'),
        name: 'web',
        tls: pem,
      },
      after: {
        user_data: `export KEY=${secret} #2`,
        encoded: encodeURIComponent(`${secret} ü`),
        name: 'web-prod',
        tls: pem,
      },
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: { tls: true },
    }),
  ],
  resource_drift: [],
  output_changes: {
    open: {
      actions: ['create'],
      before: null,
      after: secret,
      after_unknown: false,
      before_sensitive: false,
      after_sensitive: false,
    },
  },
  prior_state: {
    values: {
      outputs: { old: { sensitive: true, value: { deep: [secret] } } },
      root_module: {
        resources: [
          {
            address: 'aws_db_instance.main',
            mode: 'managed',
            type: 'aws_db_instance',
            name: 'main',
            values: { password: 'the-0ld-password' },
            sensitive_values: { password: true },
          },
        ],
      },
    },
  },
  configuration: {
    provider_config: { aws: { name: 'aws', expressions: { secret_key: { constant_value: 'only-in-c0nfiguration' } } } },
    root_module: {
      variables: { password: { sensitive: true, default: 'd3fault-password' }, environment: {} },
      resources: [{ address: 'aws_instance.clear', expressions: { user_data: { constant_value: `echo ${secret}` } } }],
      module_calls: {
        db: {
          expressions: { token: { constant_value: 'c4lled-with-this' } },
          module: { variables: { token: { sensitive: true, default: 'or-w1th-that' } } },
        },
      },
    },
  },
  checks: [
    { address: { to_display: 'check.x' }, status: 'fail', instances: [{ problems: [{ message: `found ${secret}` }] }] },
  ],
  action_invocations: [
    {
      address: 'action.aws_x.y',
      type: 'aws_x',
      config_values: { body: secret, note: `with ${secret}` },
      config_sensitive: { body: true },
    },
  ],
};

describe('redact', () => {
  const redacted = redact(plan, catalog);
  const text = JSON.stringify(redacted);

  it.each([
    secret,
    'the-0ld-password',
    'only-in-c0nfiguration',
    'd3fault-password',
    'c4lled-with-this',
    'or-w1th-that',
    '4711',
    '4712',
    'b'.repeat(40),
    'c'.repeat(40),
    Buffer.from(`x ${secret} y`).toString('base64'),
    encodeURIComponent(`${secret} ü`),
  ])('leaves nothing of %s', (hidden) => {
    expect(JSON.stringify(plan)).toContain(hidden);
    expect(text).not.toContain(hidden);
  });

  it('is judged the same, the weakened protection, the open port, the grant and the leak among it', () => {
    expect(judgement(redacted)).toEqual(judgement(plan));
    for (const policy of [
      'deletion-protection-disabled',
      'backup-weakened',
      'no-world-open-port',
      'no-admin-grant',
      'sensitive-output',
    ]) {
      const { findings } = decide(
        evaluate({
          source: { file: 'plan.json', sha256: '', json: redacted },
          configuration: null,
          policies: compiled,
          catalog: typed,
          commands,
        }),
      );
      expect(findings.map((finding) => finding.policy)).toContain(policy);
    }
  });

  it('keeps masks, types and what tells environments apart', () => {
    expect(redacted).toMatchObject({
      variables: { environment: { value: 'prod' } },
      resource_changes: [
        {
          change: {
            after: { deletion_protection: false, backup_retention_period: 0, port: 5432 },
            after_sensitive: { password: true },
          },
        },
        {},
        {},
        { change: { before: { name: 'web' }, after: { name: 'web-prod' } } },
      ],
    });
    const [{ change: database }] = redacted.resource_changes as readonly [
      { readonly change: { readonly after: { readonly pin: unknown } } },
    ];
    expect(database.after.pin).toBeTypeOf('number');
  });

  it('hides what a mask covers, whatever it is', () => {
    const sensitive = {
      name: 'orders',
      flag: 'true',
      id: 'x7',
      count: 42,
      rule: [{ cidr_block: '10.0.0.0/8', label: 'prod', tags: { 'customer-acme': 'gold' } }],
      settings: { 'tenant-acme': 'orders', port: 5432 },
    };
    const covered = {
      ...plan,
      variables: { pw: { value: 'orders' }, table: { value: 'orders' }, users: { value: { bob: 'prod' } } },
      configuration: { root_module: { variables: { pw: { sensitive: true }, table: {}, users: { sensitive: true } } } },
      planned_values: { outputs: { people: { sensitive: true, value: [{ alice: 'orders' }] } }, root_module: {} },
      resource_changes: [
        change('aws_dynamodb_table.orders', {
          actions: ['update'],
          before: sensitive,
          after: { ...sensitive, count: 43 },
          after_unknown: { settings: { 'tenant-acme': true } },
          before_sensitive: Object.fromEntries(Object.keys(sensitive).map((key) => [key, true])),
          after_sensitive: {},
          importing: { id: 'imp0rted', identity: { account: '123' } },
        }),
      ],
      output_changes: {},
      prior_state: {},
      checks: [],
      action_invocations: [],
    };
    const hidden = redact(covered, catalog);
    const [{ change: made }] = hidden.resource_changes as readonly [{ readonly change: Plan }];
    const own = JSON.stringify([made, hidden.variables, hidden.planned_values]);
    for (const text of ['"true"', 'x7', '"count":4', 'prod', 'acme', 'gold', 'bob', 'alice', 'imp0rted', '123'])
      expect(own).not.toContain(text);
    expect(hidden).toMatchObject({
      variables: { pw: { value: expect.stringMatching(/^r_/) }, table: { value: 'orders' } },
      resource_changes: [{ address: 'aws_dynamodb_table.orders' }],
    });
    // What policies read of a block stays, and so does the shape.
    expect(made).toMatchObject({
      before: { rule: [{ cidr_block: '10.0.0.0/8', label: expect.anything() }] },
      importing: { id: expect.any(String), identity: { account: expect.any(String) } },
    });
    expect(judgement(hidden)).toEqual(judgement(covered));
  });

  it('makes nothing of a plan without secrets', () => {
    const plain = {
      ...plan,
      variables: {},
      resource_changes: [],
      output_changes: {},
      prior_state: {},
      planned_values: {},
      configuration: {},
      checks: [],
      action_invocations: [],
    };
    expect(redact(plain, catalog)).toEqual(plain);
  });
});

const publicPlans = join(import.meta.dirname, '..', '..', '..', 'shared', 'public-plans');

describe.runIf(existsSync(publicPlans))('plans that others published', () => {
  const files = existsSync(publicPlans) ? readdirSync(publicPlans).filter((name) => name.endsWith('.json')) : [];
  it.each(files)('%s is judged the same', async (name) => {
    const path = join(publicPlans, name);
    if (readFileSync(path).length > 4_000_000) return;
    const source = await readPlan({ file: path }).catch(() => null);
    if (!source?.json) return;
    expect(judgement(redact(source.json, catalog))).toEqual(judgement(source.json));
  });
});

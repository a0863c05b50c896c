import { describe, expect, it } from 'vitest';
import { added, allow, configured, doubted, entry, planOf, policy } from '../granting.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const everything = policy(allow('*'));

describe('what only moves', () => {
  it('is no grant under another address, in another form, or in a module made anew', () => {
    const plan = planOf(
      entry('aws_iam_role_policy.inline', { before: { role: 'a', policy: everything } }),
      entry('aws_iam_role_policy_attachment.a', { after: { role: 'a', policy_arn: admin } }),
      entry('module.prod.aws_iam_role_policy.b', { before: { role: 'prod-b', policy: everything } }),
      entry('module.production.aws_iam_role_policy.b', { after: { role: 'production-b', policy: everything } }),
    );
    expect(added(plan)).toEqual([]);
  });

  it('is one where it goes to somebody else, even at the same address', () => {
    const replaced = entry(
      'aws_iam_role_policy_attachment.a',
      { before: { role: 'a', policy_arn: admin }, after: { role: 'b', policy_arn: admin } },
      ['delete', 'create'],
    );
    expect(added(planOf(replaced))).toEqual([
      'aws_iam_role_policy_attachment.a adminGrants: AdministratorAccess to role b',
    ]);
  });

  it('one that went explains one that came, not two', () => {
    const made = (name: string): ReturnType<typeof entry> =>
      entry(`aws_security_group_rule.${name}`, {
        after: { type: 'ingress', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] },
        unknown: { security_group_id: true },
      });
    const gone = entry('aws_security_group_rule.old', {
      before: {
        type: 'ingress',
        protocol: 'tcp',
        from_port: 22,
        to_port: 22,
        cidr_blocks: ['0.0.0.0/0'],
        security_group_id: 'sg-1',
      },
    });
    expect(added(planOf(gone, made('a'), made('b')))).toEqual([
      'aws_security_group_rule.b worldOpenings: ssh (22) from 0.0.0.0/0',
    ]);
  });
});

describe('what lives on', () => {
  it('is no grant when it is forgotten, deposed or imported as it is', () => {
    const values = { role: 'a', policy: everything };
    const deposed = { ...entry('aws_iam_role_policy.b', { before: values }), deposed: 'a1b2c3d4' };
    const imported = entry('aws_iam_role_policy.c', {
      before: { ...values, role: 'c' },
      after: { ...values, role: 'c' },
    });
    expect(added(planOf(entry('aws_iam_role_policy.a', { before: values }, ['forget']), deposed, imported))).toEqual(
      [],
    );
  });
});

describe('what is only known after apply', () => {
  const role = entry('aws_iam_role_policy.a', { after: { role: 'a' }, unknown: { policy: true } });

  it('is in doubt', () => {
    expect(doubted(planOf(role))).toEqual([
      'aws_iam_role_policy.a adminGrants: after.policy',
      'aws_iam_role_policy.a escalations: after.policy',
    ]);
  });

  it('is followed through a module input to the document it comes from', () => {
    const document = entry('data.aws_iam_policy_document.a', {
      after: { statement: [{ actions: ['iam:*'], resources: ['*'] }] },
      unknown: { json: true },
    });
    const inner = { ...role, address: 'module.app.aws_iam_role_policy.a' };
    const plan = {
      ...planOf(inner, document),
      configuration: {
        root_module: {
          resources: [],
          module_calls: {
            app: {
              expressions: {
                policy: { references: ['data.aws_iam_policy_document.a.json', 'data.aws_iam_policy_document.a'] },
              },
              module: {
                resources: [
                  {
                    address: 'aws_iam_role_policy.a',
                    mode: 'managed',
                    type: 'aws_iam_role_policy',
                    expressions: { policy: { references: ['var.policy'] } },
                  },
                ],
              },
            },
          },
        },
      },
    };
    expect(added(plan)).toEqual(['module.app.aws_iam_role_policy.a adminGrants: `iam:*` on `*` to role a']);
    expect(doubted(plan)).toEqual([]);
  });

  it('what the provider fills in by itself is in no doubt', () => {
    const plan = planOf(
      entry('aws_iam_role.a', { after: { name: 'a' }, unknown: { managed_policy_arns: true, inline_policy: true } }),
      entry('aws_kms_key.a', { after: {}, unknown: { policy: true } }),
      entry('aws_security_group.a', { after: { name: 'a' }, unknown: { ingress: true } }),
    );
    expect(doubted(plan)).toEqual([]);
    expect(
      doubted(configured(plan, { 'aws_iam_role.a': {}, 'aws_kms_key.a': {}, 'aws_security_group.a': {} })),
    ).toEqual([]);
  });

  it('a rule list that the code computes is in doubt', () => {
    const plan = planOf(entry('aws_security_group.a', { after: { name: 'a' }, unknown: { ingress: true } }));
    const blocks = { 'aws_security_group.a': { ingress: { references: ['var.rules', 'aws_vpc.main.id'] } } };
    expect(doubted(configured(plan, blocks))).toEqual(['aws_security_group.a worldOpenings: after.ingress']);
  });
});

describe('trust', () => {
  const trust = (principal: unknown): ReturnType<typeof entry> =>
    entry('aws_iam_role.a', {
      after: {
        name: 'a',
        assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }),
      },
    });
  const own = { ...planOf(trust({ AWS: 'arn:aws:iam::999999999999:role/x' })) };
  const state = (type: string, values: object): object => ({
    values: { root_module: { resources: [{ address: `data.${type}.x`, mode: 'data', type, values }] } },
  });

  it('is another account only next to the own one', () => {
    expect(doubted(own)).toEqual(['aws_iam_role.a trustOpened: the account of this plan']);
    const known = { ...own, prior_state: state('aws_caller_identity', { account_id: '123456789012' }) };
    expect(added(known)).toEqual([
      'aws_iam_role.a trustOpened: account 999999999999 (arn:aws:iam::999999999999:role/x)',
    ]);
    const same = { ...own, prior_state: state('aws_caller_identity', { account_id: '999999999999' }) };
    expect([...added(same), ...doubted(same)]).toEqual([]);
  });

  it('a policy that names an account does not make it the own one', () => {
    const named = entry('aws_kms_key.a', {
      after: {
        arn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
        policy: policy(allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::999999999999:root' } })),
      },
    });
    expect(added(planOf(named, trust({ AWS: '999999999999' })))).toEqual([
      'aws_kms_key.a trustOpened: account 999999999999 (arn:aws:iam::999999999999:root)',
      'aws_iam_role.a trustOpened: account 999999999999 (999999999999)',
    ]);
  });

  it('accounts of load balancers may write their logs', () => {
    const bucket = entry('aws_s3_bucket_policy.a', {
      after: {
        bucket: 'a',
        policy: policy(
          allow('s3:PutObject', 'arn:aws:s3:::a/*', { Principal: { AWS: 'arn:aws:iam::156460612806:root' } }),
        ),
      },
    });
    const topic = entry('aws_sns_topic.a', { before: { arn: 'arn:aws:sns:eu-west-1:123456789012:a' } });
    const plan = {
      ...planOf(bucket, topic),
      prior_state: state('aws_elb_service_account', { id: '156460612806', arn: 'arn:aws:iam::156460612806:root' }),
    };
    expect(added(plan)).toEqual([]);
  });

  it('a role of this plan that does not exist yet is no stranger', () => {
    const document = entry('data.aws_iam_policy_document.a', {
      after: { statement: [{ actions: ['sts:AssumeRole'], principals: [{ type: 'AWS', identifiers: [null] }] }] },
      unknown: { json: true, statement: [{ principals: [{ identifiers: [true] }] }] },
    });
    const role = entry('aws_iam_role.a', { after: { name: 'a' }, unknown: { assume_role_policy: true } });
    const blocks = {
      'aws_iam_role.a': { assume_role_policy: { references: ['data.aws_iam_policy_document.a.json'] } },
      'data.aws_iam_policy_document.a': {
        statement: [{ principals: [{ identifiers: { references: ['aws_iam_role.b.arn', 'aws_iam_role.b'] } }] }],
      },
    };
    const plan = configured(planOf(role, document), blocks);
    expect([...added(plan), ...doubted(plan)]).toEqual([]);
  });
});

it('shows no secret, though it judges it', () => {
  const group = (cidr: string): object => ({ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: [cidr] });
  const plan = planOf(
    entry('aws_iam_role_policy_attachment.a', {
      after: { role: 'hush-hush', policy_arn: admin },
      sensitive: { role: true },
    }),
    entry('aws_security_group.a', {
      after: { name: 'a', ingress: [group('0.0.0.0/0')] },
      sensitive: { ingress: true },
    }),
  );
  expect(added(plan)).toEqual([
    'aws_iam_role_policy_attachment.a adminGrants: AdministratorAccess to (sensitive)',
    'aws_security_group.a worldOpenings: ssh (22) from (sensitive)',
  ]);
});

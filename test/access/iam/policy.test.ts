import { describe, expect, it } from 'vitest';
import { denialsIn } from '../../../src/access/iam/denials.ts';
import { escalationPaths } from '../../../src/access/iam/escalation.ts';
import { adminGrants } from '../../../src/access/iam/identity.ts';
import { isDenied, isEverything, namesAction, parsePolicy } from '../../../src/access/iam/policy.ts';
import type { JsonObject } from '../../../src/model/plan-json.ts';
import { allow, policy, privileges } from '../granting.ts';

const read = (...statements: readonly JsonObject[]): NonNullable<ReturnType<typeof parsePolicy>> =>
  parsePolicy(policy(...statements)) ?? [];

describe('a policy document', () => {
  it.each(['', 'no JSON', '[]', '"text"', 'null'])('%j is none', (text) => {
    expect(parsePolicy(text)).toBeNull();
  });

  it('may have one statement without a list, and lists or single strings', () => {
    const [statement] = parsePolicy('{"Statement": {"Effect": "Allow", "Action": "S3:Get*", "Resource": ["a"]}}') ?? [];
    expect(statement).toMatchObject({ allows: true, actions: ['s3:get*'], resources: ['a'] });
  });

  it('keeps conditions by operator and key', () => {
    const [statement] = read(allow('*', '*', { Condition: { Bool: { 'aws:SecureTransport': true } } }));
    expect(statement?.conditions).toEqual([{ operator: 'Bool', key: 'aws:securetransport', values: ['true'] }]);
  });

  it('survives keys that are no words', () => {
    expect(
      read({ __proto__: null, Effect: 'Allow', Principal: { AWS: 7 }, Condition: 'no', Action: { a: 1 } }),
    ).toHaveLength(1);
  });
});

it.each([
  ['*', true],
  ['arn:aws:iam::*:role/*', true],
  ['arn:aws:iam::123456789012:*', true],
  ['arn:aws:s3:::*', true],
  ['arn:*:*:*:*:*', true],
  ['arn:aws:s3:::logs/*', false],
  ['arn:aws:iam::123456789012:role/app-*', false],
  ['arn:aws:iam::*:user/me', false],
])('%s is everything: %s', (resource, expected) => {
  expect(isEverything(resource)).toBe(expected);
});

describe('actions', () => {
  it('match by pattern, whatever their case, and by exclusion', () => {
    const [some, others] = read(allow(['IAM:Put*', 'ec2:Run?nstances']), {
      Effect: 'Allow',
      NotAction: 'iam:*',
      Resource: '*',
    });
    expect(
      some && ['iam:putrolepolicy', 'ec2:runinstances', 'iam:getrole'].map((each) => namesAction(some, each)),
    ).toEqual([true, true, false]);
    expect(others && ['iam:getrole', 's3:getobject'].map((each) => namesAction(others, each))).toEqual([false, true]);
  });

  it('are denied only where nothing limits the denial', () => {
    const deny = (more: object): boolean =>
      isDenied(read({ Effect: 'Deny', Action: 'iam:*', Resource: '*', ...more }), 'iam:passrole');
    expect(deny({})).toBe(true);
    expect(deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })).toBe(false);
    expect(deny({ Resource: 'arn:aws:iam::123456789012:role/app' })).toBe(false);
  });
});

describe("administrator's grants", () => {
  const texts = (...statements: readonly JsonObject[]): readonly string[] =>
    adminGrants(read(...statements), null, privileges.aws).map(({ text }) => text.join(''));

  it('are wildcards on everything', () => {
    expect(texts(allow('*'))).toEqual(['`*` on `*`']);
    expect(texts(allow('*:*'), allow('iam:*'))).toEqual(['`*` on `*`']);
    expect(texts(allow(['kms:*', 'iam:*', 'logs:*'], 'arn:aws:iam::*:*'))).toEqual([
      '`iam:*` on `*`',
      '`kms:*` on `*`',
    ]);
    expect(texts({ Effect: 'Allow', NotAction: ['organizations:*', 'iam:*'], Resource: '*' })).toEqual([
      'everything except iam:*, organizations:* on `*`',
    ]);
  });

  it('do not depend on MFA, but on tags, and on denials', () => {
    expect(texts(allow('*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))).toHaveLength(1);
    expect(texts(allow('ec2:*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } }))).toEqual([]);
    expect(texts(allow('iam:*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' })).toEqual([]);
  });

  it('are not what is limited to a resource', () => {
    expect(texts(allow('s3:*', ['arn:aws:s3:::a', 'arn:aws:s3:::a/*']))).toEqual([]);
    expect(texts(allow(['s3:Get*', 'ec2:Describe*']))).toEqual([]);
  });
});

describe('ways to more rights', () => {
  const paths = (...statements: readonly JsonObject[]): readonly string[] =>
    escalationPaths(read(...statements), privileges.aws);

  it.each([
    ['iam:CreatePolicyVersion'],
    ['iam:AttachRolePolicy'],
    ['iam:CreateAccessKey'],
    ['iam:UpdateAssumeRolePolicy'],
    ['lambda:UpdateFunctionCode'],
    ['sts:AssumeRole'],
  ])('%s on everything', (action) => {
    expect(paths(allow(action))).toEqual([`${action} on \`*\``]);
    expect(paths(allow(action, 'arn:aws:iam::123456789012:role/app'))).toEqual([]);
  });

  it.each([
    [['ec2:RunInstances']],
    [['ecs:RegisterTaskDefinition', 'ecs:RunTask']],
    [['cloudformation:CreateStack']],
    [['codebuild:CreateProject']],
    [['sagemaker:CreateNotebookInstance']],
  ])('iam:PassRole with %j', (actions) => {
    const pass = allow('iam:PassRole', 'arn:aws:iam::*:role/*');
    expect(paths(pass, allow(actions, 'arn:aws:ec2:eu-west-1:123456789012:x/y'))).toEqual([
      `iam:PassRole with ${actions.join(' and ')}`,
    ]);
    expect(paths(pass)).toEqual([]);
    expect(paths(allow(actions))).toEqual([]);
  });

  it('ends where the service that roles are passed to is another', () => {
    const passed = (to: string): readonly string[] =>
      paths(
        allow('lambda:CreateFunction'),
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': to } } }),
      );
    expect(passed('ecs-tasks.amazonaws.com')).toEqual([]);
    expect(passed('lambda.amazonaws.com')).toHaveLength(1);
  });

  it('has an administrator none', () => {
    expect(paths(allow('*'))).toEqual([]);
    expect(paths({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })).toEqual([]);
  });
});

it('a denial with a long list of exceptions names the first of them', () => {
  const NotAction = ['a:*', 'b:*', 'c:*', 'd:*', 'e:*', 'f:*'];
  const [guard] = denialsIn(read({ Effect: 'Deny', NotAction, Resource: '*' }), { holder: 'policy a' });
  expect(guard?.text.join('')).toBe('all actions except a:*, b:*, c:*, d:* and 2 more');
});

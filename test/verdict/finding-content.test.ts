/** An approval covers what was seen: less of the same is covered, anything else is not. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide.ts';
import { evaluate } from '../../src/evaluate.ts';
import { factClasses } from '../../src/facts/facts.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { Covered } from '../../src/source/approval.ts';
import { noConfig } from '../../src/source/default-settings.ts';
import type { Config } from '../../src/source/settings.ts';
import type { Report } from '../../src/verdict/report.ts';
import { policy } from '../policy/sample.ts';

type Json = Readonly<Record<string, unknown>>;

const builtin = readBuiltinPolicies();
const catalog = toCatalog(builtin.catalog);
const own: Policy[] = [
  policy({
    id: 'no-tag-env',
    subject: 'change',
    when: 'true',
    require: 'change.after.tags == null',
    message: '{address}',
    builtIn: false,
  }),
];
const policies = compilePolicies([...builtin.policies, ...own], factClasses);

function entry(address: string, change: Json): Json {
  const type = address.split('.')[0] ?? '';
  const provider_name = 'registry.terraform.io/hashicorp/aws';
  return { address, mode: 'managed', type, name: address.split('.')[1], provider_name, change };
}

interface Options {
  readonly assisted?: boolean;
  readonly allow?: readonly string[];
  readonly freezes?: Config['freezes'];
}

function judge(
  plan: Json,
  { covers, assisted = false, allow, freezes = [] }: { covers?: Covered | undefined } & Options = {},
): Report {
  const json = { format_version: '1.2', terraform_version: '1.11.4', ...plan };
  const given = covers
    ? [{ who: 'grace', human: true, at: '2026-12-01T09:00:00Z', source: 'file' as const, covers }]
    : [];
  return decide(
    evaluate({
      source: { file: 'plan.json', sha256: '', json },
      configuration: null,
      policies,
      catalog,
      commands: builtin.commands,
      aiAssisted: assisted,
      settings: {
        config: { ...noConfig, freezes },
        rootModule: { directory: null, workspace: null },
        flags: { allow },
      },
      now: new Date('2026-12-01T10:00:00Z'),
    }),
    { approvals: { given: { approvals: given }, known: builtin.actors } },
  );
}

/** Why an approval of the first plan does not count for the second; undefined: it counts. */
function whyNot(seen: Json, now: Json, options: Options = {}): string | undefined {
  const { covers } = judge(seen, options).approvals;
  expect(covers, 'something blocks the plan that was approved').toBeDefined();
  const { counted, ignored } = judge(now, { ...options, covers }).approvals;
  return counted === 1 ? undefined : ignored[0]?.why;
}

const changes = (...entries: readonly Json[]): Json => ({ resource_changes: entries });

describe('opened ports', () => {
  const rule = (from: number, to: number, ...cidr_blocks: readonly string[]): Json => ({
    from_port: from,
    to_port: to,
    protocol: 'tcp',
    cidr_blocks,
  });
  const group = (...ingress: readonly Json[]): Json =>
    changes(
      entry('aws_security_group.web', {
        actions: ['update'],
        before: { id: 'sg-1', name: 'web', ingress: [] },
        after: { id: 'sg-1', name: 'web', ingress },
        after_unknown: {},
      }),
    );
  const [world, world6] = ['0.0.0.0/0', '::/0'];
  const seen = group(rule(22, 22, world, world6), rule(3306, 3306, world));

  it.each([
    ['the same', seen],
    ['one port less', group(rule(22, 22, world, world6))],
    ['one network less', group(rule(22, 22, world), rule(3306, 3306, world))],
    ['the same in another order', group(rule(3306, 3306, world), rule(22, 22, world6, world))],
    ['a network more that is not the internet', group(rule(22, 22, world, world6, '10.0.0.0/8'))],
  ])('covered: %s', (_, now) => {
    expect(whyNot(seen, now)).toBeUndefined();
  });

  it.each([
    ['every port', group(rule(0, 65535, world))],
    ['more ports, none of them known as sensitive', group(rule(22, 22, world), rule(3306, 3307, world))],
    ['another port', group(rule(5432, 5432, world))],
    ['another network', group(rule(3306, 3306, world6))],
  ])('not covered: %s', (_, now) => {
    expect(whyNot(seen, now)).toBe('changed-finding');
  });

  it('a range covers a port of it', () => {
    expect(whyNot(group(rule(20, 25, world)), group(rule(22, 22, world)))).toBeUndefined();
  });
});

describe('the object', () => {
  const destroyed = (before: Json, actions = ['delete'], after: Json | null = null): Json =>
    changes(entry('aws_db_instance.this', { actions, before, after, after_unknown: {} }));
  const scratch = { id: 'db-1', arn: 'arn:aws:rds:eu-west-1:1:db:scratch', identifier: 'scratch', engine: 'postgres' };
  const prod = { ...scratch, id: 'db-2', arn: 'arn:aws:rds:eu-west-1:1:db:prod', identifier: 'prod' };

  it('at the same address is another one', () => {
    expect(whyNot(destroyed(scratch), destroyed(prod))).toBe('other-object');
    expect(whyNot(destroyed(scratch), destroyed({ ...scratch, engine_version: '16', tags: null }))).toBeUndefined();
  });

  it('is another one also where only advisories are about it', () => {
    const object = (id: string): Json =>
      entry('aws_cloudwatch_log_stream.x', { actions: ['delete'], before: { id, name: id }, after: null });
    const database = entry('aws_db_instance.this', { actions: ['delete'], before: scratch, after: null });
    expect(whyNot(changes(database, object('a')), changes(database, object('b')))).toBe('other-object');
    expect(whyNot(changes(database, object('a')), changes(database))).toBeUndefined();
  });

  it('replaced is not deleted', () => {
    expect(whyNot(destroyed(scratch, ['delete', 'create'], scratch), destroyed(scratch))).toBe('other-object');
  });
});

describe('grants', () => {
  const binding = (role: string, member: string, project = 'scratch'): Json => ({
    resource_changes: [
      {
        ...entry('google_project_iam_member.owner', {
          actions: ['create'],
          before: null,
          after: { project, role, member },
          after_unknown: { id: true },
        }),
        provider_name: 'registry.terraform.io/hashicorp/google',
      },
    ],
  });
  const seen = binding('roles/owner', 'user:ada@example.com');

  it.each([
    ['to somebody else', binding('roles/owner', 'user:eve@example.com')],
    ['of another role', binding('roles/editor', 'user:ada@example.com')],
    ['on something else', binding('roles/owner', 'user:ada@example.com', 'prod')],
  ])('%s', (_, now) => {
    expect(whyNot(seen, now)).toBe('changed-finding');
    expect(whyNot(seen, seen)).toBeUndefined();
  });

  const policyOf = (...actions: readonly string[]): Json =>
    changes(
      entry('aws_s3_bucket_policy.x', {
        actions: ['update'],
        before: { id: 'b', bucket: 'b', policy: '{"Statement":[]}' },
        after: {
          id: 'b',
          bucket: 'b',
          policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: actions, Resource: '*' }] }),
        },
        after_unknown: {},
      }),
    );
  it('of fewer actions are covered, of more are not', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => `s3:Get${name}`);
    expect(whyNot(policyOf(...five), policyOf(...five.slice(1)))).toBeUndefined();
    // The message says `5 more` of both.
    expect(whyNot(policyOf(...five), policyOf(...five.slice(0, 4), 's3:DeleteObject'))).toBe('changed-finding');
  });
});

describe('what else is judged', () => {
  const invoked = (payload: string, sensitive: Json = {}): Json => ({
    action_invocations: [
      {
        address: 'action.aws_lambda_invoke.a',
        type: 'aws_lambda_invoke',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        config_values: { function_name: 'delete-scratch', payload },
        config_sensitive: sensitive,
      },
    ],
  });

  it('an action has its configuration', () => {
    const seen = invoked('delete all of scratch, but not of prod');
    expect(whyNot(seen, seen)).toBeUndefined();
    expect(whyNot(seen, invoked('delete all of prod'))).toBe('changed-finding');
  });

  it('a policy of a team has the attributes that it reads', () => {
    const tagged = (tags: Json, other = 1): Json =>
      changes(
        entry('aws_x.a', {
          actions: ['update'],
          before: { id: 'x' },
          after: { id: 'x', tags, other },
          after_unknown: {},
        }),
      );
    expect(whyNot(tagged({ env: 'test' }), tagged({ env: 'test' }, 2))).toBeUndefined();
    expect(whyNot(tagged({ env: 'test' }), tagged({ env: 'prod' }))).toBe('changed-finding');
  });

  it('an approval of what an agent wrote is of all that the plan does', () => {
    const update = (name: string, size: number): Json =>
      entry(`aws_x.${name}`, {
        actions: ['update'],
        before: { id: name },
        after: { id: name, size },
        after_unknown: {},
      });
    const seen = changes(update('a', 1), update('b', 1));
    const options = { assisted: true };
    expect(whyNot(seen, changes(update('a', 1)), options)).toBeUndefined();
    expect(whyNot(seen, changes(update('a', 2)), options)).toBe('changed-finding');
    expect(whyNot(seen, changes(update('a', 1), update('c', 1)), options)).toBe('changed-finding');
  });

  it('an approval in a freeze is of all that the plan does, and of this freeze', () => {
    const created = (...names: readonly string[]): Json =>
      changes(
        ...names.map((name) =>
          entry(`aws_x.${name}`, { actions: ['create'], before: null, after: { name }, after_unknown: {} }),
        ),
      );
    const freeze = { from: '2026-11-27', to: '2026-12-05' };
    const options = { freezes: [freeze] };
    expect(whyNot(created('a', 'b'), created('a', 'b'), options)).toBeUndefined();
    expect(whyNot(created('a', 'b'), created('a'), options)).toBeUndefined();
    expect(whyNot(created('a', 'b'), created('a', 'c'), options)).toBe('changed-finding');
    const { covers } = judge(created('a'), options).approvals;
    const later = { covers, freezes: [{ ...freeze, reason: 'another one' }] };
    expect(judge(created('a'), later).approvals.ignored[0]?.why).toBe('changed-finding');
  });

  it('an approval of a change that may not be made is of all that it does', () => {
    const updated = (size: number): Json =>
      changes(
        entry('aws_x.a', {
          actions: ['update'],
          before: { id: 'x', size: 0 },
          after: { id: 'x', size },
          after_unknown: {},
        }),
      );
    const options = { allow: ['create'] };
    expect(whyNot(updated(1), updated(1), options)).toBeUndefined();
    expect(whyNot(updated(1), updated(2), options)).toBe('changed-finding');
  });

  it('no sensitive value can be guessed from it', () => {
    const secret = (payload: string): Covered | undefined =>
      judge(invoked(payload, { payload: true })).approvals.covers;
    expect(secret('hunter2')).toEqual(secret('hunter3'));
    const database = (identifier: string): Covered | undefined =>
      judge(
        changes(
          entry('aws_db_instance.this', {
            actions: ['delete'],
            before: { id: 'db-1', identifier, password: 'swordfish-1' },
            after: null,
            before_sensitive: { identifier: true, password: true },
          }),
        ),
      ).approvals.covers;
    expect(database('a1')).toEqual(database('b2'));
  });
});

/** Who owns what, and what a change may touch. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blamed, judge } from '../settings.ts';

const fixture = (slug: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', slug, 'plan.json'), 'utf8'));

describe('a declared scope', () => {
  const json = fixture('aws-34-cross-service-billing-vs-network');
  const outside = [
    'aws_elasticache_subnet_group.sessions',
    'aws_lambda_function.report',
    'module.network.aws_route_table_association.private[0]',
    'module.network.aws_subnet.private[0]',
    'module.orders_api.aws_ecs_service.this',
    'module.orders_db.aws_db_subnet_group.this',
  ];

  it('stops a change for billing that replaces the network of all, each thing with its owner and its path', async () => {
    const settings = {
      owners: [
        { owner: 'billing', modules: ['module.billing'] },
        { owner: 'network', modules: ['module.network'] },
      ],
    };
    const report = await judge({ json, settings, flags: { scope: ['billing'] } });
    expect(blamed(report, 'out-of-scope')).toEqual(outside);
    const message = (address: string) =>
      report.findings.find(({ policy, subject }) => policy === 'out-of-scope' && subject.address === address)?.message;
    expect(message('module.network.aws_subnet.private[0]')).toBe(
      'module.network.aws_subnet.private[0] belongs to network, and this change is limited to billing.',
    );
    expect(message('module.network.aws_route_table_association.private[0]')).toContain(
      'Pulled in by module.network.aws_subnet.private[0] → module.network.aws_route_table_association.private[0].',
    );
    expect(message('aws_lambda_function.report')).toMatch(
      /belongs to no declared owner.*Pulled in by module\.network\.aws_subnet/,
    );
    expect(report.blastRadius.owners).toEqual(['billing', 'network']);
    expect(report.changes.find(({ address }) => address === outside[3])?.owner).toBe('network');
  });

  it.each(['module.billing', 'module.billing.**'])('%s needs no file', async (name) => {
    expect(blamed(await judge({ json, flags: { scope: [name] } }), 'out-of-scope')).toEqual(outside);
  });

  it('stops a change for payments that replaces the subnets of others', async () => {
    const report = await judge({
      json: fixture('google-17-service-scope-violation'),
      settings: { scope: ['payments'], owners: [{ owner: 'payments', modules: ['module.payments'] }] },
    });
    expect(blamed(report, 'out-of-scope')).toEqual([
      'module.shared_vpc.google_compute_firewall.internal',
      'module.shared_vpc.google_compute_subnetwork.this["orders"]',
      'module.shared_vpc.google_compute_subnetwork.this["payments"]',
    ]);
  });

  it('what the file allows is not widened by a flag', async () => {
    const settings = { scope: ['module.a', 'module.b'] };
    const changes = ['a', 'b', 'c'].map((name) => ({ address: `module.${name}.aws_instance.x`, action: 'update' }));
    const report = await judge({ changes, settings, flags: { scope: ['module.b', 'module.c'] } });
    expect(blamed(report, 'out-of-scope')).toEqual(['module.a.aws_instance.x', 'module.c.aws_instance.x']);
  });
});

describe('an inferred scope', () => {
  const settings = {
    owners: [
      { owner: 'network', modules: ['module.network'], directories: ['modules/network'] },
      { owner: 'billing', directories: ['stacks/billing'] },
    ],
  };
  const changes = [
    { address: 'aws_instance.a', action: 'update' },
    { address: 'module.network.aws_subnet.b', action: 'update' },
  ];

  it('is that of the directory', async () => {
    const report = await judge({ changes, settings, place: { directory: 'stacks/billing/prod' } });
    expect(report.settings).toMatchObject({ owner: 'billing', scope: ['billing'] });
    expect(blamed(report, 'out-of-scope')).toEqual(['module.network.aws_subnet.b']);
  });

  it('is that of the changed files, where these are known', async () => {
    const judged = async (...changedFiles: readonly string[]) =>
      blamed(
        await judge({ changes, settings, place: { directory: 'stacks/billing/prod' }, flags: { changedFiles } }),
        'out-of-scope',
      );
    expect(await judged('modules/network/main.tf')).toEqual(['aws_instance.a']);
    expect(await judged('modules/network/main.tf', 'stacks/billing/x.tf')).toEqual([]);
    expect(await judged('README.md')).toEqual(['module.network.aws_subnet.b']);
  });

  it('does not exist where no rule names the directory', async () => {
    const report = await judge({ changes, settings, place: { directory: 'stacks/other' } });
    expect(report.settings).toMatchObject({ owner: null, scope: [] });
    expect(blamed(report, 'out-of-scope')).toEqual([]);
  });
});

it('two owners are both asked: neither two of one team nor the author are enough', async () => {
  const settings = {
    owners: [
      { owner: 'billing', modules: ['module.billing'] },
      { owner: 'network', modules: ['module.network'] },
    ],
    groups: { billing: ['ann'], network: ['bob'] },
    policies: { 'two-owners': { parameters: { required: true } } },
  };
  const changes = [
    { address: 'module.billing.aws_instance.a', action: 'update' },
    { address: 'module.network.aws_subnet.b', action: 'update' },
  ];
  const { approvals, verdict } = await judge({ changes, settings });
  expect(verdict).toBe('fail');
  expect(approvals.needs).toEqual([
    { count: 1, counted: 0, group: null },
    { count: 1, counted: 0, group: 'billing' },
    { count: 1, counted: 0, group: 'network' },
  ]);
});

describe('owners', () => {
  const ownerOf = async (rules: readonly object[], change: object) => {
    const changes = [{ address: 'aws_instance.a', action: 'update', ...change }];
    const { changes: reported } = await judge({ changes, settings: { owners: rules } });
    return reported[0]?.owner;
  };

  it.each([
    ['an address', { addresses: ['aws_instance.a'] }, {}, true],
    ['an instance only with its key', { addresses: ['aws_instance.a'] }, { address: 'aws_instance.a[0]' }, false],
    ['any key', { addresses: ['aws_instance.a[*]'] }, { address: 'aws_instance.a["x.y"]' }, true],
    ['all instances of a module', { modules: ['module.m'] }, { address: 'module.m["eu"].aws_instance.a' }, true],
    ['one instance of a module', { modules: ['module.m["eu"]'] }, { address: 'module.m["us"].aws_instance.a' }, false],
    [
      'a module in a module',
      { modules: ['module.m.module.n'] },
      { address: 'module.m[0].module.n[1].aws_instance.a' },
      true,
    ],
    [
      'a module at any depth',
      { modules: ['**.module.n'] },
      { address: 'module.m.module.n.module.o.aws_instance.a' },
      true,
    ],
    ['no module that only starts alike', { modules: ['module.m'] }, { address: 'module.mm.aws_instance.a' }, false],
    ['a tag', { tags: { team: 'pay*' } }, { before: { tags: { team: 'payments' } } }, true],
    ['a label', { tags: { team: 'pay*' } }, { before: { effective_labels: { team: 'payments' } } }, true],
    ['a label of Kubernetes', { tags: { team: 'x' } }, { before: { metadata: [{ labels: { team: 'x' } }] } }, true],
    [
      'no tag that the change would set',
      { tags: { team: 'x' } },
      { before: {}, after: { tags: { team: 'x' } } },
      false,
    ],
    ['not what objects inherit', { tags: { constructor: '*' } }, { before: { tags: {} } }, false],
  ])('%s', async (_, rule, change, expected) => {
    expect(await ownerOf([{ owner: 'team', ...rule }], change)).toBe(expected ? 'team' : undefined);
  });

  it('the first rule that matches', async () => {
    const rules = [
      { owner: 'one', addresses: ['aws_instance.*'] },
      { owner: 'two', addresses: ['**'] },
    ];
    expect(await ownerOf(rules, {})).toBe('one');
    expect(await ownerOf(rules, { address: 'aws_subnet.a' })).toBe('two');
  });
});

it('what the settings call critical needs two people, by address, type or tag', async () => {
  const changes = [
    { address: 'aws_sqs_queue.a', action: 'replace' },
    { address: 'aws_iam_role.b', action: 'replace' },
    { address: 'aws_instance.c', action: 'replace', before: { tags_all: { tier: 'gold' } }, after: {} },
    { address: 'aws_instance.d', action: 'replace' },
  ];
  const critical = { addresses: ['aws_sqs_queue.*'], types: ['aws_iam_*'], tags: { tier: 'gold' } };
  const report = await judge({ changes, settings: { critical } });
  expect(blamed(report, 'no-stateful-destroy')).toEqual(['aws_iam_role.b', 'aws_instance.c', 'aws_sqs_queue.a']);
});

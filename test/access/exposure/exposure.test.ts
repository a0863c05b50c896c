import { describe, expect, it } from 'vitest';
import { isWorld, parseRange, sensitivePorts } from '../../../src/access/exposure/ports.ts';
import type { JsonObject } from '../../../src/model/plan-json.ts';
import { added, entry, planOf, ports as services } from '../granting.ts';

it.each(['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '32.0.0.0/3', '2000::/3', '*', 'Internet', 'any'])(
  '%s is the world',
  (source) => {
    expect(isWorld(source)).toBe(true);
  },
);

it.each([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '203.0.113.0/24',
  '203.0.113.7',
  'fd00::/8',
  'fe80::/10',
  '2001:db8::/32',
  'VirtualNetwork',
  'AzureLoadBalancer',
  '35.235.240.0/20',
  '',
  'pl-1234',
])('%j is not', (source) => {
  expect(isWorld(source)).toBe(false);
});

describe('ports', () => {
  const names = (protocol: string, text: string): readonly string[] =>
    sensitivePorts({ protocol, ...(parseRange(text) ?? { from: -1, to: -1 }) }, services).names;

  it.each([
    ['tcp', '22', ['ssh (22)']],
    ['tcp', '5400-5439', ['postgresql (5432)', 'redshift (5439)']],
    ['udp', '22', []],
    ['udp', '11211', ['memcached (11211)']],
    ['tcp', '443', []],
    ['tcp', '80', []],
    ['tcp', '8080', []],
    ['tcp', '30000-32767', []],
    ['icmp', '*', []],
    ['esp', '*', []],
    ['tcp', 'ssh', []],
  ])('%s %s', (protocol, text, expected) => {
    expect(names(protocol, text)).toEqual(expected);
  });

  it('are every one in the whole range', () => {
    expect(sensitivePorts({ protocol: '-1', from: 0, to: 65535 }, services).all).toBe(true);
    expect(sensitivePorts({ protocol: 'tcp', from: 1, to: 65535 }, services).all).toBe(true);
    expect(sensitivePorts({ protocol: 'tcp', from: 1024, to: 65535 }, services).all).toBe(false);
  });
});

const world = '0.0.0.0/0';
const inline = (from: number, to: number, ...cidrs: readonly string[]): object => ({
  from_port: from,
  to_port: to,
  protocol: 'tcp',
  cidr_blocks: cidrs,
});

describe('security groups', () => {
  it('only what widens counts', () => {
    const update = (before: object, after: object): readonly string[] =>
      added(
        planOf(
          entry('aws_security_group.a', {
            before: { id: 'sg-1', name: 'a', ingress: [before] },
            after: { id: 'sg-1', name: 'a', ingress: [after] },
          }),
        ),
      );
    expect(update(inline(0, 65535, world), inline(22, 22, world))).toEqual([]);
    expect(update(inline(22, 22, world), inline(22, 22, '0.0.0.0/1', '128.0.0.0/1'))).toEqual([]);
    expect(update(inline(22, 22, world), inline(22, 23, world))).toEqual([
      'aws_security_group.a worldOpenings: ports 22-23, including ssh (22), telnet (23) from 0.0.0.0/0',
    ]);
    expect(update(inline(22, 22, '203.0.113.0/24'), inline(22, 22, world))).toHaveLength(1);
  });

  it('a rule that moves out of its group is no new one', () => {
    const plan = planOf(
      entry('aws_security_group.a', {
        before: { id: 'sg-1', name: 'a', ingress: [inline(22, 22, world)] },
        after: { id: 'sg-1', name: 'a', ingress: [] },
      }),
      entry('aws_vpc_security_group_ingress_rule.a', {
        after: { security_group_id: 'sg-1', ip_protocol: 'tcp', from_port: 22, to_port: 22, cidr_ipv4: world },
      }),
    );
    expect(added(plan)).toEqual([]);
  });

  it('a group made again by another name is as open as it was', () => {
    const values = { ingress: [inline(22, 22, world)] };
    const plan = planOf(
      entry('aws_security_group.a', { before: { id: 'sg-1', name: 'a', ...values }, after: { name: 'b', ...values } }, [
        'create',
        'delete',
      ]),
    );
    expect(added(plan)).toEqual([]);
  });

  it('ports that are no numbers are not taken for closed', () => {
    const plan = planOf(
      entry('aws_vpc_security_group_ingress_rule.a', {
        after: { security_group_id: 'sg-1', ip_protocol: '-1', cidr_ipv4: world },
      }),
    );
    expect(added(plan)).toEqual(['aws_vpc_security_group_ingress_rule.a worldOpenings: every port from 0.0.0.0/0']);
  });
});

describe('firewalls of Google', () => {
  const firewall = (name: string, values: object): ReturnType<typeof entry> =>
    entry(`google_compute_firewall.${name}`, {
      after: { name, network: 'main', allow: [{ protocol: 'tcp', ports: ['22'] }], ...values },
    });

  it('open by default, and by ranges whatever else is named', () => {
    expect(added(planOf(firewall('a', {}), firewall('b', { source_ranges: [world], source_tags: ['ci'] })))).toEqual([
      'google_compute_firewall.a worldOpenings: ssh (22) from 0.0.0.0/0',
      'google_compute_firewall.b worldOpenings: ssh (22) from 0.0.0.0/0',
    ]);
  });

  it('do not open when switched off, for egress or for tags alone', () => {
    expect(
      added(
        planOf(
          firewall('a', { source_ranges: [world], disabled: true }),
          firewall('b', { direction: 'EGRESS', destination_ranges: [world] }),
          firewall('c', { source_service_accounts: ['a@p.iam.gserviceaccount.com'] }),
        ),
      ),
    ).toEqual([]);
  });

  it('a second rule for other targets opens something else', () => {
    const old = entry('google_compute_firewall.old', {
      before: {
        name: 'old',
        network: 'main',
        allow: [{ protocol: 'tcp', ports: ['22'] }],
        source_ranges: [world],
        target_tags: ['bastion'],
      },
    });
    expect(added(planOf(old, firewall('a', { source_ranges: [world] })))).toHaveLength(1);
    expect(added(planOf(old, firewall('a', { source_ranges: [world], target_tags: ['bastion'] })))).toEqual([]);
  });
});

describe('databases and clusters', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0', 0],
    ['203.0.113.1', '203.0.113.9', 0],
    ['0.0.0.0', '255.255.255.255', 1],
    ['10.0.0.0', '10.255.255.255', 0],
  ])('an Azure range from %s to %s', (start, end, expected) => {
    const rule = entry('azurerm_mssql_firewall_rule.a', {
      after: { server_id: 's', start_ip_address: start, end_ip_address: end },
    });
    expect(added(planOf(rule))).toHaveLength(expected);
  });

  it('a cluster whose code names no ranges is as open as the provider’s default', () => {
    const plan = planOf(
      entry('aws_eks_cluster.a', {
        after: { name: 'a', vpc_config: [{ endpoint_public_access: true }] },
        unknown: { vpc_config: [{ public_access_cidrs: true }] },
      }),
      entry('google_container_cluster.a', { after: { name: 'a', master_authorized_networks_config: [] } }),
      entry('azurerm_kubernetes_cluster.a', { after: { name: 'a' } }),
    );
    expect(added(plan)).toEqual(['aws_eks_cluster.a worldOpenings: kubernetes api (443) from 0.0.0.0/0']);
  });

  it('a cluster loses its authorized ranges', () => {
    const plan = planOf(
      entry('azurerm_kubernetes_cluster.a', {
        before: { name: 'a', api_server_access_profile: [{ authorized_ip_ranges: ['203.0.113.0/24'] }] },
        after: { name: 'a', api_server_access_profile: [] },
      }),
    );
    expect(added(plan)).toEqual(['azurerm_kubernetes_cluster.a guardsRemoved: authorized IP ranges']);
  });
});

describe('firewalls of other clouds', () => {
  const opened = (type: string, after: JsonObject): readonly string[] =>
    added(planOf(entry(`${type}.a`, { after }))).map((text) => text.replace(`${type}.a worldOpenings: `, ''));
  const block = (name: string, values: JsonObject): JsonObject => ({ name: 'a', [name]: [values] });

  it.each<[string, JsonObject]>([
    ['digitalocean_firewall', block('inbound_rule', { protocol: 'tcp', port_range: '22', source_addresses: [world] })],
    ['hcloud_firewall', block('rule', { direction: 'in', protocol: 'tcp', port: '22', source_ips: [world] })],
    ['linode_firewall', block('inbound', { action: 'ACCEPT', protocol: 'TCP', ports: '443, 22', ipv4: [world] })],
    [
      'openstack_networking_secgroup_rule_v2',
      { direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22 },
    ],
    ['scaleway_instance_security_group', block('inbound_rule', { action: 'accept', protocol: 'TCP', port: 22 })],
    ['vultr_firewall_rule', { protocol: 'tcp', subnet: '0.0.0.0', subnet_size: 0, port: '22' }],
    ['exoscale_security_group_rule', { type: 'INGRESS', protocol: 'TCP', cidr: world, start_port: 22, end_port: 22 }],
    [
      'oci_core_security_list',
      block('ingress_security_rules', { protocol: '6', source: world, tcp_options: [{ min: 22, max: 22 }] }),
    ],
    [
      'alicloud_security_group_rule',
      { type: 'ingress', ip_protocol: 'tcp', port_range: '22/22', cidr_ip: world, policy: 'accept' },
    ],
    [
      'tencentcloud_security_group_rule_set',
      block('ingress', { action: 'ACCEPT', protocol: 'TCP', port: '22', cidr_block: world }),
    ],
    [
      'huaweicloud_networking_secgroup_rule',
      { direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22, remote_ip_prefix: world },
    ],
    ['ibm_is_security_group_rule', { direction: 'inbound', remote: world, tcp: [{ port_min: 22, port_max: 22 }] }],
    ['yandex_vpc_security_group', block('ingress', { protocol: 'TCP', port: 22, v4_cidr_blocks: [world] })],
  ])('%s opens SSH to the world', (type, after) => {
    expect(opened(type, after).join()).toMatch(/ssh \(22\)|every port/);
  });

  it.each<[string, JsonObject]>([
    ['hcloud_firewall', block('rule', { direction: 'out', protocol: 'tcp', port: '22', destination_ips: [world] })],
    ['linode_firewall', block('inbound', { action: 'DROP', protocol: 'TCP', ports: '22', ipv4: [world] })],
    [
      'openstack_networking_secgroup_rule_v2',
      { direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22, remote_group_id: 'g' },
    ],
    ['yandex_vpc_security_group', block('ingress', { protocol: 'TCP', port: 443, v4_cidr_blocks: [world] })],
  ])('%s does not', (type, after) => {
    expect(opened(type, after)).toEqual([]);
  });
});

describe('denials', () => {
  const deny = { action: 'deny', protocol: '6', cidr_block: world, from_port: 22, to_port: 22, ipv6_cidr_block: '' };
  const allow = { action: 'allow', protocol: '-1', cidr_block: world, from_port: 0, to_port: 0, ipv6_cidr_block: '' };

  it('removed from a list count as a removed rule does', () => {
    const acl = (...ingress: readonly JsonObject[]): JsonObject => ({ id: 'acl', ingress });
    const update = (before: JsonObject, after: JsonObject): readonly string[] =>
      added(planOf(entry('aws_network_acl.a', { before, after })));
    expect(update(acl(deny, allow), acl(allow))).toEqual([
      'aws_network_acl.a guardsRemoved: denied tcp 22 from 0.0.0.0/0',
    ]);
    expect(update(acl(deny, allow), acl(allow, deny))).toEqual([]);
  });

  it('of a list that is replaced are made again', () => {
    const rule = { rule_action: 'deny', protocol: 'tcp', from_port: 22, to_port: 22, cidr_block: world, egress: false };
    const change = { before: { ...rule, network_acl_id: 'acl' }, after: rule, unknown: { network_acl_id: true } };
    expect(added(planOf(entry('aws_network_acl_rule.a', change, ['delete', 'create'])))).toEqual([]);
  });
});

it('a private cluster that becomes public is open by default, on the port of its API', () => {
  const cluster = (isPublic: boolean, ...cidrs: readonly string[]): JsonObject => ({
    name: 'a',
    vpc_config: [{ endpoint_public_access: isPublic, public_access_cidrs: cidrs }],
  });
  const update = (before: JsonObject, after: JsonObject): readonly string[] =>
    added(planOf(entry('aws_eks_cluster.a', { before, after })));
  expect(update(cluster(false), cluster(true))).toEqual([
    'aws_eks_cluster.a worldOpenings: kubernetes api (443) from 0.0.0.0/0',
  ]);
  expect(update(cluster(true), cluster(true, world))).toEqual([]);
});

describe('what is open to everybody elsewhere', () => {
  const publicTexts = (type: string, after: JsonObject, before?: JsonObject): readonly string[] =>
    added(planOf(entry(`${type}.a`, { after, ...(before && { before }) }))).map((text) => text.replace(/^\S+ /, ''));

  it.each<[string, JsonObject, string]>([
    ['digitalocean_spaces_bucket', { name: 'a', acl: 'public-read' }, 'publicGrants: acl public-read'],
    [
      'oci_objectstorage_bucket',
      { name: 'a', access_type: 'ObjectRead' },
      'publicGrants: anonymous access (ObjectRead)',
    ],
    ['azurerm_container_registry', { name: 'a', anonymous_pull_enabled: true }, 'publicGrants: anonymous pull'],
    [
      'azurerm_redis_firewall_rule',
      { redis_cache_name: 'a', start_ip: '0.0.0.0', end_ip: '255.255.255.255' },
      'worldOpenings: the cache from 0.0.0.0 to 255.255.255.255',
    ],
    [
      'mongodbatlas_project_ip_access_list',
      { project_id: 'p', cidr_block: world },
      'worldOpenings: the database from 0.0.0.0/0',
    ],
    ['snowflake_network_policy', { name: 'a', allowed_ip_list: [world] }, 'worldOpenings: the account from 0.0.0.0/0'],
  ])('%s', (type, after, expected) => {
    expect(publicTexts(type, after)).toEqual([expected]);
  });

  it('a repository that was private, not one that is made public', () => {
    const open = { name: 'a', visibility: 'public' };
    expect(publicTexts('github_repository', open)).toEqual([]);
    expect(publicTexts('github_repository', open, { name: 'a', visibility: 'private' })).toEqual([
      'publicGrants: private repository made public',
    ]);
    expect(publicTexts('github_repository', { name: 'a', visibility: 'internal' }, open)).toEqual([]);
  });

  it('a list that blocks everybody opens nothing', () => {
    const list = { label: 'a', ip_addresses: [world] };
    expect(publicTexts('databricks_ip_access_list', { ...list, list_type: 'BLOCK' })).toEqual([]);
    expect(publicTexts('databricks_ip_access_list', { ...list, list_type: 'ALLOW' })).toHaveLength(1);
  });
});

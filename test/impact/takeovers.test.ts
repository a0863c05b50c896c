import { expect, it } from 'vitest';
import { findTakeovers } from '../../src/impact/takeovers.ts';
import { changeOf } from './changing.ts';

const created = (type: string, after: Readonly<Record<string, unknown>>, unknown?: unknown) =>
  findTakeovers(changeOf(type, { before: null, after, unknown }));

it.each([
  ['aws_default_network_acl', { default_network_acl_id: 'acl-1' }, false],
  ['google_project_default_service_accounts', { project: 'p', action: 'DELETE' }, false],
  ['namecheap_domain_records', { domain: 'example.com', mode: 'OVERWRITE' }, true],
  ['acme_group_members_exclusive', { group_id: 'g' }, true],
  ['oci_core_default_security_list', { manage_default_resource_id: 'ocid' }, true],
])('%s takes what exists', (type, after, guessed) => {
  expect(created(type, after)).toMatchObject({ lost: [expect.any(String)], possible: [], guessed });
});

it.each([
  ['aws_default_security_group', { vpc_id: 'vpc-1' }],
  ['aws_ssm_parameter', { name: '/a', overwrite: true }],
  ['aws_s3_bucket_notification', { bucket: 'b' }],
  ['github_team_members', { team_id: 't', members: [{ username: 'a' }] }],
  ['google_project_default_service_accounts', { project: 'p', action: 'DEPRIVILEGE' }],
  ['github_repository_file', { repository: 'r', file: 'f', path: 'f', overwrite_on_create: true }],
])('%s is worth advice', (type, after) => {
  expect(created(type, after)).toMatchObject({ lost: [], possible: [expect.any(String)] });
});

it.each([
  ['a network of the same plan', 'aws_default_network_acl', {}, { default_network_acl_id: true }],
  ['a switch that is off', 'aws_ssm_parameter', { name: '/a', overwrite: false }, {}],
  ['a record that waits for its certificate', 'aws_route53_record', { allow_overwrite: true }, { name: true }],
  ['a group without its members', 'azuread_group_without_members', { display_name: 'a' }, {}],
  ['an ordinary creation', 'aws_instance', { ami: 'a' }, {}],
])('nothing is taken: %s', (_, type, after, unknown) => {
  expect(created(type, after, unknown)).toMatchObject({ lost: [], possible: [] });
});

it('an update takes over nothing', () => {
  const values = { default_network_acl_id: 'acl-1' };
  expect(findTakeovers(changeOf('aws_default_network_acl', { before: values, after: values })).lost).toEqual([]);
});

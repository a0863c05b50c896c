/** What the scenarios add by way of rights and openings, held against what a reviewer wrote of each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { found } from './granting.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** Every line stands for something that the scenario's `reviewer` or `notes` blame, or that stands beside it in the code. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'aws-17-iam-admin-granted': [
    'aws_iam_access_key.ci keysCreated',
    'aws_iam_role_policy.ci_inline adminGrants',
    'aws_iam_role_policy_attachment.ci_admin adminGrants',
  ],
  'aws-19-sg-open-world': [
    'aws_security_group_rule.bastion_v6 worldOpenings',
    'aws_vpc_security_group_ingress_rule.bastion_ssh worldOpenings',
    'module.orders_db.aws_security_group.this worldOpenings',
  ],
  'aws-31-secrets-create': ['aws_iam_access_key.legacy keysCreated'],
  'aws-53-google-protection-and-owner': [
    'google_project_iam_binding.viewers publicGrants',
    'google_project_iam_binding.viewers ownerGrants',
    'google_project_iam_binding.viewers authoritativeBindings',
    'google_project_iam_binding.viewers membersDropped',
  ],
  'aws-54-azure-lock-removed-and-replaced': [
    'azurerm_network_security_group.web worldOpenings',
    'azurerm_role_assignment.team ownerGrants',
  ],
  'aws-59-audit-trail-weakened': ['aws_db_instance.main publicGrants', 'aws_s3_bucket_policy.trail publicGrants'],
  'google-13-project-iam-owner-binding': [
    'google_project_iam_binding.owners ownerGrants',
    'google_project_iam_binding.owners authoritativeBindings',
    'google_project_iam_member.public_viewer publicGrants',
  ],
  'google-15-firewall-open-to-world': [
    'google_compute_firewall.debug worldOpenings',
    'google_compute_firewall.deny_egress guardsRemoved',
    'google_compute_firewall.ssh_bastion worldOpenings',
  ],
  'google-39-azure-aks-replaced-nsg-open': [
    'azurerm_network_security_rule.ssh worldOpenings',
    'azurerm_role_assignment.network ownerGrants',
  ],
};

const scenarios = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, 'plan.json')));

describe.each(scenarios)('%s', (name) => {
  it('adds what its reviewer blames, and nothing else', () => {
    const plan = JSON.parse(readFileSync(join(fixtures, name, 'plan.json'), 'utf8'));
    const lines = found(plan).filter(({ texts }) => texts.length > 0);
    expect(lines.map(({ address, fact }) => `${address} ${fact}`).sort()).toEqual([...(expected[name] ?? [])].sort());
  });
});

it('finds something in as many scenarios as the list names', () => {
  expect(Object.keys(expected).filter((name) => !scenarios.includes(name))).toEqual([]);
});

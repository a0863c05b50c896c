/**
 * What plans that other projects published add by way of rights and openings. Each line was judged by reading the plan: a
 * careful reviewer would want to be asked. Many are examples of what not to do, made to be found.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { found } from './granting.ts';

const dir = join(import.meta.dirname, '..', '..', '..', 'shared', 'public-plans');
const files = existsSync(dir) ? readdirSync(dir).filter((file) => /^[0-9a-f]{12}\.json$/.test(file)) : [];

const judged: Readonly<Record<string, readonly string[]>> = {
  '03107c207614': ['aws_security_group.invalid_sg_1 worldOpenings', 'aws_security_group.invalid_sg_2 worldOpenings'],
  '0524c74fa124': [
    'aws_db_instance.default publicGrants',
    'aws_eks_cluster.eks_cluster worldOpenings',
    'aws_elasticsearch_domain_policy.monitoring-framework-policy publicGrants',
    'aws_iam_access_key.user keysCreated',
    'aws_iam_role_policy.ec2policy adminGrants',
    'aws_iam_user_policy.userpolicy adminGrants',
    'aws_iam_user_policy.userpolicy escalations',
    'aws_s3_bucket.data publicGrants',
    'aws_security_group.web-node worldOpenings',
  ],
  '06b2bfa8996f': [
    'google_folder_iam_policy.folder ownerGrants',
    'google_folder_iam_policy.folder authoritativeBindings',
  ],
  '07249cd58f25': [
    'aws_security_group.invalid_sg_1 worldOpenings',
    'aws_security_group.invalid_sg_2 worldOpenings',
    'aws_security_group.valid_sg_1 worldOpenings',
  ],
  '08d4ba9641fe': [
    'azurerm_sql_firewall_rule.invalidrule1 worldOpenings',
    'azurerm_sql_firewall_rule.invalidrule3 worldOpenings',
    'azurerm_sql_firewall_rule.invalidrule4 worldOpenings',
  ],
  '230c1f3fa999': ['google_kms_key_ring_iam_member.key_ring publicGrants'],
  '2afcb2845c5d': ['azurerm_storage_container.invalidcontainer1 publicGrants'],
  '2de085d527e8': ['aws_security_group.invalid_sg_1 worldOpenings', 'aws_security_group.invalid_sg_2 worldOpenings'],
  '3aa26f9dc240': ['aws_db_instance.default publicGrants'],
  '3b581cfa4d54': [
    'google_project_iam_binding.project ownerGrants',
    'google_project_iam_binding.project authoritativeBindings',
  ],
  '4258fe2070db': [
    'google_folder_iam_binding.my-test-folder-binding authoritativeBindings',
    'google_folder_iam_policy.my-test-folder-policy ownerGrants',
    'google_folder_iam_policy.my-test-folder-policy authoritativeBindings',
    'google_organization_iam_binding.my-test-org-binding authoritativeBindings',
    'google_organization_iam_policy.my-test-org-policy ownerGrants',
    'google_organization_iam_policy.my-test-org-policy authoritativeBindings',
    'google_project_iam_policy.my-test-project-policy ownerGrants',
  ],
  '4612e87b2d1b': [
    'azurerm_network_security_group.invalidnsg1 worldOpenings',
    'azurerm_network_security_group.invalidnsg2 worldOpenings',
    'azurerm_network_security_group.validnsg1 worldOpenings',
    'azurerm_network_security_rule.invalidrule1 worldOpenings',
    'azurerm_network_security_rule.invalidrule2 worldOpenings',
    'azurerm_network_security_rule.invalidrule3 worldOpenings',
  ],
  '4a62580dccdb': ['google_kms_crypto_key_iam_policy.crypto_key publicGrants'],
  '4e0410d07888': ['google_bigquery_dataset_iam_member.dataset publicGrants'],
  '3ee41a46a8c0': ['a', 'b', 'c'].map(
    (zone) => `module.child_0.module.child_1_${zone}.aws_eks_cluster.cluster worldOpenings`,
  ),
  '4f6aa4ac0e37': [
    'aws_db_instance.default publicGrants',
    'aws_eks_cluster.eks_cluster worldOpenings',
    'aws_elasticsearch_domain_policy.monitoring-framework-policy publicGrants',
    'aws_iam_access_key.user keysCreated',
    'aws_iam_role_policy.ec2policy adminGrants',
    'aws_iam_user_policy.userpolicy adminGrants',
    'aws_iam_user_policy.userpolicy escalations',
    'aws_s3_bucket.data publicGrants',
    'aws_security_group.web-node worldOpenings',
  ],
  '5254540b1ef1': ['aws_eks_cluster.cluster worldOpenings'],
  '590cdf569533': ['aws_iam_policy.policy escalations', 'aws_s3_bucket.test-bucket1 publicGrants'],
  '5f2ed2b122b0': [
    'google_folder_iam_binding.my-test-folder-binding authoritativeBindings',
    'google_folder_iam_policy.my-test-folder-policy ownerGrants',
    'google_folder_iam_policy.my-test-folder-policy authoritativeBindings',
    'google_organization_iam_binding.my-test-org-binding authoritativeBindings',
    'google_organization_iam_policy.my-test-org-policy ownerGrants',
    'google_organization_iam_policy.my-test-org-policy authoritativeBindings',
    'google_project_iam_policy.my-test-project-policy ownerGrants',
  ],
  '60e039d1fe7a': [
    'module.linuxservers-fail.azurerm_network_security_rule.vm worldOpenings',
    'module.windowsservers-pass.azurerm_network_security_rule.vm worldOpenings',
  ],
  '6bb32a35dae7': ['aws_security_group.invalid_sg_1 worldOpenings', 'aws_security_group.invalid_sg_2 worldOpenings'],
  '6bd39b8c0f0f': [
    'aws_db_security_group.example_db worldOpenings',
    'aws_redshift_security_group.example_redshift worldOpenings',
    'aws_security_group.example_group_3389 worldOpenings',
    'aws_security_group_rule.example_rule worldOpenings',
    'aws_security_group_rule.example_rule_22 worldOpenings',
    'aws_security_group_rule.example_rule_3389 worldOpenings',
  ],
  '79db96d1612a': ['aws_security_group.invalid_sg_1 worldOpenings', 'aws_security_group.invalid_sg_2 worldOpenings'],
  '7c6e2444df9d': ['google_folder_iam_member.editor ownerGrants'],
  '828307602e76': ['aws_security_group.allow_tls worldOpenings', 'aws_security_group_rule.allow_all worldOpenings'],
  '861b7115f018': ['aws_s3_bucket_policy.b publicGrants', 'aws_s3_bucket_policy.c publicGrants'],
  '867860b85d84': ['google_organization_iam_member.binding ownerGrants'],
  '8d731c82be01': ['aws_s3_bucket.example publicGrants'],
  '8fb9acb807fe': ['google_bigquery_dataset_iam_policy.dataset publicGrants'],
  '901edac35aec': ['google_folder_iam_member.editor ownerGrants'],
  '98db64db0b4a': ['aws_security_group_rule.elb-ingress-ssh worldOpenings'],
};

describe.skipIf(files.length === 0)('public plans', () => {
  it.each(files)('%s adds what was judged', (file) => {
    const plan = JSON.parse(readFileSync(join(dir, file), 'utf8').replace(/^\uFEFF/, ''));
    const lines = found(plan).filter(({ texts }) => texts.length > 0);
    const name = file.replace('.json', '');
    expect(lines.map(({ address, fact }) => `${address} ${fact}`).sort()).toEqual([...(judged[name] ?? [])].sort());
  });
});

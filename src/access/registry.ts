/** Which readers look at which resource types. */
import {
  readEksCluster,
  readNetworkAcl,
  readNetworkAclRule,
  readSecurityGroup,
  readSecurityGroupRule,
} from './exposure/aws.ts';
import { readAksCluster, readDatabaseRule, readNetworkGroup, readNetworkRule } from './exposure/azure.ts';
import { readCloudSql, readFirewall, readGkeCluster, readPolicyRule } from './exposure/google.ts';
import {
  hasPublicGuard,
  hasPublicSwitch,
  readFunction,
  readPublicAccessBlock,
  readPublicGuard,
  readPublicSwitch,
  readS3Acl,
  readShared,
  readSharingBlock,
  readStorageContainer,
} from './exposure/public.ts';
import type { Reader } from './grants.ts';
import { isAzureAssignment, readAzureAssignment, readAzureDefinition, readEntraRole } from './iam/azure.ts';
import { isExclusive, readExclusive } from './iam/exclusive.ts';
import { isGoogleBinding, readGoogleAccess, readGoogleBinding, readGoogleRole } from './iam/google.ts';
import { readIdentity } from './iam/identity.ts';
import { isKey, readKey } from './iam/keys.ts';
import { readClusterBinding, readClusterRole } from './iam/kubernetes.ts';
import { hasResourcePolicy, readResourcePolicy, readTrust } from './iam/trust.ts';

/** By pattern of the type; several may match. */
const byPattern: readonly (readonly [RegExp, Reader])[] = [
  [/^aws_iam_(?:policy|role|(?:role|user|group)_policy)$/, readIdentity],
  [/^aws_iam_(?:(?:role|user|group)_)?policy_attachment$/, readIdentity],
  [/^aws_iam_(?:role|user|group)_policy_attachments_exclusive$/, readIdentity],
  [/^aws_ssoadmin_(?:permission_set_inline_policy|managed_policy_attachment)$/, readIdentity],
  [/^aws_eks_access_policy_association$/, readIdentity],
  [/^aws_iam_role$/, readTrust],
  [/^google_(?:project|organization)_iam_custom_role$/, readGoogleRole],
  [/^google_storage_(?:bucket|object|default_object)_(?:acl|access_control)$/, readGoogleAccess],
  [/^google_bigquery_dataset(?:_access)?$/, readGoogleAccess],
  [/^azurerm_role_definition$/, readAzureDefinition],
  [/^azuread_directory_role(?:_assignment|_eligibility_schedule_request)$/, readEntraRole],
  [/^kubernetes_(?:cluster_)?role_binding(?:_v1)?$/, readClusterBinding],
  [/^kubernetes_cluster_role(?:_v1)?$/, readClusterRole],
  [/^aws_(?:default_)?security_group$/, readSecurityGroup],
  [/^aws_(?:db|redshift)_security_group$/, readSecurityGroup],
  [/^aws_security_group_rule$/, readSecurityGroupRule],
  [/^aws_vpc_security_group_ingress_rule$/, readSecurityGroupRule],
  [/^aws_(?:default_)?network_acl$/, readNetworkAcl],
  [/^aws_network_acl_rule$/, readNetworkAclRule],
  [/^aws_eks_cluster$/, readEksCluster],
  [/^google_compute_firewall$/, readFirewall],
  [/^google_compute_(?:region_)?(?:network_)?firewall_policy_rule$/, readPolicyRule],
  [/^google_container_cluster$/, readGkeCluster],
  [/^google_sql_database_instance$/, readCloudSql],
  [/^azurerm_network_security_rule$/, readNetworkRule],
  [/^azurerm_network_security_group$/, readNetworkGroup],
  [
    /^azurerm_(?:sql|mssql|mysql|postgresql|mariadb|mysql_flexible_server|postgresql_flexible_server)_firewall_rule$/,
    readDatabaseRule,
  ],
  [/^azurerm_kubernetes_cluster$/, readAksCluster],
  [/^azurerm_storage_container$/, readStorageContainer],
  [/^aws_s3_(?:bucket|bucket_acl|object|bucket_object)$/, readS3Acl],
  [/^aws_s3_(?:bucket|account)_public_access_block$/, readPublicAccessBlock],
  [/^aws_(?:ami_launch_permission|snapshot_create_volume_permission|db_snapshot|db_cluster_snapshot)$/, readShared],
  [/^aws_(?:db_snapshot_copy|neptune_cluster_snapshot)$/, readShared],
  [/^aws_(?:ebs_snapshot_block|ec2_image_block)_public_access$/, readSharingBlock],
  [
    /^aws_(?:lambda_permission|lambda_function_url|lambda_layer_version_permission|cloudwatch_event_permission)$/,
    readFunction,
  ],
];

const byTest: readonly (readonly [(type: string) => boolean, Reader])[] = [
  [isGoogleBinding, readGoogleBinding],
  [isAzureAssignment, readAzureAssignment],
  [isKey, readKey],
  [isExclusive, readExclusive],
  [hasResourcePolicy, readResourcePolicy],
  [hasPublicSwitch, readPublicSwitch],
  [hasPublicGuard, readPublicGuard],
];

const known = new Map<string, readonly Reader[]>();

/** The readers of a type; none for a type that grants nothing. */
export function readersOf(type: string): readonly Reader[] {
  const readers = known.get(type);
  if (readers) return readers;
  const found = [
    ...byPattern.flatMap(([pattern, reader]) => (pattern.test(type) ? [reader] : [])),
    ...byTest.flatMap(([matches, reader]) => (matches(type) ? [reader] : [])),
  ];
  known.set(type, found);
  return found;
}

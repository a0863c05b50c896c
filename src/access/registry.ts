/** Readers by kind of catalog entry. */
import type { AccessSource } from '../source/access.ts';
import { readFirewall } from './exposure/firewall.ts';
import { readGuardRules } from './exposure/guard-rules.ts';
import { readAddressRange, readAllowedNetworks } from './exposure/networks.ts';
import {
  readAccessList,
  readOpenPrincipal,
  readPublicAccessBlock,
  readPublicGuard,
  readPublicValue,
  readSharedCopy,
  readSharingBlock,
} from './exposure/public.ts';
import type { Detection, Reader, Side } from './grants.ts';
import { readAzureAssignment, readAzureDefinition, readEntraRole } from './iam/azure.ts';
import { readExclusiveList } from './iam/exclusive.ts';
import { readCustomRole, readGoogleBinding } from './iam/google.ts';
import { readAttachedPolicies, readIdentityPolicy } from './iam/identity.ts';
import { readKey } from './iam/keys.ts';
import { readClusterRole, readRoleBinding } from './iam/kubernetes.ts';
import { readGuardPolicy, readResourcePolicy, readTrustPolicy } from './iam/trust.ts';

type Kind = AccessSource['reads'];

const readers: { readonly [K in Kind]: Reader<Extract<AccessSource, { readonly reads: K }>> } = {
  'identity-policy': readIdentityPolicy,
  'attached-policies': readAttachedPolicies,
  'trust-policy': readTrustPolicy,
  'resource-policy': readResourcePolicy,
  'guard-policy': readGuardPolicy,
  'exclusive-list': readExclusiveList,
  key: readKey,
  'iam-binding': readGoogleBinding,
  'custom-role': readCustomRole,
  'azure-role-assignment': readAzureAssignment,
  'azure-role-definition': readAzureDefinition,
  'entra-role': readEntraRole,
  'cluster-role': readClusterRole,
  'cluster-role-binding': readRoleBinding,
  'namespace-role-binding': readRoleBinding,
  firewall: readFirewall,
  'guard-rules': readGuardRules,
  'allowed-networks': readAllowedNetworks,
  'address-range': readAddressRange,
  'access-list': readAccessList,
  'public-value': readPublicValue,
  'public-guard': readPublicGuard,
  'public-access-block': readPublicAccessBlock,
  'sharing-block': readSharingBlock,
  'shared-copy': readSharedCopy,
  'open-principal': readOpenPrincipal,
};

/** Returns the grants of one object, as one entry of the catalog describes them. */
export function detectGrants<K extends Kind>(
  side: Side,
  source: Extract<AccessSource, { readonly reads: K }> & { readonly reads: K },
): readonly Detection[] {
  const read: Reader<typeof source> = readers[source.reads];
  return read(side, source);
}

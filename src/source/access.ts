/** The shape of the files in `policies/catalog/access/`: how resources of a type grant access or open a network. */
import type { ConditionSource, HolderSource } from './access-terms.ts';
import type {
  AddressRangeSource,
  AllowedNetworksSource,
  FirewallSource,
  GuardRulesSource,
  OpenPrincipalSource,
  PublicAccessBlockSource,
  PublicGuardSource,
  PublicValueSource,
  SharedCopySource,
  SharingBlockSource,
} from './exposure.ts';

interface PolicySource<Kind extends string> {
  readonly reads: Kind;
  /** Path of the attribute with the policy document. */
  readonly document: string;
  readonly holder: HolderSource;
}

/** A policy attached to an identity, such as an AWS IAM role policy. */
export type IdentityPolicySource = PolicySource<'identity-policy'>;
/** A policy that says who may assume a role. */
export type TrustPolicySource = PolicySource<'trust-policy'>;

/** A policy attached to a resource, such as a bucket policy. */
export interface ResourcePolicySource extends PolicySource<'resource-policy'> {
  /**
   * While this attribute is set, the resource can be reached through its network only. `on`: types of another object
   * that has the attribute, and the same name.
   */
  readonly inside?: { readonly path: string; readonly on: readonly string[]; readonly name: string };
  /** The action that changes the policy, where nothing but the policy itself allows it: the account root must keep it. */
  readonly administration?: string;
}

/** A document whose denials protect something, such as a service control policy. */
export interface GuardPolicySource extends PolicySource<'guard-policy'> {
  /** It protects more than the object that it belongs to: deleting it removes the protection. */
  readonly standalone?: true;
}

/** A list of policies, by ARN, that are attached to an identity. */
export interface AttachedPoliciesSource {
  readonly reads: 'attached-policies';
  /** Path of the attribute with the policy ARNs. */
  readonly policies: string;
  readonly holder: HolderSource;
  /** The holder is one of several lists; an empty list attaches to no one. */
  readonly optional?: true;
}

/** A list that removes members that it does not contain. */
export interface ExclusiveListSource {
  readonly reads: 'exclusive-list';
  readonly of: string;
  readonly members: readonly string[];
  /** What is removed, e.g. `every attachment of`. */
  readonly says?: string;
}

/** A credential that does not expire. */
export interface KeySource {
  readonly reads: 'key';
  readonly what: string;
  readonly owner: string;
  readonly not?: ConditionSource;
}

/** A Google IAM resource; the type's name says on what it grants. */
export interface IamBindingSource {
  readonly reads: 'iam-binding';
  readonly form: 'member' | 'binding' | 'policy';
}

/** A role with its own list of permissions. */
export interface CustomRoleSource {
  readonly reads: 'custom-role';
  readonly permissions: string;
  readonly name: readonly string[];
}

/** Lists and canned values that may include everyone. */
export interface AccessListSource {
  readonly reads: 'access-list';
  readonly entries: readonly string[];
  readonly holder: HolderSource;
  /** The finding, with `{value}` for the entry; default: the entry and its holder. */
  readonly says?: string;
}

/** An Azure role assignment. */
export interface AzureRoleAssignmentSource {
  readonly reads: 'azure-role-assignment';
  /** Types whose scope is at least a subscription. */
  readonly wide: readonly string[];
  /** The type of roles that the plan itself defines. */
  readonly definedBy: string;
}

/** A type that is read by its own code without further settings. */
export interface PlainSource {
  readonly reads:
    | 'azure-role-definition'
    | 'entra-role'
    | 'cluster-role'
    | 'cluster-role-binding'
    | 'namespace-role-binding';
}

/** How one part of a resource grants access or opens a network. */
export type AccessSource =
  | IdentityPolicySource
  | TrustPolicySource
  | ResourcePolicySource
  | GuardPolicySource
  | AttachedPoliciesSource
  | ExclusiveListSource
  | KeySource
  | IamBindingSource
  | CustomRoleSource
  | AccessListSource
  | AzureRoleAssignmentSource
  | PlainSource
  | FirewallSource
  | GuardRulesSource
  | AllowedNetworksSource
  | AddressRangeSource
  | PublicValueSource
  | PublicGuardSource
  | PublicAccessBlockSource
  | SharingBlockSource
  | SharedCopySource
  | OpenPrincipalSource;

/** One file of `policies/catalog/access/`. */
export interface AccessFileSource {
  /** By resource type; `*` matches any part of its name. */
  readonly access: Readonly<Record<string, readonly AccessSource[]>>;
}

/** The shape of the files in `policies/catalog/access/`: how resources of a type grant access or open a network. */

/** A noun for the object that holds the grant, with the attributes that name it; the first one that is set is used. */
export type HolderSource = Readonly<Record<string, string | readonly string[]>>;

/** Attribute paths with values; the condition holds if an attribute has one of its values. Case-insensitive. */
export type ConditionSource = Readonly<Record<string, unknown>>;

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

/**
 * Firewall rules: blocks of the object, or the object itself. A rule block inherits missing attributes from the object.
 */
export interface FirewallSource {
  readonly reads: 'firewall';
  readonly holder: HolderSource;
  /** Attributes that separate rules of the same holder, such as target tags. */
  readonly targets?: readonly string[];
  /** The block with the rules; absent if the object is a single rule. */
  readonly rules?: string;
  /** Only rules with these values allow traffic. */
  readonly when?: ConditionSource;
  /** Rules with one of these values have no effect. */
  readonly not?: ConditionSource;
  /** Rules with one of these values deny traffic; `all`: every rule does. */
  readonly denies?: ConditionSource | 'all';
  readonly sources: readonly string[];
  /** For deny rules: paths of the traffic's destinations. */
  readonly destinations?: readonly string[];
  /** A rule without sources allows everyone, unless one of these attributes restricts it. */
  readonly everybody?: { readonly unless: readonly string[] };
  readonly protocol?: readonly string[];
  /** Paths of attributes with ports as text, such as `22` or `20-30`. */
  readonly ports?: readonly string[];
  /** Paths of attributes with the first and the last port. */
  readonly range?: readonly [from: string | readonly string[], to: string | readonly string[]];
  /** Allowing everything is the provider's default: only narrow ranges are reported. */
  readonly narrow?: true;
}

/** Rules, or a mode, by which an object refuses traffic or access. */
export interface GuardRulesSource {
  readonly reads: 'guard-rules';
  /** What the rules protect, or what they belong to. */
  readonly holder: HolderSource;
  /** The block with the rules; left out where the object is one rule or one switch. */
  readonly rules?: string;
  /** Rules with one of these values refuse something. Without this and `set`, every rule does. */
  readonly denies?: ConditionSource;
  /** Rules with one of these attributes refuse something. */
  readonly set?: readonly string[];
  /** Rules with one of these values refuse nothing. */
  readonly not?: ConditionSource;
  /** The attributes that name a rule; the first that is set counts. */
  readonly identity?: readonly string[];
  /** What a rule looks for. */
  readonly content?: readonly string[];
  /** What the report calls it; without it, `rule`. */
  readonly says?: string;
  /** Rights instead of network traffic. */
  readonly refuses?: 'access';
}

/** The networks that may reach a managed service. */
export interface AllowedNetworksSource {
  readonly reads: 'allowed-networks';
  readonly networks: readonly string[];
  /** The service, e.g. `the database`. */
  readonly service: string;
  readonly holder: HolderSource;
  readonly not?: ConditionSource;
  /** The networks that the provider uses if none are configured. */
  readonly default?: readonly string[];
  /**
   * Without such a list everyone has access: the name of the list, and the attribute that shows whether there is one.
   */
  readonly guard?: { readonly path: string | readonly string[]; readonly says: string };
}

/** A range of addresses that may reach a service. */
export interface AddressRangeSource {
  readonly reads: 'address-range';
  readonly start: string;
  readonly end: string;
  readonly service: string;
  readonly holder: HolderSource;
}

/** A value that makes the object public. */
export interface PublicValueSource {
  readonly reads: 'public-value';
  readonly path: string;
  readonly values: readonly unknown[];
  /** The finding, with `{value}` for the value. */
  readonly says: string;
  readonly name: readonly string[];
}

/** A switch that keeps the object private. Only a change from the safe value is reported. */
export interface PublicGuardSource {
  readonly reads: 'public-guard';
  readonly path: string;
  readonly safe: unknown;
  readonly unsafe: unknown;
  readonly says: string;
}

/** Settings that keep a bucket, or a whole account, from being public. */
export interface PublicAccessBlockSource {
  readonly reads: 'public-access-block';
  readonly settings: readonly string[];
  /** Path of the attribute with the bucket; absent for a setting of the account. */
  readonly bucket?: string;
}

/** A setting of an account that blocks sharing of images or snapshots. */
export interface SharingBlockSource {
  readonly reads: 'sharing-block';
  readonly path: string;
  readonly off: string;
}

/** A copy that is shared with others. */
export interface SharedCopySource {
  readonly reads: 'shared-copy';
  readonly with: readonly string[];
  readonly name: readonly string[];
}

/** A permission for a principal, which may be everyone unless one of these attributes restricts it. */
export interface OpenPrincipalSource {
  readonly reads: 'open-principal';
  readonly principal: string;
  readonly unless: readonly string[];
  readonly name: readonly string[];
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

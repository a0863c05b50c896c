/** A file of `policies/catalog/access/`: how objects of a resource type grant access or open a network. */

/** A word for what holds the grant, with the attributes that name it; the first that is set counts. */
export type HolderSource = Readonly<Record<string, string | readonly string[]>>;

/** Attribute paths with the values, of which one must be there. Letter case does not matter. */
export type ConditionSource = Readonly<Record<string, unknown>>;

interface PolicySource<Kind extends string> {
  readonly reads: Kind;
  /** The attribute with the policy document. */
  readonly document: string;
  readonly holder: HolderSource;
}

export type IdentityPolicySource = PolicySource<'identity-policy'>;
export type TrustPolicySource = PolicySource<'trust-policy'>;

export interface ResourcePolicySource extends PolicySource<'resource-policy'> {
  /** Reached through its network alone while this attribute is set; `on`: of the object of these types with the same name. */
  readonly inside?: { readonly path: string; readonly on: readonly string[]; readonly name: string };
  /** The action that changes the policy, where nothing but the policy itself allows it: the account root must keep it. */
  readonly administration?: string;
}

/** A document whose denials protect something, such as a service control policy. */
export interface GuardPolicySource extends PolicySource<'guard-policy'> {
  /** It protects more than the object that it belongs to: deleting it removes the protection. */
  readonly standalone?: true;
}

export interface AttachedPoliciesSource {
  readonly reads: 'attached-policies';
  /** The attribute with the ARNs of the policies. */
  readonly policies: string;
  readonly holder: HolderSource;
  /** The holder's attribute is one of several lists: an empty one attaches to nobody. */
  readonly optional?: true;
}

/** A list that drops whoever is not in it. */
export interface ExclusiveListSource {
  readonly reads: 'exclusive-list';
  readonly of: string;
  readonly members: readonly string[];
  /** What is dropped, e.g. `every attachment of`. */
  readonly says?: string;
}

/** A credential that does not expire. */
export interface KeySource {
  readonly reads: 'key';
  readonly what: string;
  readonly owner: string;
  readonly not?: ConditionSource;
}

/** A Google IAM resource; the type's name says what it is on. */
export interface IamBindingSource {
  readonly reads: 'iam-binding';
  readonly form: 'member' | 'binding' | 'policy';
}

export interface CustomRoleSource {
  readonly reads: 'custom-role';
  readonly permissions: string;
  readonly name: readonly string[];
}

/** Lists and canned values that may name everybody. */
export interface AccessListSource {
  readonly reads: 'access-list';
  readonly entries: readonly string[];
  readonly holder: HolderSource;
  /** The finding, with `{value}` for the entry; without it, the entry and what it is on. */
  readonly says?: string;
}

export interface AzureRoleAssignmentSource {
  readonly reads: 'azure-role-assignment';
  /** Types whose scope is a whole subscription or more. */
  readonly wide: readonly string[];
  /** The type of roles that the plan itself defines. */
  readonly definedBy: string;
}

export interface PlainSource {
  readonly reads:
    | 'azure-role-definition'
    | 'entra-role'
    | 'cluster-role'
    | 'cluster-role-binding'
    | 'namespace-role-binding';
}

/** Firewall rules: blocks of the object, or the object itself. An attribute that a block lacks is the object's. */
export interface FirewallSource {
  readonly reads: 'firewall';
  readonly holder: HolderSource;
  /** Attributes that make rules of the same holder stand apart, such as target tags. */
  readonly targets?: readonly string[];
  /** The block with the rules; left out where the object is one rule. */
  readonly rules?: string;
  /** Only rules with these values let traffic in. */
  readonly when?: ConditionSource;
  /** Rules with one of these values do nothing. */
  readonly not?: ConditionSource;
  /** Rules with one of these values keep traffic out; `all`: every rule does. */
  readonly denies?: ConditionSource | 'all';
  readonly sources: readonly string[];
  /** Of a rule that denies: where the traffic goes to. */
  readonly destinations?: readonly string[];
  /** A rule without sources lets everybody in, unless one of these attributes names who. */
  readonly everybody?: { readonly unless: readonly string[] };
  readonly protocol?: readonly string[];
  /** Attributes with ports in text, such as `22` or `20-30`. */
  readonly ports?: readonly string[];
  /** Attributes with the first and the last port. */
  readonly range?: readonly [from: string | readonly string[], to: string | readonly string[]];
  /** A list that lets everything in is the default: only narrow ranges count. */
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
  /** What they reach, e.g. `the database`. */
  readonly service: string;
  readonly holder: HolderSource;
  readonly not?: ConditionSource;
  /** The networks that the provider fills in where the code names none. */
  readonly default?: readonly string[];
  /** Without any such list everybody gets in: what it is called, and the attribute that shows that there is one. */
  readonly guard?: { readonly path: string | readonly string[]; readonly says: string };
}

/** A range from one address to another that may reach a service. */
export interface AddressRangeSource {
  readonly reads: 'address-range';
  readonly start: string;
  readonly end: string;
  readonly service: string;
  readonly holder: HolderSource;
}

/** A value that opens the object to everybody. */
export interface PublicValueSource {
  readonly reads: 'public-value';
  readonly path: string;
  readonly values: readonly unknown[];
  /** The finding, with `{value}` for the value. */
  readonly says: string;
  readonly name: readonly string[];
}

/** A switch whose safe value keeps the object closed: what was never safe is not made worse. */
export interface PublicGuardSource {
  readonly reads: 'public-guard';
  readonly path: string;
  readonly safe: unknown;
  readonly unsafe: unknown;
  readonly says: string;
}

/** Settings that keep a bucket, or all of an account, from being public. */
export interface PublicAccessBlockSource {
  readonly reads: 'public-access-block';
  readonly settings: readonly string[];
  /** The attribute with the bucket; left out where it is the account's. */
  readonly bucket?: string;
}

/** The refusal of a whole account to share images or snapshots. */
export interface SharingBlockSource {
  readonly reads: 'sharing-block';
  readonly path: string;
  readonly off: string;
}

/** A copy that is given to others. */
export interface SharedCopySource {
  readonly reads: 'shared-copy';
  readonly with: readonly string[];
  readonly name: readonly string[];
}

/** A permission for a principal, which may be everybody unless one of these attributes narrows it. */
export interface OpenPrincipalSource {
  readonly reads: 'open-principal';
  readonly principal: string;
  readonly unless: readonly string[];
  readonly name: readonly string[];
}

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

export interface AccessFileSource {
  /** By resource type; `*` stands for any part of its name. */
  readonly access: Readonly<Record<string, readonly AccessSource[]>>;
}

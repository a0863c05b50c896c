/** The files of `policies/catalog/tables/`: knowledge that belongs to no single resource type. */

/** A TCP port that is meant for insiders. */
export interface PortSource {
  readonly port: number;
  readonly service: string;
  /** Over UDP as well. */
  readonly udp?: true;
}

/** The same whatever the settings are; or whether one is switched on, or set; or any of several. Null: cannot be known. */
export type BackendAnswerSource =
  | boolean
  | null
  | { readonly on: string; readonly default: boolean }
  | { readonly set: string }
  | { readonly any: readonly BackendAnswerSource[] };

export interface BackendKindSource {
  readonly status: 'remote' | 'local';
  /** Settings without which the block is partial: the rest comes from `-backend-config`. */
  readonly required?: readonly string[];
  readonly locked: BackendAnswerSource;
  readonly encrypted: BackendAnswerSource;
  /** Where the state is stored, from the named settings, joined by slashes. */
  readonly place?: readonly string[];
}

export interface EncryptionSource {
  /** Paths with the values of which each means that data is encrypted. */
  readonly switches: readonly { readonly path: string; readonly on: readonly unknown[] }[];
  /** Paths of keys and blocks: data is encrypted while one is set. */
  readonly keys: readonly string[];
}

export interface AzureRoleSource {
  readonly name: string;
  /** GUID of the built-in role's definition, the same in every tenant. */
  readonly id: string;
  /** Counts on a single resource too; else only on a subscription or management group. */
  readonly anywhere: boolean;
}

/** What gives control over an account, a project or a cluster. */
export interface PrivilegesSource {
  readonly aws: {
    /** Data sources that render a policy document. */
    readonly documents: readonly string[];
    readonly sensitiveServices: readonly string[];
    /** Managed policies, with the actions on every resource that they stand for. */
    readonly managedPolicies: Readonly<Record<string, readonly string[]>>;
    /** Each alone leads to all permissions. */
    readonly escalations: readonly string[];
    /** Together with `iam:PassRole` on every role. */
    readonly withPassRole: readonly (readonly string[])[];
    readonly accounts: {
      /** Attributes with the id of the account that owns an object. */
      readonly owners: readonly string[];
      /** Data sources with the accounts of AWS's own services. */
      readonly services: readonly string[];
      /** Data sources that name the plan's own account. */
      readonly own: readonly string[];
      /** Types that name the account of somebody else; `*` for any part. */
      readonly others: readonly string[];
    };
  };
  readonly google: {
    readonly documents: readonly string[];
    readonly ownerRoles: readonly string[];
    readonly impersonationRoles: readonly string[];
    readonly escalations: readonly string[];
  };
  readonly azure: {
    readonly roles: readonly AzureRoleSource[];
    readonly escalations: readonly string[];
    readonly directoryRoles: Readonly<Record<string, string>>;
  };
  readonly kubernetes: { readonly adminRoles: readonly { readonly name: string; readonly inCluster: boolean }[] };
  /** Names of everybody in access lists. */
  readonly everybody: readonly string[];
}

export interface TablesSource {
  readonly ports: readonly PortSource[];
  readonly backends: Readonly<Record<string, BackendKindSource>>;
  readonly encryption: EncryptionSource;
  /** Attributes that name the object which this one is a replica of. */
  readonly replicas: readonly string[];
  readonly privileges: PrivilegesSource;
}

/** The shape of the files in `policies/catalog/tables/`: knowledge that belongs to no single resource type. */

/** A TCP port of a service that should not be public. */
export interface PortSource {
  readonly port: number;
  readonly service: string;
  /** The service also uses UDP. */
  readonly udp?: true;
}

/**
 * How to determine a property of a backend: a fixed value, a setting that is on, a setting that is present, or any of
 * several. null: unknown.
 */
export type BackendAnswerSource =
  | boolean
  | null
  | { readonly on: string; readonly default: boolean }
  | { readonly set: string }
  | { readonly any: readonly BackendAnswerSource[] };

/** What is known about one backend type. */
export interface BackendKindSource {
  readonly status: 'remote' | 'local';
  /** Required settings. If one is missing, the configuration is partial and completed by `-backend-config`. */
  readonly required?: readonly string[];
  readonly locked: BackendAnswerSource;
  readonly encrypted: BackendAnswerSource;
  /** Settings that identify the state, joined by slashes. */
  readonly statePath?: readonly string[];
}

/** How to recognise encrypted data. */
export interface EncryptionSource {
  /** Paths and their values that mean that data is encrypted. */
  readonly switches: readonly { readonly path: string; readonly on: readonly unknown[] }[];
  /** Paths of keys and blocks that encrypt data if set. */
  readonly keys: readonly string[];
}

/** A built-in Azure role that gives control. */
export interface AzureRoleSource {
  readonly name: string;
  /** GUID of the role definition, the same in every tenant. */
  readonly id: string;
  /** Counts on a single resource too; otherwise only on a subscription or management group. */
  readonly anywhere: boolean;
}

/** What gives control over an account, project or cluster. */
export interface PrivilegesSource {
  readonly aws: {
    /** Data sources that render a policy document. */
    readonly documents: readonly string[];
    readonly sensitiveServices: readonly string[];
    /** Managed policies with the actions that they allow on every resource. */
    readonly managedPolicies: Readonly<Record<string, readonly string[]>>;
    /** Actions that each lead to full control. */
    readonly escalations: readonly string[];
    /** Actions that lead to full control together with `iam:PassRole` on every role. */
    readonly withPassRole: readonly (readonly string[])[];
    readonly accounts: {
      /** Attributes with the id of the account that owns an object. */
      readonly owners: readonly string[];
      /** Data sources with the account ids of AWS services. */
      readonly services: readonly string[];
      /** Data sources that return the plan's own account. */
      readonly own: readonly string[];
      /** Types that contain the id of another account; `*` matches any part. */
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
  /** Names that mean everyone in access lists. */
  readonly everybody: readonly string[];
}

/** The content of `policies/catalog/tables/`. */
export interface TablesSource {
  readonly ports: readonly PortSource[];
  readonly backends: Readonly<Record<string, BackendKindSource>>;
  readonly encryption: EncryptionSource;
  /** Attributes that name the object of which this one is a replica. */
  readonly replicas: readonly string[];
  readonly privileges: PrivilegesSource;
}

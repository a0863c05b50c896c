/** The entries of `policies/catalog/access/` about networks and what is open to everyone. */
import type { ConditionSource, HolderSource } from './access-terms.ts';

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
  /** The rules are JSON in a text. */
  readonly json?: true;
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

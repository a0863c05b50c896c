/** The shape of the files in `policies/catalog/`: knowledge of resource types. */
import type { AccessFileSource } from './access.ts';
import type { TablesSource } from './tables.ts';

/**
 * An attribute (a dotted path through blocks) that makes the provider or API refuse a delete while its value is `on`.
 */
export interface GuardSource {
  readonly path: string;
  readonly on: unknown;
  readonly default?: unknown;
  readonly keeps?: unknown;
  /** Few need it: one that is off is not missing. */
  readonly optional?: true;
}

/** An attribute with values that make a loss more likely or worse. */
export interface RiskSource {
  readonly path: string;
  readonly when: { readonly eq: unknown } | { readonly lt: number };
  readonly default?: unknown;
}

/** An attribute that says how backups are kept. */
export interface BackupSource {
  readonly path: string;
  readonly op: 'present' | 'eq' | 'gte' | 'longer' | 'shorter' | 'kept';
  readonly good?: unknown;
  readonly off?: unknown;
  readonly forever?: unknown;
  readonly default?: unknown;
  readonly unit?: TimeUnit;
  /** Another attribute with the same meaning in another unit; used if this one is not set. */
  readonly or?: { readonly path: string; readonly unit?: TimeUnit };
  /** Attributes that identify an element of a list (`kept`); empty if the element itself is a name. */
  readonly identity?: readonly string[];
}

/**
 * An attribute that says when stored data is deleted, or a list of rules that do (with `ages`). What narrows a rule down
 * (filters, prefixes, tags) and whether it is on are found by the names in it.
 */
export interface ExpirySource {
  readonly path: string;
  /** `count`: how many of the newest are kept; `date`: a point in time. Durations in texts need no unit. */
  readonly unit?: ExpiryUnit;
  /** Paths of the ages in a rule, relative to `path`. */
  readonly ages?: readonly { readonly at: string; readonly unit?: ExpiryUnit }[];
  /** The value that switches expiry on, where the attribute is a switch. */
  readonly on?: unknown;
  /** The block switches expiry on by being there. */
  readonly present?: boolean;
  /** The value is JSON in a text, or lines of `key=value`. */
  readonly json?: boolean;
  /** Path to the age or the list of rules inside the JSON. */
  readonly inside?: string;
  /** The value in force where the attribute is not set. */
  readonly default?: number;
  /** What expires, in the plural. */
  readonly of: string;
  /** `future`: what is stored already stays. */
  readonly scope?: 'existing' | 'future';
  /** Its loss is only an advisory: logs, images, data whose author set an expiry. */
  readonly advise?: boolean;
  /** The attribute that names the store, where the rules are an object of their own. */
  readonly via?: string;
}

/** Units of an expiry; see `ExpirySource.unit`. */
export type ExpiryUnit = TimeUnit | 'count' | 'date';
/** Units of a duration. */
export type TimeUnit = 'years' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes' | 'seconds' | 'ms';

/** A nested block or list whose elements are objects of their own: one that disappears is deleted by the update. */
export interface ObjectsSource {
  readonly path: string;
  /** What tells one element from another, below `path`; empty where the element is its own name. */
  readonly identity: readonly string[];
  /** What one element is, e.g. `subnet`. */
  readonly what: string;
  /** The elements hold data. */
  readonly data?: boolean;
  /** Only where none is left. */
  readonly all?: boolean;
  /** One fewer is worth an advice only. */
  readonly advise?: boolean;
  /** The value is JSON in a text. */
  readonly json?: boolean;
  /** An element's own list of such elements, as the fields of a record. */
  readonly children?: string;
  /** The path is a switch: the object is there while it has this value. */
  readonly on?: unknown;
  /** The list has statements of SQL. A new one that drops something deletes it. */
  readonly statements?: boolean;
  /** A value below `path` with which the real object is kept. */
  readonly keeps?: { readonly at: string; readonly value: unknown };
}

/** A value at a path; without one, any value that is set. */
export interface ConditionSource {
  readonly path: string;
  readonly value?: unknown;
}

/** An attribute that decides whether the object serves. One of `stopped`, `emptied` and `changed` says when it no longer does. */
export interface ServiceSource {
  readonly path: string;
  /** The value, or values, with which it does not serve. */
  readonly stopped?: unknown;
  /** The value in force where the attribute is not set. */
  readonly default?: unknown;
  /** The service stops if the list becomes empty. */
  readonly emptied?: boolean;
  /** Another value gives the traffic to another target. */
  readonly changed?: boolean;
  readonly where?: ConditionSource;
  /** Attribute with the object that this one switches: creating it counts as well. */
  readonly via?: string;
  /** Only worth advice: it is no service to others, or the change may be meant. */
  readonly advise?: boolean;
}

/** What creating the object takes over or removes. */
export interface TakeoverSource {
  /** Names what exists already; not known yet where that is created in the same plan. */
  readonly path: string;
  readonly takes: string;
  readonly where?: ConditionSource;
  readonly advise?: boolean;
}

/** Knowledge of one resource type. */
export interface TypeSource {
  readonly criticality?: 'disposable' | 'standard' | 'stateful' | 'critical';
  /** Critical if an attribute has one of the values: names that the platform itself relies on. */
  readonly criticalWhen?: readonly { readonly path: string; readonly values: readonly unknown[] }[];
  readonly data?: 'primary' | 'secondary';
  readonly front?: boolean;
  readonly guards?: readonly GuardSource[];
  /** `unset`: the value is the provider's default. */
  readonly keeps?: readonly { readonly path: string; readonly value: unknown; readonly unset?: true }[];
  readonly risks?: readonly RiskSource[];
  readonly backups?: readonly BackupSource[];
  readonly expires?: readonly ExpirySource[];
  readonly objects?: readonly ObjectsSource[];
  readonly protectedBy?: readonly { readonly parent: string; readonly via: string }[];
  readonly backupOf?: unknown;
  readonly key?: boolean;
  /** It groups objects that have their own data: when it is destroyed they are detached and stay. */
  readonly detachesMembers?: boolean;
  readonly irreversibleName?: string;
  readonly audit?: boolean;
  /** Queues, topics and streams: their data is in transit, so a shorter retention is not a weaker backup. */
  readonly buffer?: boolean;
  /** A lock on another object: the attribute with the id of the locked object. */
  readonly locks?: string;
  /** A delete only ends Terraform's management of it: the provider has no way to delete it. */
  readonly undeletable?: boolean;
  readonly serves?: readonly ServiceSource[];
  readonly takesOver?: readonly TakeoverSource[];
  /** It only connects two other objects; false where the type's name says so and is wrong. */
  readonly attaches?: boolean;
  /** Each replacement is a new version: of any kind, or only of one that is created before the old one goes. */
  readonly versioned?: 'replaced' | 'create-first';
  /** It holds no data of its own where one of these holds. */
  readonly noDataWhen?: readonly ConditionSource[];
}

/** One file of the catalog. */
export interface ProviderSource {
  /** Prefix of the provider's types; several if small providers share a file. */
  readonly provider: string | readonly string[];
  /** Every type of the provider was reviewed: an unlisted type is standard, and nothing is guessed. */
  readonly complete?: boolean;
  readonly universal?: { readonly guards?: readonly GuardSource[] };
  readonly types: Readonly<Record<string, TypeSource>>;
}

/** `policies/catalog/guesses/`: what is assumed of a resource type that no other file lists. */
export interface GuessSource {
  /** By the last words of the type's name without its provider; the first matching rule decides. */
  readonly rules: readonly {
    readonly ends: readonly string[];
    /** null: the words would be misleading, so nothing is assumed. */
    readonly entry: Pick<TypeSource, 'criticality' | 'data' | 'versioned'> | null;
  }[];
  /** Words that exclude a type from the rules. */
  readonly unless: readonly string[];
  readonly guards: { readonly names: readonly string[]; readonly on: readonly unknown[] };
  readonly risks: readonly RiskSource[];
  /** Attributes that only types that store data have. */
  readonly sizes: readonly string[];
  /** Providers whose types are those of another provider. */
  readonly prefixes: readonly { readonly provider: string; readonly like: string }[];
  /** Types whose kind is given by an attribute. */
  readonly kinds: readonly {
    readonly type: string;
    readonly path: string;
    /** The first group is the kind. */
    readonly pattern?: string;
    /** The provider that has a type for each kind. */
    readonly like: string;
  }[];
}

/** The content of `policies/catalog/`. */
export interface CatalogSource {
  readonly providers: readonly ProviderSource[];
  readonly access: readonly AccessFileSource[];
  readonly tables: TablesSource;
  /** What is assumed of unlisted types. */
  readonly guesses: GuessSource;
}

/** What is known of resource types: the compiled form of `policies/catalog/*.yaml`. */
export type Criticality = 'disposable' | 'standard' | 'stateful' | 'critical';

/** An attribute (dotted through blocks) that makes the provider or the API refuse a delete while it has the value `on`. */
export interface Guard {
  readonly path: string;
  readonly on: unknown;
  readonly default?: unknown;
  readonly keeps?: unknown;
}

export interface Risk {
  readonly path: string;
  readonly when: { readonly eq: unknown } | { readonly lt: number };
  readonly default?: unknown;
}

export interface Backup {
  readonly path: string;
  readonly op: 'present' | 'eq' | 'gte' | 'longer';
  readonly good?: unknown;
  readonly off?: unknown;
  /** The value that means endless, so that going from it is a cut and to it is none. */
  readonly forever?: unknown;
  readonly default?: unknown;
}

export interface TypeEntry {
  readonly criticality?: Criticality;
  readonly data?: 'primary' | 'secondary';
  readonly front?: boolean;
  readonly guards?: readonly Guard[];
  readonly keeps?: readonly { readonly path: string; readonly value: unknown }[];
  readonly risks?: readonly Risk[];
  readonly backups?: readonly Backup[];
  readonly protectedBy?: readonly { readonly parent: string; readonly via: string }[];
  readonly backupOf?: unknown;
  readonly key?: boolean;
  readonly irreversibleName?: string;
  readonly audit?: boolean;
}

export interface ProviderCatalog {
  readonly provider: string;
  readonly universal?: { readonly guards?: readonly Guard[] };
  readonly types: Readonly<Record<string, TypeEntry>>;
}

export interface Catalog {
  readonly entry: (type: string) => TypeEntry | undefined;
  /** Guards that every type of the provider has: a way to protect, not a demand. */
  readonly universal: (type: string) => readonly Guard[];
}

export function toCatalog(providers: readonly ProviderCatalog[]): Catalog {
  const types = new Map(providers.flatMap((provider) => Object.entries(provider.types)));
  const universal = new Map(providers.map((provider) => [provider.provider, provider.universal?.guards ?? []]));
  return {
    entry: (type) => types.get(type),
    universal: (type) => universal.get(type.split('_', 1)[0] ?? '') ?? [],
  };
}

/** Names that say what they do on types nobody listed, e.g. `deletion_protection_enabled`, `termination_protection`. */
const guardName =
  /^(?:enable_)?(?:deletion|delete|termination|destroy)_protection(?:_enabled)?$|^disable_api_termination$|^prevent_(?:deletion|destroy)$/;
const guardValues: readonly unknown[] = [true, 'ACTIVE', 'ENABLED', 'PREVENT'];

/** Guards by their attributes' names, for a type that the catalogue does not list. */
export function guessGuards(...values: readonly unknown[]): readonly Guard[] {
  const names = values.flatMap((value) => (typeof value === 'object' && value !== null ? Object.keys(value) : []));
  return [...new Set(names)].filter((name) => guardName.test(name)).map((path) => ({ path, on: guardValues }));
}

/** Whether a value found is the protecting one; `on` may list alternatives. */
export function isOn(guard: Guard, value: unknown): boolean {
  return Array.isArray(guard.on) ? guard.on.includes(value) : guard.on === value;
}

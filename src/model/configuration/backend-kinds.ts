/** What is known of each backend type: whether it is remote, whether it locks and encrypts, where it keeps the state. */

export type BackendSettings = Readonly<Record<string, unknown>>;

/** The same whatever the settings are, or as they say; null: cannot be known. */
export type BackendTrait = boolean | null | ((settings: BackendSettings) => boolean | null);

export interface BackendKind {
  readonly status: 'remote' | 'local';
  /** Settings without which the block is partial: the rest comes from `-backend-config`. */
  readonly required: readonly string[];
  readonly locked: BackendTrait;
  readonly encrypted: BackendTrait;
  /** Where the state lies, from the named settings, joined by slashes. */
  readonly place: readonly string[];
}

/** True or false as written (a string as Terraform converts it), `unset` where absent, null where computed. */
function isOn(name: string, unset: boolean): (settings: BackendSettings) => boolean | null {
  return (settings) => {
    const value = settings[name];
    if (value === undefined) return unset;
    return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
  };
}

function isSet(name: string): (settings: BackendSettings) => boolean | null {
  return (settings) => (settings[name] === null ? null : settings[name] !== undefined && settings[name] !== '');
}

function either(
  ...parts: readonly ((settings: BackendSettings) => boolean | null)[]
): (settings: BackendSettings) => boolean | null {
  return (settings) => {
    const found = parts.map((part) => part(settings));
    return found.includes(true) ? true : found.includes(null) ? null : false;
  };
}

const remote = { status: 'remote', required: [], locked: null, encrypted: null, place: [] } as const;

/**
 * Source: the pages of https://developer.hashicorp.com/terraform/language/backend and the schemas below
 * `internal/backend/remote-state/` in Terraform. Encryption is what the backend asks for or its store always does:
 * Google Cloud Storage, Azure Blob Storage and OCI Object Storage encrypt everything at rest. S3 encrypts new objects by
 * its own default since 2023, but without `encrypt = true` Terraform does not ask for it.
 */
const KINDS: Readonly<Record<string, BackendKind>> = {
  none: { status: 'local', required: [], locked: false, encrypted: false, place: [] },
  local: { status: 'local', required: [], locked: false, encrypted: false, place: ['path'] },
  cloud: { ...remote, locked: true, encrypted: true, place: ['hostname', 'organization'] },
  remote: { ...remote, locked: true, encrypted: true, place: ['hostname', 'organization'] },
  s3: {
    status: 'remote',
    required: ['bucket', 'key'],
    locked: either(isSet('dynamodb_table'), isOn('use_lockfile', false)),
    encrypted: isOn('encrypt', false),
    place: ['bucket', 'key'],
  },
  gcs: { ...remote, locked: true, encrypted: true, place: ['bucket', 'prefix'] },
  azurerm: {
    ...remote,
    locked: true,
    encrypted: true,
    place: ['storage_account_name', 'container_name', 'key'],
  },
  oci: { ...remote, locked: true, encrypted: true, place: ['namespace', 'bucket', 'key'] },
  http: { ...remote, required: ['address'], locked: isSet('lock_address'), place: ['address'] },
  consul: { ...remote, required: ['path'], locked: isOn('lock', true), place: ['path'] },
  kubernetes: { ...remote, locked: true, place: ['namespace', 'secret_suffix'] },
  pg: { ...remote, locked: true, place: ['schema_name'] },
  cos: { ...remote, required: ['bucket'], locked: true, encrypted: isOn('encrypt', true), place: ['bucket', 'key'] },
  oss: {
    status: 'remote',
    required: ['bucket'],
    locked: isSet('tablestore_table'),
    encrypted: isOn('encrypt', false),
    place: ['bucket', 'prefix', 'key'],
  },
  // Removed in Terraform 1.3; old configurations still hold them.
  azure: { ...remote, locked: true, encrypted: true },
  artifactory: { ...remote, locked: false },
  etcd: { ...remote, locked: false },
  etcdv3: { ...remote, locked: isOn('lock', true), place: ['prefix'] },
  manta: { ...remote, locked: true },
  swift: { ...remote, locked: true },
};

/** null for a type that nobody here knows. */
export function backendKind(kind: string): BackendKind | null {
  return (Object.hasOwn(KINDS, kind) ? KINDS[kind] : null) ?? null;
}

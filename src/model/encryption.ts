/** Encryption that a change takes away, by the names that providers give it. */
import type { Change } from './change.ts';
import { readPath } from './values.ts';

/** Switches: true (or the listed word) before, anything else after. */
const switches: readonly (readonly [path: string, on: readonly unknown[]])[] = [
  ['storage_encrypted', [true]],
  ['encrypted', [true]],
  ['encryption_enabled', [true]],
  ['encrypt_at_rest.enabled', [true]],
  ['at_rest_encryption_enabled', [true]],
  ['transit_encryption_enabled', [true]],
  ['node_to_node_encryption.enabled', [true]],
  ['server_side_encryption.enabled', [true]],
  ['sqs_managed_sse_enabled', [true]],
  ['enable_key_rotation', [true]],
  ['infrastructure_encryption_enabled', [true]],
  ['encryption_at_host_enabled', [true]],
  ['transparent_data_encryption_enabled', [true]],
  ['https_traffic_only_enabled', [true]],
  ['enable_https_traffic_only', [true]],
  ['database_encryption.state', ['ENCRYPTED']],
];

/** Keys and blocks: set before, not set after. */
const keys = [
  'kms_key_id',
  'kms_key_arn',
  'kms_key',
  'kms_key_name',
  'kms_master_key_id',
  'encryption_key_name',
  'encryption_configuration',
  'encryption_config',
  'encryption.default_kms_key_name',
  'disk_encryption_set_id',
  'customer_managed_key',
];

/** Paths of what protected data before and no longer does for certain; nothing where the object is deleted. */
export function encryptionWeakened(change: Change): {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
} {
  const { before, after, afterUnknown } = change.values;
  if (before === null || after === null || change.action === 'no-op') return { known: [], unknown: [] };
  const lost = (path: string, isOn: (value: unknown) => boolean): readonly Lost[] => {
    if (!readPath(before, false, path).known.some(isOn)) return [];
    const found = readPath(after, afterUnknown, path);
    return found.known.some(isOn) ? [] : [{ path, isKnown: !found.unknown }];
  };
  const switchedOff = switches.flatMap(([path, on]) => lost(path, (value) => on.includes(value)));
  const keysLost = keys.flatMap((path) => lost(path, isSet));
  // Another kind of encryption may take the key's place.
  const isReplaced =
    keysLost.length > 0 && switches.some(([path, on]) => !isAnyOn(before, path, on) && isAnyOn(after, path, on));
  const all = isReplaced ? switchedOff : [...switchedOff, ...keysLost];
  return {
    known: all.filter(({ isKnown }) => isKnown).map(({ path }) => path),
    unknown: change.action === 'replace' ? [] : all.filter(({ isKnown }) => !isKnown).map(({ path }) => path),
  };
}

interface Lost {
  readonly path: string;
  readonly isKnown: boolean;
}

function isAnyOn(values: unknown, path: string, on: readonly unknown[]): boolean {
  return readPath(values, false, path).known.some((value) => on.includes(value));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

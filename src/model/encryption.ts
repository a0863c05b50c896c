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
  const known: string[] = [];
  const unknown: string[] = [];
  const compare = (path: string, isOn: (values: readonly unknown[]) => boolean): void => {
    if (!isOn(readPath(before, false, path).known)) return;
    const found = readPath(after, afterUnknown, path);
    if (isOn(found.known)) return;
    (found.unknown ? unknown : known).push(path);
  };
  for (const [path, on] of switches) compare(path, (values) => values.some((value) => on.includes(value)));
  // Another kind of encryption may take the key's place.
  const isReplaced = switches.some(([path, on]) => !isAnyOn(before, path, on) && isAnyOn(after, path, on));
  for (const path of isReplaced ? [] : keys) compare(path, (values) => values.some(isSet));
  return { known, unknown: change.action === 'replace' ? [] : unknown };
}

function isAnyOn(values: unknown, path: string, on: readonly unknown[]): boolean {
  return readPath(values, false, path).known.some((value) => on.includes(value));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Backend settings that may be shown: where and how the state is stored, never a credential. */
import { isObject } from '../../text/is-object.ts';

/**
 * An allow-list for all backends: `.terraform/terraform.tfstate` and saved plans also contain passwords, keys and
 * tokens in clear text (https://developer.hashicorp.com/terraform/language/backend#credentials-and-sensitive-data).
 */
const PUBLIC = new Set([
  ...['path', 'workspace_dir'],
  ...['bucket', 'key', 'prefix', 'region', 'workspace_key_prefix', 'encrypt', 'use_lockfile', 'dynamodb_table'],
  ...['storage_account_name', 'container_name', 'resource_group_name'],
  ...['hostname', 'organization', 'workspaces', 'name', 'tags', 'project'],
  ...['address', 'lock_address', 'unlock_address', 'lock'],
  ...['namespace', 'secret_suffix', 'schema_name', 'tablestore_table'],
]);

/** Returns the settings on the allow-list, with user names and passwords removed from URLs. */
export function publicSettings(config: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(config)) return {};
  const kept = Object.entries(config).filter(([name]) => PUBLIC.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, publicValue(value)]));
}

function publicValue(value: unknown): unknown {
  if (typeof value === 'string') return withoutCredentials(value);
  if (Array.isArray(value)) return value.map(publicValue);
  return isObject(value) ? publicSettings(value) : value;
}

/** Removes user, password, query and fragment from a URL; also from module sources such as `git::https://…`. */
export function withoutCredentials(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(/:\/\/[^/?#]*@/, '://').replace(/[?#].*$/s, '');
}

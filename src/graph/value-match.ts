/** Finds instances that contain the ID, ARN, self link or name of another one in their attributes. */
import { child } from '../model/values.ts';
import type { Instance } from './nodes.ts';

/**
 * Attributes that identify an object, in addition to those named after its type (`bucket`, `dataset_id`, `topic` …).
 */
const identityAttributes = [
  'id',
  'arn',
  'self_link',
  'name',
  'identifier',
  'endpoint',
  'dns_name',
  'fqdn',
  'connection_name',
];
/** Attributes with text for people, which does not refer to other objects. */
const labelAttributes = new Set([
  'tags',
  'tags_all',
  'labels',
  'effective_labels',
  'terraform_labels',
  'annotations',
  'description',
]);
const shortestIdentity = 3;
const maxDepth = 13;

const namingByType = new Map<string, readonly string[]>();

/** Returns the attributes that name or identify an object of this type, those named after the type first. */
export function namingAttributes(type: string): readonly string[] {
  const naming = namingByType.get(type) ?? toNamingAttributes(type);
  namingByType.set(type, naming);
  return naming;
}

function toNamingAttributes(type: string): readonly string[] {
  const typeWords = type.split('_').slice(1);
  const suffixes = typeWords.map((_, i) => typeWords.slice(i).join('_'));
  const named = suffixes.flatMap((suffix) => [suffix, `${suffix}_id`, `${suffix}_identifier`, `${suffix}_name`]);
  return [...named, ...identityAttributes];
}

/**
 * Returns strings that identify the instance. The value is true if the string alone is proof (ARNs, paths, generated
 * IDs).
 */
export function identities(instance: Instance): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  eachName(instance, (value, attribute) => {
    found.set(value, identityAttributes.includes(attribute) && isProof(value));
  });
  return found;
}

/** Calls `found` for each string that identifies the instance. Duplicates are possible. */
export function eachName(instance: Instance, found: (value: string, attribute: string) => void): void {
  for (const attribute of namingAttributes(instance.type)) {
    const value = instance.values[attribute];
    if (typeof value === 'string' && value.length >= shortestIdentity) found(value, attribute);
  }
}

/**
 * Whether the form of the value is globally unique: an ARN, a resource path, a host name, a UUID or a generated ID
 * such as `vpc-0a1b2c3d`.
 */
function isProof(value: string): boolean {
  return (
    value.startsWith('arn:') ||
    /^(?:https?:\/\/|\/?[a-z]+\/).*\/[^/]+/i.test(value) ||
    /^[a-z]+-[0-9a-f]{8,17}$/.test(value) ||
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
    /^(?=.*\d)[A-Z0-9]{10,}$/.test(value) ||
    /^[\w-]+(?:\.[\w-]+){2,}$/.test(value)
  );
}

/** Calls `found` for each string in the attributes of the instance, with the name of the nearest attribute. */
export function eachString(instance: Instance, found: (value: string, attribute: string) => void): void {
  walk(instance.values, '', 0, found);
}

function walk(
  value: unknown,
  attribute: string,
  depth: number,
  found: (value: string, attribute: string) => void,
): void {
  if (typeof value === 'string') {
    found(value, attribute);
    // IDs may be part of embedded JSON or of a list in one string, so the words are matched too.
    if (value.length > 12 && /["\s,]/.test(value)) {
      for (const word of value.split(/["\s,;]+/))
        if (word.length > 12) found(word.replace(/(?:\/|:)\*$/, ''), attribute);
    }
  } else if (typeof value === 'object' && value !== null && depth < maxDepth) {
    if (Array.isArray(value)) for (const item of value) walk(item, attribute, depth + 1, found);
    else {
      for (const key of Object.keys(value)) {
        const item = child(value, key);
        // Skips booleans, numbers and empty values, which are most of the attributes.
        const holdsText = typeof item === 'string' ? item !== '' : typeof item === 'object' && item !== null;
        if (holdsText && !labelAttributes.has(key)) walk(item, key, depth + 1, found);
      }
    }
  }
}

/**
 * Whether the name of the attribute refers to the type: `bucket` to `aws_s3_bucket`, `cluster_identifier` to
 * `aws_rds_cluster`.
 */
export function attributeRefersTo(attribute: string, type: string): boolean {
  const words = attribute
    .split('_')
    .filter((word) => !['id', 'name', 'identifier', 'arn', 'self', 'link'].includes(word));
  const typeWords = new Set(type.split('_').slice(1));
  return words.length > 0 && words.every((word) => typeWords.has(word) || typeWords.has(word.replace(/s$/, '')));
}

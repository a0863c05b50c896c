/**
 * Decides which attribute values of a change a report may show. It is an allow-list; every other attribute is listed
 * by path only.
 */
import type { Change } from '../model/change.ts';
import { child, type Difference, differences, isSensitive } from '../model/values.ts';
import { isObject } from '../text/is-object.ts';
import { type Secrets, sensitiveMark } from './secrets.ts';

/**
 * A changed attribute. `before` and `after` are there only if `shown` and if the attribute has a value on that side.
 */
export interface ShownAttribute {
  readonly path: string;
  readonly shown: boolean;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Shown instead of a value that the provider decides during apply. */
export const unknownMark = '(known after apply)';
const longestForcing = 120;
const maxShown = 60;

/** Network exposure: ports, protocols and address ranges. Free text such as descriptions is not included. */
const network =
  /(?:^|_)(?:from_port|to_port|port|ports|port_range|port_ranges|protocol|ip_protocol|cidr|cidr_block|cidr_blocks|cidr_ipv4|cidr_ipv6|ipv6_cidr_blocks|source_ranges|destination_ranges|source_address_prefix|source_address_prefixes|destination_address_prefix|direction|access)$/;
/** Access: embedded policies are reduced to effect, actions, principals and resources. */
const access =
  /^(?:policy|assume_role_policy|inline_policy|key_policy|access_policy|policy_data|policy_arn|managed_policy_arns|role|members?|role_definition_name|principal_id|principal|scope|action|publicly_accessible|acl|block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/;
/** Attributes that often hold secrets. They are never shown, even if they are not marked as sensitive. */
const suspicious =
  /secret|passw|token|private|credential|user_data|metadata|environment|connection_string|api_key|custom_data|content|body|template|script/i;

/**
 * Returns the changed attributes of an update or replacement, and of a create only those that may be shown. At most
 * 60 attributes; none for a delete, forget or no-op.
 */
export function toAttributes(change: Change, secrets: Secrets): readonly ShownAttribute[] {
  const { before, after, afterUnknown, beforeSensitive, afterSensitive } = change.values;
  if (change.action === 'delete' || change.action === 'forget' || change.action === 'no-op') return [];
  const creating = before === null;
  const found: ShownAttribute[] = [];
  const hiddenPaths = new Set<string>();
  const isAllowed = allowedIn(change);
  for (const difference of differences(before, after, afterUnknown)) {
    const path = pathText(shownSteps(difference.path, [beforeSensitive, afterSensitive]));
    const allowed = isAllowed(difference);
    // On a create every attribute is new, so only those with a shown value are listed.
    if (creating && !allowed) continue;
    const hidden = !allowed || isSensitive([beforeSensitive, afterSensitive], difference.path);
    if (hidden && hiddenPaths.has(path)) continue;
    hiddenPaths.add(path);
    if (hidden) found.push({ path, shown: false });
    else found.push(shownAttribute(path, difference, secrets));
    if (found.length >= maxShown) break;
  }
  return found;
}

function shownAttribute(path: string, difference: Difference, secrets: Secrets): ShownAttribute {
  const before = masked(difference.before, secrets);
  const after = difference.unknown ? unknownMark : masked(difference.after, secrets);
  return { path, shown: true, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Returns whether a report may show a difference of this change. */
function allowedIn({ entry, protection, forcedBy }: Change): (difference: Difference) => boolean {
  const { risks = [], backups = [], keeps = [], serves = [] } = entry;
  const known = new Set([...protection.guards, ...risks, ...backups, ...keeps, ...serves].map(({ path }) => path));
  return (difference) => {
    const names = difference.path.filter((step) => typeof step === 'string');
    const dotted = names.join('.');
    if (known.has(dotted) || isNetworkOrAccess(String(names.at(-1) ?? ''))) return true;
    return forcedBy.includes(String(names[0])) && isShortScalar(difference) && !suspicious.test(dotted);
  };
}

/** Cached, since a few hundred names occur in all plans. */
const networkOrAccess = new Map<string, boolean>();

function isNetworkOrAccess(name: string): boolean {
  const known = networkOrAccess.get(name);
  if (known !== undefined) return known;
  const found = network.test(name) || access.test(name);
  if (networkOrAccess.size < 10_000) networkOrAccess.set(name, found);
  return found;
}

function isShortScalar(difference: Difference): boolean {
  return [difference.before, difference.after].every((value) =>
    typeof value !== 'object' || value === null
      ? typeof value !== 'string' || (value.length <= longestForcing && !value.includes('\n'))
      : false,
  );
}

/** Replaces everything sensitive in the value. An embedded policy keeps only who may do what. */
function masked(value: unknown, secrets: Secrets): unknown {
  if (typeof value === 'string') {
    const policy = reducedPolicy(value);
    const text = policy ?? value;
    return secrets.isIn(text) ? sensitiveMark : text;
  }
  if (typeof value === 'number') return secrets.isIn(String(value)) ? sensitiveMark : value;
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, secrets)]));
  return value;
}

const statementKeys = ['Effect', 'Action', 'NotAction', 'Principal', 'NotPrincipal', 'Resource', 'NotResource'];

function reducedPolicy(text: string): string | null {
  if (!text.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    const statement = isObject(parsed) ? parsed.Statement : undefined;
    if (statement === undefined) return sensitiveMark;
    const list = (Array.isArray(statement) ? statement : [statement]).filter(isObject);
    const reduced = list.map((each) => ({
      ...Object.fromEntries(statementKeys.filter((key) => Object.hasOwn(each, key)).map((key) => [key, each[key]])),
      ...(Object.hasOwn(each, 'Condition') ? { Condition: '(not shown)' } : {}),
    }));
    return JSON.stringify({ Statement: reduced });
  } catch {
    return null;
  }
}

/** Keys of a sensitive map are sensitive too, so the path ends where a mask covers everything below it. */
function shownSteps(path: readonly (string | number)[], masks: readonly unknown[]): readonly (string | number)[] {
  let below = masks;
  const shown: (string | number)[] = [];
  for (const step of path) {
    if (below.includes(true)) return shown;
    shown.push(step);
    below = below.map((mask) => child(mask, step));
  }
  return shown;
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
}

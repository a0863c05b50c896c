/** Google IAM members, bindings and policies: owners, public access, impersonation, and members that are removed. */
import { child } from '../../model/values.ts';
import type { CustomRoleSource, IamBindingSource } from '../../source/access.ts';
import type { PrivilegesSource } from '../../source/tables.ts';
import { isObject } from '../../text/is-object.ts';
import {
  blocksAt,
  type Detection,
  type Grant,
  isUnknownAt,
  nameOf,
  noDetections,
  type Reader,
  type Side,
  strings,
  textAt,
  textsAt,
  type UndecidableKind,
  within,
} from '../grants.ts';

/** Returns the kind of target: `storage_bucket` for `google_storage_bucket_iam_member`. */
function kindOf(type: string): string {
  return type.replace(/^[^_]+_/, '').replace(/_iam_[^_]+$/, '');
}

interface Binding {
  readonly role: string | null;
  readonly members: readonly string[];
}

/** Attributes that name the target of a binding, most specific first. */
const targets = ['project', 'folder', 'org_id', 'billing_account_id', 'bucket', 'secret_id', 'service_account_id'];
const notTargets = [
  'role',
  'member',
  'members',
  'etag',
  'id',
  'policy_data',
  'location',
  'region',
  'zone',
  'condition',
];

/** Returns the grants of a member, binding or policy resource. */
export const readGoogleBinding: Reader<IamBindingSource> = (side, { form }) => {
  const kind = kindOf(side.change.type);
  const target = targetOf(side, kind);
  const bindings = bindingsOf(side, form);
  const holder = target === null ? null : grantScope(kind, target);
  return [
    ...bindings.known.flatMap((each) =>
      grantsOf(each, { kind, holder, roles: side.change.catalog.tables.privileges.google }),
    ),
    ...(bindings.unknown === null
      ? noDetections
      : doubtful(bindings.unknown).map((fact): Detection => ({ kind: fact, unknown: `after.${bindings.unknown}` }))),
    ...(form === 'member' ? noDetections : authoritative({ side, kind, form, target, bindings: bindings.known })),
  ];
};

/** If only the role is unknown, the members are known, so public access is not in doubt. */
function doubtful(attribute: string): readonly UndecidableKind[] {
  return attribute === 'role' ? ['owner', 'escalation'] : ['owner', 'escalation', 'public'];
}

function targetOf(side: Side, kind: string): string | null {
  const own = kind.slice(kind.lastIndexOf('_') + 1);
  const named = Object.keys(side.values).filter((key) => !notTargets.includes(key) && textAt(side, key) !== null);
  const isWide = ['project', 'folder', 'organization'].includes(kind);
  const key =
    named.find((each) => each === own || each === `${own}_id`) ??
    targets.filter((each) => isWide || each !== 'project').find((each) => named.includes(each)) ??
    named.find((each) => each !== 'project');
  return key === undefined ? null : textAt(side, key);
}

/** `folders/1` and `1` are the same folder. */
function grantScope(kind: string, target: string): string {
  return `${kind.replaceAll('_', ' ')} ${target.replace(/^(?:projects|folders|organizations)\//, '')}`;
}

interface Bindings {
  readonly known: readonly Binding[];
  /** The deciding attribute that is known only after apply; null if there is none. */
  readonly unknown: string | null;
}

function bindingsOf(side: Side, form: string): Bindings {
  if (form === 'policy') {
    const text = textAt(side, 'policy_data');
    if (text !== null) return { known: policyBindings(text), unknown: null };
    return isUnknownAt(side, 'policy_data') ? ofDataSource(side) : { known: [], unknown: null };
  }
  const role = textAt(side, 'role');
  const plural = form === 'member' ? 'member' : 'members';
  const members = textsAt(side, plural);
  return { known: [{ role, members: withUnknown(members) }], unknown: isUnknownAt(side, 'role') ? 'role' : null };
}

/** A member that does not exist yet belongs to this plan, so the grant itself is certain. */
function withUnknown(members: { readonly known: readonly string[]; readonly unknown: boolean }): readonly string[] {
  return members.unknown ? [...members.known, 'a member known only after apply'] : members.known;
}

/** Reads a `google_iam_policy` data source whose JSON is known only after apply. */
function ofDataSource(side: Side): Bindings {
  const sources = side.index.references(side.change, 'policy_data').flatMap((reference) => {
    const { documents } = side.change.catalog.tables.privileges.google;
    const [head, type = '', name = ''] = reference.text.split(/[.[]/);
    if (head !== 'data' || !documents.includes(type)) return [];
    const prefix = reference.module ? `${reference.module}.` : '';
    return side.index.instances(`${prefix}data.${type}.${name}`, side.change);
  });
  const known = sources.flatMap((source) => {
    const { after, afterUnknown } = source.values;
    const there: Side = { ...side, change: source, values: isObject(after) ? after : {}, unknown: afterUnknown };
    return blocksAt(there, 'binding').map((block) => {
      const one = within(there, block);
      return { role: textAt(one, 'role'), members: withUnknown(textsAt(one, 'members')) };
    });
  });
  return { known, unknown: known.length === 0 ? 'policy_data' : null };
}

function policyBindings(text: string): readonly Binding[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const list = child(json, 'bindings');
  return (Array.isArray(list) ? list : []).filter(isObject).map((each) => ({
    role: typeof each.role === 'string' ? each.role : null,
    members: strings(each.members),
  }));
}

function grantsOf(
  { role, members }: Binding,
  on: {
    readonly kind: string;
    readonly holder: string | null;
    readonly roles: PrivilegesSource['google'];
  },
): readonly Grant[] {
  const isWide = ['project', 'folder', 'organization'].includes(on.kind);
  // On a single bucket or secret, `roles/editor` grants only that resource.
  const isOwner = isWide && role !== null && on.roles.ownerRoles.includes(role);
  const canActAs = role !== null && on.roles.impersonationRoles.includes(role);
  const where = on.holder === null ? [] : [' on ', on.holder];
  const grant = (kind: Grant['kind'], member: string): Grant => ({
    kind,
    keys: [`${role ?? 'a role'} ${member}`],
    holder: on.holder,
    text: [role ?? 'a role', ' to ', member, ...where],
  });
  return members.flatMap((member) => [
    ...(['allUsers', 'allAuthenticatedUsers'].includes(member) ? [grant('public', member)] : []),
    ...(isOwner ? [grant('owner', member)] : []),
    ...(isWide && canActAs ? [grant('escalation', member)] : []),
  ]);
}

/**
 * Bindings that replace all other members. The plan does not show who is removed, unless the target is created by the
 * same plan.
 */
function authoritative(options: {
  readonly side: Side;
  readonly kind: string;
  readonly form: string;
  readonly target: string | null;
  readonly bindings: readonly Binding[];
}): readonly Detection[] {
  const { side, kind, form, target, bindings } = options;
  const isWide = ['project', 'folder', 'organization', 'billing_account'].includes(kind);
  if (target === null || side.index.isCreated(target)) return noDetections;
  const on = grantScope(kind, target);
  const roles = bindings.flatMap(({ role }) => (role === null ? [] : [role]));
  const held: readonly Grant[] =
    form === 'policy'
      ? [{ kind: 'authoritative', keys: ['every role'], holder: on, text: ['every role on ', on] }]
      : roles.map((role) => ({ kind: 'authoritative', keys: [role], holder: on, text: [role, ' on ', on] }));
  const members = bindings.flatMap(({ role, members: all }) =>
    all.map(
      (member): Grant => ({
        kind: 'dropped',
        keys: [`${role} ${member}`],
        holder: on,
        text: [member, ' from ', role ?? 'a role', ' on ', on],
      }),
    ),
  );
  return isWide ? [...held, ...members] : members;
}

/** Returns escalations of a custom role. */
export const readCustomRole: Reader<CustomRoleSource> = (side, source) => {
  const name = nameOf(side, source.name);
  const permissions = textsAt(side, source.permissions);
  const grants = side.change.catalog.tables.privileges.google.escalations
    .filter((permission) => permissions.known.some((each) => each.toLowerCase() === permission.toLowerCase()))
    .map(
      (permission): Grant => ({
        kind: 'escalation',
        keys: [permission],
        holder: name === null ? null : `custom role ${name}`,
        text: [permission],
      }),
    );
  return permissions.unknown ? [...grants, { kind: 'escalation', unknown: `after.${source.permissions}` }] : grants;
};

/** Azure role assignments, role definitions and directory roles. */
import type { AzureRoleAssignmentSource, PlainSource } from '../../source/access.ts';
import type { AzureRoleSource } from '../../source/tables.ts';
import {
  blocksAt,
  type Detection,
  type Grant,
  isUnknownAt,
  noDetections,
  type Reader,
  type Side,
  strings,
  textAt,
  type UndecidableKind,
  type UnknownGrant,
} from '../grants.ts';
import { isObjectReference } from './document.ts';
import { matchesPattern } from './policy.ts';

/**
 * Returns assignments of Owner and of roles that can assign roles, and of Contributor on a whole subscription or
 * management group.
 */
export const readAzureAssignment: Reader<AzureRoleAssignmentSource> = (side, source) => {
  const id = textAt(side, 'role_definition_id');
  const name = textAt(side, 'role_definition_name');
  const isNameless = name === null && id === null;
  if (isNameless)
    return isUnknownAt(side, 'role_definition_name')
      ? unknownGrant('owner', 'role_definition_name')
      : ofReference(side, source);
  const { roles } = side.change.catalog.tables.privileges.azure;
  const role = roles.find((each) => each.name === name || id?.toLowerCase().endsWith(each.id) === true);
  if (role === undefined) return noDetections;
  const scope = scopeOf(side, source);
  if (!role.anywhere && scope === 'unknown') return unknownGrant('owner', 'scope');
  return role.anywhere || scope === 'wide' ? [assigned(side, role)] : noDetections;
};

/** The role is defined in the plan or looked up by a data source. */
function ofReference(side: Side, { definedBy }: AzureRoleAssignmentSource): readonly Detection[] {
  if (!isUnknownAt(side, 'role_definition_id')) return noDetections;
  const references = side.index.references(side.change, 'role_definition_id');
  const isOfPlan = references.length > 0 && references.every(({ text }) => text.startsWith(`${definedBy}.`));
  return isOfPlan ? noDetections : unknownGrant('owner', 'role_definition_id');
}

function unknownGrant(kind: UndecidableKind, key: string): readonly UnknownGrant[] {
  return [{ kind, unknown: `after.${key}` }];
}

function assigned(side: Side, role: AzureRoleSource): Grant {
  const scope = textAt(side, 'scope');
  const principal = textAt(side, 'principal_id');
  return {
    kind: 'owner',
    keys: [role.name],
    // The same principal on the same scope is the same grant, even under another resource name.
    holder: scope === null || principal === null ? null : `${principal} ${scope}`.toLowerCase(),
    text: [role.name, ...(scope === null ? [] : [' on ', scope])],
  };
}

function scopeOf(side: Side, { wide }: AzureRoleAssignmentSource): 'wide' | 'narrow' | 'unknown' {
  const scope = textAt(side, 'scope');
  if (scope !== null) return isWide(scope) ? 'wide' : 'narrow';
  const references = side.index.references(side.change, 'scope').map(({ text }) => text);
  if (references.some((text) => wide.includes(text.replace(/^data\./, '').split('.', 1)[0] ?? ''))) return 'wide';
  return references.length > 0 && references.every(isObjectReference) ? 'narrow' : 'unknown';
}

function isWide(scope: string): boolean {
  return /^\/(?:subscriptions\/[^/]+|providers\/microsoft\.management\/managementgroups\/[^/]+)?\/?$/i.test(scope);
}

/** Returns escalations of a custom role that can assign roles. */
export const readAzureDefinition: Reader<PlainSource> = (side) => {
  const { escalations } = side.change.catalog.tables.privileges.azure;
  const name = textAt(side, 'name');
  const holder = name === null ? null : `role definition ${name}`;
  return blocksAt(side, 'permissions').flatMap(({ values, unknown, at }): readonly Detection[] => {
    const lower = (key: string): readonly string[] => strings(values[key]).map((each) => each.toLowerCase());
    const denied = lower('not_actions');
    const can = (action: string): boolean =>
      lower('actions').some((pattern) => matchesPattern(pattern, action)) &&
      !denied.some((pattern) => matchesPattern(pattern, action));
    const grants = escalations
      .filter(can)
      .map((action): Grant => ({ kind: 'escalation', keys: [action], holder, text: [action] }));
    return isUnknownAt({ ...side, unknown }, 'actions')
      ? [...grants, ...unknownGrant('escalation', `${at}.actions`)]
      : grants;
  });
};

/** Returns directory roles that can assign any other role. */
export const readEntraRole: Reader<PlainSource> = (side) => {
  const { directoryRoles } = side.change.catalog.tables.privileges.azure;
  const id = textAt(side, 'template_id') ?? textAt(side, 'role_id');
  const role = id !== null && Object.hasOwn(directoryRoles, id) ? directoryRoles[id] : undefined;
  const principal = textAt(side, 'principal_object_id');
  return role === undefined
    ? noDetections
    : [{ kind: 'owner', keys: [role], holder: principal, text: [role, ' of the directory'] }];
};

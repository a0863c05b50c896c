/** Permissions of AWS identities: administrator access and wildcard grants. */
import type { Change } from '../../model/change.ts';
import type { AttachedPoliciesSource, IdentityPolicySource } from '../../source/access.ts';
import type { PrivilegesSource } from '../../source/tables.ts';
import {
  blocksAt,
  type Detection,
  type Grant,
  holderOf,
  isUnknownAt,
  noDetections,
  type Reader,
  type Side,
  textsAt,
  within,
} from '../grants.ts';
import { denialsIn, isUncertain } from './denials.ts';
import { type Document, documentOf, isObjectReference } from './document.ts';
import { isDenied, isEverything, isNarrowed, isOnEverything, type Statement } from './policy.ts';

/** Permissions of one identity in one object. */
export interface IdentityDocument {
  /** For example `role ci`; null if known only after apply. */
  readonly holder: string | null;
  readonly document: Document;
  readonly path: string;
}

/** Whether the type attaches a policy document to an identity. */
export function writesPermissions(change: Change): boolean {
  return documentsOf(change).length > 0;
}

function documentsOf(change: Change): readonly IdentityPolicySource[] {
  return change.catalog.access(change.type).filter((source) => source.reads === 'identity-policy');
}

/** Returns the policy documents of an object, each with its identity. */
export function identityDocuments(side: Side): readonly IdentityDocument[] {
  return documentsOf(side.change).flatMap((source) => readDocuments(side, source));
}

function readDocuments(side: Side, source: IdentityPolicySource): readonly IdentityDocument[] {
  const { holder } = holderOf(side, source.holder);
  const [block, attribute] = splitPath(source.document);
  if (block === '') return [{ holder, document: documentOf(side, attribute), path: attribute }];
  return blocksAt(side, block).map((each) => ({
    holder,
    document: documentOf(within(side, each), attribute, block),
    path: `${each.at}.${attribute}`,
  }));
}

function splitPath(path: string): readonly [block: string, attribute: string] {
  const at = path.lastIndexOf('.');
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}

/** Returns administrator grants and denials in the policy documents of an object. */
export const readIdentityPolicy: Reader<IdentityPolicySource> = (side, source) => {
  const { name } = holderOf(side, source.holder);
  return readDocuments(side, source).flatMap(({ holder, document, path }): readonly Detection[] => [
    ...adminGrants(document.statements, holder, side.change.catalog.tables.privileges.aws),
    ...(mayAllowMore(document) ? [{ kind: 'admin' as const, unknown: `after.${path}` }] : []),
    ...denialsIn(document.statements, { holder, ...(name !== null && { guarded: name }) }),
    ...(isUncertain(document) ? [{ kind: 'policy-guard' as const, unknown: `after.${path}` }] : []),
  ]);
};

/**
 * Whether the document may allow more than is known. Denials can only reduce what it allows, so they do not count.
 */
export function mayAllowMore(document: Document): boolean {
  return document.unknown || document.statements.some((each) => each.allows && each.uncertain);
}

/** Returns grants of every action, or of every action of a sensitive service, on every resource. */
export function adminGrants(
  statements: readonly Statement[],
  holder: string | null,
  { sensitiveServices }: Pick<PrivilegesSource['aws'], 'sensitiveServices'>,
): readonly Grant[] {
  const wide = statements.filter((each) => each.allows && isOnEverything(each) && !isNarrowed(each));
  const grant = (key: string, ...text: readonly string[]): Grant => ({
    kind: 'admin',
    keys: [key],
    holder,
    text: holder === null ? text : [...text, ' to ', holder],
  });
  const wildcards = new Set(
    wide.flatMap((each) => each.actions ?? []).map((action) => (action === '*:*' ? '*' : action)),
  );
  if (wildcards.has('*')) return [grant('*', '`*` on `*`')];
  const services = [...wildcards].filter(
    (action) =>
      action.endsWith(':*') && sensitiveServices.includes(action.slice(0, -2)) && !isDenied(statements, action),
  );
  const allBut = wide
    .filter((each) => each.actions === null)
    .map((each) => {
      const but = each.notActions.toSorted().join(', ');
      return grant(`everything except ${but}`, 'everything except ', but, ' on `*`');
    });
  return [...allBut, ...services.toSorted().map((action) => grant(action, `\`${action}\` on \`*\``))];
}

/** Returns administrator grants of managed policies that the object attaches. */
export const readAttachedPolicies: Reader<AttachedPoliciesSource> = (side, source) => {
  const { policies: attribute, optional = false } = source;
  const [word = '', holderKey = ''] = Object.entries(source.holder)[0] ?? [];
  const arns = textsAt(side, attribute);
  const plural = textsAt(side, [holderKey].flat()[0] ?? '');
  const holders = plural.known.length > 0 ? plural.known.map((name) => `${word} ${name}`) : [null];
  if (optional && plural.known.length === 0 && !plural.unknown) return noDetections;
  const known = arns.known.flatMap((arn) => holders.flatMap((holder) => ofPolicy(side, arn, holder)));
  return arns.unknown && isOutside(side, attribute)
    ? [...known, { kind: 'admin', unknown: `after.${attribute}` }]
    : known;
};

/** A policy that this plan creates is judged at its own resource. */
function isOutside(side: Side, attribute: string): boolean {
  if (!isUnknownAt(side, attribute) && !Array.isArray(side.values[attribute])) return false;
  if (side.index.isUnset(side.change, attribute)) return false;
  const references = side.index.references(side.change, attribute);
  return references.length === 0 || !references.every(({ text }) => isObjectReference(text));
}

function ofPolicy(side: Side, arn: string, holder: string | null): readonly Detection[] {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (/^arn:[^:]*:(?:iam|eks)::aws:/.test(arn)) {
    const { managedPolicies } = side.change.catalog.tables.privileges.aws;
    const keys = Object.hasOwn(managedPolicies, name) ? managedPolicies[name] : undefined;
    return keys === undefined
      ? noDetections
      : [{ kind: 'admin', keys, holder, text: holder === null ? [name] : [name, ' to ', holder] }];
  }
  const policy = side.index.byArn(arn);
  const values = side.isAfter ? policy?.values.after : policy?.values.before;
  if (policy === undefined || typeof values !== 'object' || values === null) return noDetections;
  const there: Side = {
    ...side,
    change: policy,
    values: { ...values },
    unknown: side.isAfter ? policy.values.afterUnknown : false,
  };
  return identityDocuments(there).flatMap(({ document }) =>
    adminGrants(document.statements, holder, there.change.catalog.tables.privileges.aws).map((grant) => ({
      ...grant,
      text: [name, ' (', ...grant.text, ')'],
    })),
  );
}

/** Returns principals under full control of the identity, which could give them any permission and then use it. */
export function controlledPrincipals(statements: readonly Statement[]): readonly string[] {
  return statements
    .filter(
      (each) => each.allows && !isNarrowed(each) && each.actions?.some((action) => ['*', 'iam:*'].includes(action)),
    )
    .flatMap((each) => each.resources ?? [])
    .filter(
      (resource) => /^arn:[^:]*:iam::[^:]*:(?:role|user|group|policy)\//.test(resource) && !isEverything(resource),
    );
}

/** Whose permissions an AWS object writes down, and the administrator's and wildcard grants among them. */
import {
  blocksOf,
  type Detection,
  type Grant,
  isUnknown,
  noDetections,
  type Reader,
  type Side,
  textOf,
  textsOf,
  within,
} from '../grants.ts';
import { type Document, documentOf, isObjectReference } from './document.ts';
import { isDenied, isEverything, isNarrowed, isOnEverything, type Statement } from './policy.ts';
import { managedPolicies, sensitiveServices } from './privileged.ts';

/** Attribute with the document, and the words and attribute for who holds it. */
const documents: Readonly<Record<string, readonly [attribute: string, word: string, holder: string]>> = {
  aws_iam_role_policy: ['policy', 'role', 'role'],
  aws_iam_user_policy: ['policy', 'user', 'user'],
  aws_iam_group_policy: ['policy', 'group', 'group'],
  aws_iam_policy: ['policy', 'policy', 'name'],
  aws_ssoadmin_permission_set_inline_policy: ['inline_policy', 'permission set', 'permission_set_arn'],
};

/** Attributes with ARNs of attached policies, and who they are attached to. */
const attachments: Readonly<Record<string, readonly (readonly [attribute: string, word: string, holder: string])[]>> = {
  aws_iam_role_policy_attachment: [['policy_arn', 'role', 'role']],
  aws_iam_user_policy_attachment: [['policy_arn', 'user', 'user']],
  aws_iam_group_policy_attachment: [['policy_arn', 'group', 'group']],
  aws_iam_policy_attachment: [
    ['policy_arn', 'role', 'roles'],
    ['policy_arn', 'user', 'users'],
    ['policy_arn', 'group', 'groups'],
  ],
  aws_iam_role: [['managed_policy_arns', 'role', 'name']],
  aws_iam_role_policy_attachments_exclusive: [['policy_arns', 'role', 'role_name']],
  aws_iam_user_policy_attachments_exclusive: [['policy_arns', 'user', 'user_name']],
  aws_iam_group_policy_attachments_exclusive: [['policy_arns', 'group', 'group_name']],
  aws_ssoadmin_managed_policy_attachment: [['managed_policy_arn', 'permission set', 'permission_set_arn']],
  aws_eks_access_policy_association: [['policy_arn', 'principal', 'principal_arn']],
};

/** Permissions of one identity, as one object writes them down. */
export interface IdentityDocument {
  /** E.g. `role ci`; null: only known after apply. */
  readonly holder: string | null;
  readonly document: Document;
  readonly path: string;
}

export function writesPermissions(type: string): boolean {
  return type === 'aws_iam_role' || Object.hasOwn(documents, type);
}

export function identityDocuments(side: Side): readonly IdentityDocument[] {
  const { type } = side.change;
  if (type === 'aws_iam_role') {
    const name = textOf(side, 'name');
    return blocksOf(side, 'inline_policy').map((block) => ({
      holder: name === null ? null : `role ${name}`,
      document: documentOf(within(side, block), 'policy', 'inline_policy'),
      path: `${block.at}.policy`,
    }));
  }
  const [attribute, word, key] = documents[type] ?? [];
  if (attribute === undefined || key === undefined) return [];
  const name = textOf(side, key);
  const holder = name === null ? null : `${word} ${name}`;
  return [{ holder, document: documentOf(side, attribute), path: attribute }];
}

export const readIdentity: Reader = (side) => [
  ...identityDocuments(side).flatMap(({ holder, document, path }): readonly Detection[] => [
    ...adminGrants(document.statements, holder),
    ...(isDoubtful(document) ? [{ kind: 'admin' as const, unknown: `after.${path}` }] : []),
  ]),
  ...(attachments[side.change.type] ?? noAttachments).flatMap((attachment) => attached(side, attachment)),
];

const noAttachments: readonly (readonly [string, string, string])[] = [];

/** Who may do it does not matter here, so only what a statement allows may be in doubt. */
export function isDoubtful(document: Document): boolean {
  return document.unknown || document.statements.some((each) => each.allows && each.uncertain);
}

/** Every action of everything, or of a service that matters, on every resource. */
export function adminGrants(statements: readonly Statement[], holder: string | null): readonly Grant[] {
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
    (action) => action.endsWith(':*') && sensitiveServices.has(action.slice(0, -2)) && !isDenied(statements, action),
  );
  const allBut = wide
    .filter((each) => each.actions === null)
    .map((each) => {
      const but = each.notActions.toSorted().join(', ');
      return grant(`everything but ${but}`, 'everything but ', but, ' on `*`');
    });
  return [...allBut, ...services.toSorted().map((action) => grant(action, `\`${action}\` on \`*\``))];
}

function attached(side: Side, [attribute, word, holderKey]: readonly [string, string, string]): readonly Detection[] {
  const arns = textsOf(side, attribute);
  const plural = textsOf(side, holderKey);
  const holders = plural.known.length > 0 ? plural.known.map((name) => `${word} ${name}`) : [null];
  const isOfOthers = side.change.type === 'aws_iam_policy_attachment' && plural.known.length === 0 && !plural.unknown;
  if (isOfOthers) return noDetections;
  const known = arns.known.flatMap((arn) => holders.flatMap((holder) => ofPolicy(side, arn, holder)));
  return arns.unknown && isOutside(side, attribute)
    ? [...known, { kind: 'admin', unknown: `after.${attribute}` }]
    : known;
}

/** A policy that the plan makes is judged where it is made. */
function isOutside(side: Side, attribute: string): boolean {
  if (!isUnknown(side, attribute) && !Array.isArray(side.values[attribute])) return false;
  if (side.index.isUnset(side.change, attribute)) return false;
  const references = side.index.references(side.change, attribute);
  return references.length === 0 || !references.every(({ text }) => isObjectReference(text));
}

function ofPolicy(side: Side, arn: string, holder: string | null): readonly Detection[] {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (/^arn:[^:]*:(?:iam|eks)::aws:/.test(arn)) {
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
    adminGrants(document.statements, holder).map((grant) => ({ ...grant, text: [name, ' (', ...grant.text, ')'] })),
  );
}

/** Full control of a principal: whoever has it can give it anything and then use it. */
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

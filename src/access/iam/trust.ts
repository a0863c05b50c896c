/** External access: trust policies of roles, and policies of buckets, keys, queues and others. */
import { child } from '../../model/values.ts';
import type { GuardPolicySource, ResourcePolicySource, TrustPolicySource } from '../../source/access.ts';
import {
  type Detection,
  type Grant,
  holderOf,
  isUnknownAt,
  noDetections,
  type Reader,
  type Side,
  textAt,
} from '../grants.ts';
import { accountOf } from './aws-accounts.ts';
import { accountRootIn, denialsIn, isUncertain, lockoutsIn, type Protected } from './denials.ts';
import { type Document, documentOf } from './document.ts';
import { mayAllowMore } from './identity.ts';
import type { Condition, Principal, Statement } from './policy.ts';

/** Returns who may assume a role: anyone, other accounts, or any identity of a federation. */
export const readTrustPolicy: Reader<TrustPolicySource> = (side, source) => {
  const document = documentOf(side, source.document);
  const { holder } = holderOf(side, source.holder);
  const doubt: readonly Detection[] = mayAllowMore(document)
    ? [{ kind: 'trust', unknown: `after.${source.document}` }]
    : [];
  const allowed = document.statements.filter((each) => each.allows);
  return [...allowed.flatMap((each) => trusted(each, { side, holder })), ...doubt];
};

interface TrustSide {
  readonly side: Side;
  readonly holder: string | null;
}

function trusted(statement: Statement, { side, holder }: TrustSide): readonly Detection[] {
  const grant = (key: string, ...text: readonly string[]): Grant => ({ kind: 'trust', keys: [key], holder, text });
  if (letsAnyone(statement)) return [grant('anyone', 'anyone (`*`)')];
  return [
    ...otherAccounts(statement, side).map(({ account, id }) => grant(account, 'account ', account, ' (', id, ')')),
    ...(accountsIn(statement).length > 0 && side.accounts().own.size === 0
      ? [{ kind: 'trust' as const, unknown: 'the account of this plan' }]
      : noDetections),
    ...openFederations(statement).map((issuer) => grant(issuer, 'any identity of ', issuer)),
  ];
}

/** Returns who has access through the policy of a resource that stores or transports data. */
export const readResourcePolicy: Reader<ResourcePolicySource> = (side, source) => {
  if (source.inside !== undefined && isInsideNetwork(side, source.inside)) return noDetections;
  const document: Document = documentOf(side, source.document);
  const of = protectedBy(side, source);
  const { holder } = of;
  const allowed = document.statements.filter((each) => each.allows);
  return [
    ...allowed.flatMap((each): readonly Grant[] => [
      ...(letsAnyone(each) ? [openTo(each, holder)] : []),
      ...otherAccounts(each, side).map(
        ({ account, id }): Grant => ({
          kind: 'trust',
          keys: [account],
          holder,
          text: ['account ', account, ' (', id, ')'],
        }),
      ),
    ]),
    ...(mayAllowMore(document) ? [{ kind: 'public' as const, unknown: `after.${source.document}` }] : []),
    ...policyGuards(side, source, of),
  ];
};

/** Policies that only limit what others allow. */
export const readGuardPolicy: Reader<GuardPolicySource> = (side, source) => {
  const of = protectedBy(side, source);
  return policyGuards(side, source, source.standalone === true ? { holder: of.holder } : of);
};

/** Names that are ARNs and names that are not are the same holder. */
function protectedBy(side: Side, source: ResourcePolicySource | GuardPolicySource): Protected {
  const { word, name } = holderOf(side, source.holder);
  if (name === null) return { holder: null };
  return { holder: `${word} ${name.slice(name.lastIndexOf(':') + 1)}`, guarded: name };
}

function policyGuards(
  side: Side,
  source: ResourcePolicySource | GuardPolicySource,
  of: Protected,
): readonly Detection[] {
  // What does not change, or is not in the code, repeats the policy that another object writes.
  const isRepeated = side.index.block(side.change) !== null && side.index.isUnset(side.change, source.document);
  if (side.change.action === 'no-op' || isRepeated) return noDetections;
  const document = documentOf(side, source.document);
  const unknown = `after.${source.document}`;
  const action = source.reads === 'resource-policy' ? source.administration : undefined;
  const doubts: readonly Detection[] =
    isUncertain(document) || isUnknownAt(side, source.document)
      ? [
          { kind: 'policy-guard', unknown },
          { kind: 'account-root', unknown },
        ]
      : noDetections;
  return [
    ...denialsIn(document.statements, of),
    ...lockoutsIn(document.statements, of),
    ...(action === undefined ? noDetections : accountRootIn(side, document.statements, { ...of, action })),
    ...doubts,
  ];
}

function openTo(statement: Statement, holder: string | null): Grant {
  const actions = statement.actions ?? ['*'];
  const shown = actions.length > 3 ? [...actions.slice(0, 3), `${actions.length - 3} more`] : actions;
  return { kind: 'public', keys: actions, holder, text: ['anyone (`*`) may ', shown.join(', ')] };
}

/**
 * A service inside a network is reachable only from there. The policy may be a resource separate from the service.
 */
function isInsideNetwork(side: Side, inside: NonNullable<ResourcePolicySource['inside']>): boolean {
  const name = textAt(side, inside.name);
  const named = name === null ? undefined : side.index.byName(inside.on, inside.name, name);
  const { values } = named ?? side.change;
  const options = child(values.after ?? values.before, inside.path);
  return Array.isArray(options) && options.length > 0;
}

const anyone = (principal: Principal): boolean => principal.id === '*' && ['*', 'AWS'].includes(principal.type);

function letsAnyone(statement: Statement): boolean {
  return (
    (statement.excludesPrincipals || statement.principals.some(anyone)) && !statement.conditions.some(narrowsPrincipal)
  );
}

const caller =
  /^aws:(?:principal(?:arn|account|orgid|orgpaths|tag\/.*|isawsservice|serviceName)|source(?:arn|account|owner|orgid|orgpaths|vpc|vpce|ip|vpcarn)|userid|username|vpcsourceip|viaawsservice)$|^kms:(?:calleraccount|viaservice)$|^s3:(?:dataaccesspointaccount|dataaccesspointarn)$|^(?:sns|sqs|lambda):.*(?:arn|account)$|^elasticfilesystem:accesspointarn$/i;

/** AWS regards a policy as public unless a condition limits the caller. A referer or a secure transport does not. */
function narrowsPrincipal({ operator, key, values }: Condition): boolean {
  if (!caller.test(key) || /not/i.test(operator) || /ifexists$/i.test(operator)) return false;
  return !values.some((value) => /^(?:\*|0\.0\.0\.0\/0|::\/0|arn:[*\w]*:[*\w]*:\*:\*:\*)$/.test(value));
}

function accountsIn(statement: Statement): readonly { readonly account: string; readonly id: string }[] {
  return statement.principals
    .filter(({ type }) => type === 'AWS')
    .flatMap(({ id }) => {
      const account = /^\d{12}$/.test(id) ? id : accountOf(id);
      return account === null ? [] : [{ account, id }];
    });
}

/** Without a known account of the plan, other accounts cannot be recognized. */
function otherAccounts(
  statement: Statement,
  { accounts }: Side,
): readonly { readonly account: string; readonly id: string }[] {
  const named = accountsIn(statement);
  const { own, service } = accounts();
  if (named.length === 0 || own.size === 0) return [];
  return named.filter(({ account }) => !own.has(account) && !service.has(account));
}

/** Issuers shared by many tenants. Only the subject says which tenant may assume the role. */
const shared =
  /(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|api\.bitbucket\.org|vercel\.com|agent\.buildkite\.com|accounts\.google\.com)/;
const subject =
  /:(?:sub|job_workflow_ref|repository|repository_owner|repository_id|repository_owner_id|project_path|namespace_path|terraform_organization_name|terraform_workspace_id|amr|email)$/;

function openFederations(statement: Statement): readonly string[] {
  const issuers = statement.principals
    .filter(({ type, id }) => type === 'Federated' && !id.includes(':saml-provider/'))
    .map(({ id }) => id.replace(/^.*oidc-provider\//, ''));
  const limits = statement.conditions.filter(
    ({ operator, values }) => !/not/i.test(operator) && !values.some((value) => /^(?:\*|repo:\*)/.test(value)),
  );
  return issuers.filter((issuer) =>
    shared.test(issuer) ? !limits.some(({ key }) => subject.test(key)) : limits.length === 0,
  );
}

/** Who outside is let in: trust policies of roles, and the policies of buckets, keys, queues and the like. */
import { type Detection, type Grant, noDetections, type Reader, type Side, textOf } from '../grants.ts';
import { accountOf } from './aws-accounts.ts';
import { type Document, documentOf } from './document.ts';
import { isDoubtful } from './identity.ts';
import type { Condition, Principal, Statement } from './policy.ts';

/** Attribute with the policy, and the word and attribute for what it is on. */
const resourcePolicies: Readonly<Record<string, readonly [attribute: string, word: string, name: string]>> = {
  aws_s3_bucket: ['policy', 'bucket', 'bucket'],
  aws_s3_bucket_policy: ['policy', 'bucket', 'bucket'],
  aws_s3_access_point: ['policy', 'access point', 'name'],
  aws_sqs_queue: ['policy', 'queue', 'name'],
  aws_sqs_queue_policy: ['policy', 'queue', 'queue_url'],
  aws_sns_topic: ['policy', 'topic', 'name'],
  aws_sns_topic_policy: ['policy', 'topic', 'arn'],
  aws_kms_key: ['policy', 'key', 'key_id'],
  aws_kms_key_policy: ['policy', 'key', 'key_id'],
  aws_kms_external_key: ['policy', 'key', 'id'],
  aws_secretsmanager_secret: ['policy', 'secret', 'name'],
  aws_secretsmanager_secret_policy: ['policy', 'secret', 'secret_arn'],
  aws_ecr_repository_policy: ['policy', 'repository', 'repository'],
  aws_ecr_registry_policy: ['policy', 'registry', 'registry_id'],
  aws_backup_vault_policy: ['policy', 'vault', 'backup_vault_name'],
  aws_glacier_vault: ['access_policy', 'vault', 'name'],
  aws_elasticsearch_domain: ['access_policies', 'search domain', 'domain_name'],
  aws_opensearch_domain: ['access_policies', 'search domain', 'domain_name'],
  aws_elasticsearch_domain_policy: ['access_policies', 'search domain', 'domain_name'],
  aws_opensearch_domain_policy: ['access_policies', 'search domain', 'domain_name'],
  aws_cloudwatch_event_bus_policy: ['policy', 'event bus', 'event_bus_name'],
  aws_dynamodb_resource_policy: ['policy', 'table', 'resource_arn'],
  aws_kinesis_resource_policy: ['policy', 'stream', 'resource_arn'],
  aws_msk_cluster_policy: ['policy', 'cluster', 'cluster_arn'],
  aws_codeartifact_domain_permissions_policy: ['policy_document', 'domain', 'domain'],
  aws_codeartifact_repository_permissions_policy: ['policy_document', 'repository', 'repository'],
  aws_acmpca_policy: ['policy', 'certificate authority', 'resource_arn'],
  aws_media_store_container_policy: ['policy', 'container', 'container_name'],
  aws_ses_identity_policy: ['policy', 'identity', 'identity'],
};

export function hasResourcePolicy(type: string): boolean {
  return Object.hasOwn(resourcePolicies, type);
}

/** `assume_role_policy` of a role. */
export const readTrust: Reader = (side) => {
  const document = documentOf(side, 'assume_role_policy');
  const name = textOf(side, 'name');
  const holder = name === null ? null : `role ${name}`;
  const doubt: readonly Detection[] = isDoubtful(document)
    ? [{ kind: 'trust', unknown: 'after.assume_role_policy' }]
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
    ...(accountsIn(statement).length > 0 && side.index.ownAccounts.size === 0
      ? [{ kind: 'trust' as const, unknown: 'the account that this plan is for' }]
      : noDetections),
    ...openFederations(statement).map((issuer) => grant(issuer, 'any identity of ', issuer)),
  ];
}

/** Policies of things that hold or carry data. */
export const readResourcePolicy: Reader = (side) => {
  const [attribute, word, key] = resourcePolicies[side.change.type] ?? [];
  if (attribute === undefined || key === undefined || isInsideNetwork(side)) return noDetections;
  const document: Document = documentOf(side, attribute);
  const name = textOf(side, key) ?? textOf(side, 'arn');
  const holder = name === null ? null : `${word} ${name.slice(name.lastIndexOf(':') + 1)}`;
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
    ...(isDoubtful(document) ? [{ kind: 'public' as const, unknown: `after.${attribute}` }] : []),
  ];
};

function openTo(statement: Statement, holder: string | null): Grant {
  const actions = statement.actions ?? ['*'];
  const shown = actions.length > 3 ? [...actions.slice(0, 3), `${actions.length - 3} more`] : actions;
  return { kind: 'public', keys: actions, holder, text: ['anyone (`*`) may ', shown.join(', ')] };
}

/** A search domain inside a VPC is reached through it alone. */
function isInsideNetwork(side: Side): boolean {
  const { type } = side.change;
  if (!/^aws_(?:elasticsearch|opensearch)_domain/.test(type)) return false;
  const name = textOf(side, 'domain_name');
  const named =
    name === null ? undefined : side.index.byName(/^aws_(?:elasticsearch|opensearch)_domain$/, 'domain_name', name);
  const domain = named ?? side.change;
  const values: unknown = domain.values.after ?? domain.values.before;
  const options =
    typeof values === 'object' && values !== null
      ? Object.entries(values).find(([key]) => key === 'vpc_options')
      : undefined;
  return Array.isArray(options?.[1]) && options[1].length > 0;
}

const anyone = (principal: Principal): boolean => principal.id === '*' && ['*', 'AWS'].includes(principal.type);

function letsAnyone(statement: Statement): boolean {
  return (
    (statement.excludesPrincipals || statement.principals.some(anyone)) && !statement.conditions.some(narrowsPrincipal)
  );
}

const caller =
  /^aws:(?:principal(?:arn|account|orgid|orgpaths|tag\/.*|isawsservice|serviceName)|source(?:arn|account|owner|orgid|orgpaths|vpc|vpce|ip|vpcarn)|userid|username|vpcsourceip|viaawsservice)$|^kms:(?:calleraccount|viaservice)$|^s3:(?:dataaccesspointaccount|dataaccesspointarn)$|^(?:sns|sqs|lambda):.*(?:arn|account)$|^elasticfilesystem:accesspointarn$/i;

/** AWS calls a policy public unless a condition fixes who the caller is; a referer or the transport does not. */
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

/** Only where the plan's own account is known: else nothing tells one account from another. */
function otherAccounts(
  statement: Statement,
  { index }: Side,
): readonly { readonly account: string; readonly id: string }[] {
  const named = accountsIn(statement);
  if (named.length === 0 || index.ownAccounts.size === 0) return [];
  return named.filter(({ account }) => !index.ownAccounts.has(account) && !index.isServiceAccount(account));
}

/** Issuers that many share: which of their tenants may come in stands in the subject. */
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

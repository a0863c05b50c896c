/** Things laid open to everybody by a switch or a list: buckets, images, snapshots, databases, functions. */
import { isObject } from '../../model/plan-json.ts';
import { child } from '../../model/values.ts';
import {
  blocksOf,
  type Detection,
  type Grant,
  type GrantKind,
  noDetections,
  type Reader,
  type Side,
  textOf,
  textsOf,
} from '../grants.ts';

function open(side: Side, what: string, name: string | null): readonly Grant[] {
  return [sign(side, 'public', what, name)];
}

function sign(side: Side, kind: GrantKind, what: string, name: string | null): Grant {
  return {
    kind,
    keys: [what],
    holder: name === null ? null : `${side.change.type.split('_')[0]} ${name}`,
    text: [what],
  };
}

const acls = new Set(['public-read', 'public-read-write', 'authenticated-read']);

/** Canned access lists of buckets and objects, and grants to the groups that everybody is in. */
export const readS3Acl: Reader = (side) => {
  const name = textOf(side, 'bucket');
  const acl = textOf(side, 'acl');
  const grants = [side.values.grant, ...blocksOf(side, 'access_control_policy').map(({ values }) => values.grant)]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter(isObject)
    .flatMap((each) => [
      each.uri,
      ...(Array.isArray(each.grantee) ? each.grantee.map((one) => child(one, 'uri')) : []),
    ]);
  const group = grants.flatMap((uri) =>
    typeof uri === 'string' ? (/\/(AllUsers|AuthenticatedUsers)$/.exec(uri)?.[1] ?? []) : [],
  );
  return [
    ...(acl !== null && acls.has(acl) ? open(side, `acl ${acl}`, name) : []),
    ...[...new Set(group)].flatMap((each) => open(side, `a grant to ${each}`, name)),
  ];
};

const blockSettings = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

/** Each setting that holds is a guard of the bucket, or of the account; all of them off from the start is an opening. */
export const readPublicAccessBlock: Reader = (side) => {
  const name =
    textOf(side, 'bucket') ?? (side.change.type === 'aws_s3_account_public_access_block' ? 'the account' : null);
  const held = blockSettings.filter((key) => side.values[key] === true);
  const isOff = blockSettings.every(
    (key) => (side.values[key] ?? false) === false && child(side.unknown, key) !== true,
  );
  return [
    ...held.map((key) => ({
      ...sign(side, 'public-guard', key, name),
      text: ['public access block lifted: ', key],
      ...(name !== null && { guarded: name }),
    })),
    ...(isOff ? open(side, 'public access block off', name) : []),
  ];
};

/** Switches that put something on the internet while they are true. */
const switches: Readonly<Record<string, string>> = {
  aws_db_instance: 'publicly_accessible',
  aws_rds_cluster_instance: 'publicly_accessible',
  aws_neptune_cluster_instance: 'publicly_accessible',
  aws_redshift_cluster: 'publicly_accessible',
  aws_redshiftserverless_workgroup: 'publicly_accessible',
  aws_dms_replication_instance: 'publicly_accessible',
  aws_mq_broker: 'publicly_accessible',
};

export function hasPublicSwitch(type: string): boolean {
  return Object.hasOwn(switches, type);
}

const names = ['identifier', 'cluster_identifier', 'replication_instance_id', 'broker_name', 'workgroup_name', 'name'];

export const readPublicSwitch: Reader = (side) => {
  const key = switches[side.change.type];
  if (key === undefined || side.values[key] !== true) return noDetections;
  const name = names.map((each) => textOf(side, each)).find((each) => each !== null) ?? null;
  return open(side, 'a public address', name);
};

/** Images and snapshots shared with everybody, or with an account that is not the plan's own. */
export const readShared: Reader = (side) => {
  const shared = ['group', 'account_id', 'shared_accounts'].map((key) => ({ key, ...textsOf(side, key) }));
  const known = shared.flatMap((each) => each.known);
  const names = ['image_id', 'snapshot_id', 'db_snapshot_identifier', 'db_cluster_snapshot_identifier'];
  const name = names.map((key) => textOf(side, key)).find((each) => each !== null) ?? null;
  if (known.includes('all')) return open(side, 'shared with everybody', name);
  const { ownAccounts } = side.index;
  const accounts = known.filter((id) => /^\d{12}$/.test(id) && !ownAccounts.has(id));
  if (accounts.length > 0 && ownAccounts.size === 0)
    return [{ kind: 'trust', unknown: 'the account that this plan is for' }];
  return [
    ...accounts.map(
      (account): Detection => ({
        kind: 'trust',
        keys: [account],
        holder: name,
        text: ['account ', account, ' with a copy'],
      }),
    ),
    ...shared
      .filter(({ key, unknown }) => unknown && key !== 'group')
      .map(({ key }): Detection => ({ kind: 'trust', unknown: `after.${key}` })),
  ];
};

/** The account-wide refusals to share snapshots and images. */
export const readSharingBlock: Reader = (side) => {
  const state = textOf(side, 'state');
  if (state === null || state === 'unblocked') return noDetections;
  return [
    { ...sign(side, 'public-guard', state, 'the account'), text: ['the refusal to share in public (', state, ')'] },
  ];
};

export const readFunction: Reader = (side) => {
  const name = textOf(side, 'function_name') ?? textOf(side, 'layer_name') ?? textOf(side, 'event_bus_name');
  if (side.change.type === 'aws_lambda_function_url') {
    return textOf(side, 'authorization_type') === 'NONE'
      ? open(side, 'a URL without authorization', name)
      : noDetections;
  }
  const limits = ['source_arn', 'source_account', 'principal_org_id', 'organization_id'];
  const isLimited = limits.some((key) => textOf(side, key) !== null || child(side.unknown, key) === true);
  const isConditional = blocksOf(side, 'condition').length > 0;
  return textOf(side, 'principal') === '*' && !isLimited && !isConditional
    ? open(side, 'anyone (`*`)', name)
    : noDetections;
};

/** Azure: containers that anybody may read. */
export const readStorageContainer: Reader = (side) => {
  const access = textOf(side, 'container_access_type');
  return access === 'blob' || access === 'container'
    ? open(side, `anonymous access (${access})`, textOf(side, 'name'))
    : noDetections;
};

/** Switches whose safe position is a guard: what was never safe is not made worse. */
const guards: readonly (readonly [key: string, safe: unknown, unsafe: unknown, words: string])[] = [
  ['public_network_access_enabled', false, true, 'public network access switched on'],
  ['allow_nested_items_to_be_public', false, true, 'anonymous access to containers allowed'],
  ['allow_blob_public_access', false, true, 'anonymous access to containers allowed'],
  ['public_access_prevention', 'enforced', 'inherited', 'prevention of public access lifted'],
];

export function hasPublicGuard(type: string): boolean {
  return type.startsWith('azurerm_') || type === 'google_storage_bucket';
}

/** After the plan a guard is only gone where the code says so: providers leave unset what they do not know. */
export const readPublicGuard: Reader = (side) => {
  const name = textOf(side, 'name');
  return guards
    .filter(([key, safe, unsafe]) => side.values[key] === safe || (side.isAfter && side.values[key] !== unsafe))
    .map(([key, , , words]) => ({
      ...sign(side, 'public-guard', key, name),
      holder: `${side.change.type} ${name}`,
      text: [words],
      ...(name !== null && { guarded: name }),
    }));
};

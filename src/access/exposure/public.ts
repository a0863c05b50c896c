/** Values and lists that make something public: buckets, images, snapshots, databases, functions. */
import { readPath } from '../../model/values.ts';
import type { AccessListSource } from '../../source/access.ts';
import type {
  OpenPrincipalSource,
  PublicAccessBlockSource,
  PublicGuardSource,
  PublicValueSource,
  SharedCopySource,
  SharingBlockSource,
} from '../../source/exposure.ts';
import {
  type Detection,
  type Grant,
  type GrantKind,
  holderOf,
  isUnknownAt,
  nameOf,
  noDetections,
  type Reader,
  type Side,
  textAt,
  textsAt,
} from '../grants.ts';

const account = 'the account';

function publicGrant(side: Side, what: string, name: string | null): Grant {
  return toGrant(side, 'public', what, name);
}

function toGrant(side: Side, kind: GrantKind, what: string, name: string | null): Grant {
  const provider = side.change.type.split('_', 1)[0];
  return { kind, keys: [what], holder: name === null ? null : `${provider} ${name}`, text: [what] };
}

/** Returns an opening for each attribute value that makes the object public. */
export const readPublicValue: Reader<PublicValueSource> = (side, { path, values, says, name }) => {
  const found = readPath(side.values, side.unknown, path).known.filter((value) => values.includes(value));
  return found.map((value) => publicGrant(side, says.replace('{value}', String(value)), nameOf(side, name)));
};

/**
 * Returns a guard that keeps the object private. After the plan it counts as removed only if the value is explicitly
 * unsafe, since providers leave unknown values unset.
 */
export const readPublicGuard: Reader<PublicGuardSource> = (side, { path, safe, unsafe, says }) => {
  const { known } = readPath(side.values, side.unknown, path);
  const isSafe = side.isAfter ? !known.includes(unsafe) : known.includes(safe);
  if (!isSafe) return noDetections;
  const name = textAt(side, 'name');
  const guard = { ...toGrant(side, 'public-guard', path, name), holder: `${side.change.type} ${name}`, text: [says] };
  return [name === null ? guard : { ...guard, guarded: name }];
};

/** Returns a guard for each setting of a public access block that is on, and an opening if all are off. */
export const readPublicAccessBlock: Reader<PublicAccessBlockSource> = (side, { settings, bucket }) => {
  const name = bucket === undefined ? account : textAt(side, bucket);
  const held = settings.filter((key) => side.values[key] === true);
  const isOff = settings.every((key) => (side.values[key] ?? false) === false && !isUnknownAt(side, key));
  return [
    ...held.map((key) => ({
      ...toGrant(side, 'public-guard', key, name),
      text: ['public access block removed: ', key],
      ...(name !== null && { guarded: name }),
    })),
    ...(isOff ? [publicGrant(side, 'public access block off', name)] : []),
  ];
};

/** Returns the guard of an account-wide block against sharing snapshots and images. */
export const readSharingBlock: Reader<SharingBlockSource> = (side, { path, off }) => {
  const state = textAt(side, path);
  if (state === null || state === off) return noDetections;
  const text = ['block on public sharing turned off (', state, ')'];
  return [{ ...toGrant(side, 'public-guard', state, account), text }];
};

/** Returns an opening for each entry of an access list that names everyone. */
export const readAccessList: Reader<AccessListSource> = (side, source) => {
  const { holder } = holderOf(side, source.holder);
  const { everybody } = side.change.catalog.tables.privileges;
  const entries = source.entries.flatMap((path) => textsAt(side, path).known);
  const named = new Set(entries.flatMap((entry) => everybody.find((name) => granteeName(entry) === name) ?? []));
  return [...named].map((name): Grant => {
    const on = holder === null ? [] : [' on ', holder];
    const text = source.says === undefined ? [name, ...on] : [source.says.replace('{value}', name)];
    return { kind: 'public', keys: [name], holder, text };
  });
};

/**
 * Returns the name of a grantee: the last part of `READER:allUsers` or
 * `http://acs.amazonaws.com/groups/global/AllUsers`.
 */
function granteeName(entry: string): string {
  return entry.slice(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf(':')) + 1);
}

/** Returns images and snapshots shared with everyone, or with an account that is not one of this plan. */
export const readSharedCopy: Reader<SharedCopySource> = (side, source) => {
  const shared = source.with.map((path) => ({ path, ...textsAt(side, path) }));
  const known = shared.flatMap((each) => each.known);
  const name = nameOf(side, source.name);
  if (known.includes('all')) return [publicGrant(side, 'shared with everyone', name)];
  const ownAccounts = side.accounts().own;
  const accounts = known.filter((id) => /^\d{12}$/.test(id) && !ownAccounts.has(id));
  if (accounts.length > 0 && ownAccounts.size === 0) return [{ kind: 'trust', unknown: 'the account of this plan' }];
  return [
    ...accounts.map(
      (id): Detection => ({
        kind: 'trust',
        keys: [id],
        holder: name,
        text: ['account ', id, ' with access to a copy'],
      }),
    ),
    ...shared
      .filter((each) => each.unknown)
      .map(({ path }): Detection => ({ kind: 'trust', unknown: `after.${path}` })),
  ];
};

/** Returns an opening for a permission of any principal without a condition. */
export const readOpenPrincipal: Reader<OpenPrincipalSource> = (side, { principal, unless, name }) => {
  if (textAt(side, principal) !== '*') return noDetections;
  const isNarrowed = unless.some((path) => {
    const { known, unknown } = readPath(side.values, side.unknown, path);
    return unknown || known.some((value) => value !== '' && !(Array.isArray(value) && value.length === 0));
  });
  return isNarrowed ? noDetections : [publicGrant(side, 'anyone (`*`)', nameOf(side, name))];
};

/** What a value or a list opens to everybody: buckets, images, snapshots, databases, functions. */
import { readPath } from '../../model/values.ts';
import type {
  AccessListSource,
  OpenPrincipalSource,
  PublicAccessBlockSource,
  PublicGuardSource,
  PublicValueSource,
  SharedCopySource,
  SharingBlockSource,
} from '../../source/access.ts';
import {
  type Detection,
  type Grant,
  type GrantKind,
  holderOf,
  isUnknown,
  nameOf,
  noDetections,
  type Reader,
  type Side,
  textOf,
  textsOf,
} from '../grants.ts';

const account = 'the account';

function open(side: Side, what: string, name: string | null): Grant {
  return sign(side, 'public', what, name);
}

function sign(side: Side, kind: GrantKind, what: string, name: string | null): Grant {
  const provider = side.change.type.split('_', 1)[0];
  return { kind, keys: [what], holder: name === null ? null : `${provider} ${name}`, text: [what] };
}

export const readPublicValue: Reader<PublicValueSource> = (side, { path, values, says, name }) => {
  const found = readPath(side.values, side.unknown, path).known.filter((value) => values.includes(value));
  return found.map((value) => open(side, says.replace('{value}', String(value)), nameOf(side, name)));
};

/** After the plan a guard is only gone where the code says so: providers leave unset what they do not know. */
export const readPublicGuard: Reader<PublicGuardSource> = (side, { path, safe, unsafe, says }) => {
  const { known } = readPath(side.values, side.unknown, path);
  const isSafe = side.isAfter ? !known.includes(unsafe) : known.includes(safe);
  if (!isSafe) return noDetections;
  const name = textOf(side, 'name');
  const guard = { ...sign(side, 'public-guard', path, name), holder: `${side.change.type} ${name}`, text: [says] };
  return [name === null ? guard : { ...guard, guarded: name }];
};

/** Each setting that is on guards the bucket or the account; all of them off from the start is an opening. */
export const readPublicAccessBlock: Reader<PublicAccessBlockSource> = (side, { settings, bucket }) => {
  const name = bucket === undefined ? account : textOf(side, bucket);
  const held = settings.filter((key) => side.values[key] === true);
  const isOff = settings.every((key) => (side.values[key] ?? false) === false && !isUnknown(side, key));
  return [
    ...held.map((key) => ({
      ...sign(side, 'public-guard', key, name),
      text: ['public access block lifted: ', key],
      ...(name !== null && { guarded: name }),
    })),
    ...(isOff ? [open(side, 'public access block off', name)] : []),
  ];
};

/** The account-wide refusals to share snapshots and images. */
export const readSharingBlock: Reader<SharingBlockSource> = (side, { path, off }) => {
  const state = textOf(side, path);
  if (state === null || state === off) return noDetections;
  const text = ['the refusal to share in public (', state, ')'];
  return [{ ...sign(side, 'public-guard', state, account), text }];
};

/** Canned values and lists that name everybody. */
export const readAccessList: Reader<AccessListSource> = (side, source) => {
  const { holder } = holderOf(side, source.holder);
  const { everybody } = side.change.catalog.tables.privileges;
  const entries = source.entries.flatMap((path) => textsOf(side, path).known);
  const named = new Set(entries.flatMap((entry) => everybody.find((name) => lastWord(entry) === name) ?? []));
  return [...named].map((name): Grant => {
    const on = holder === null ? [] : [' on ', holder];
    const text = source.says === undefined ? [name, ...on] : [source.says.replace('{value}', name)];
    return { kind: 'public', keys: [name], holder, text };
  });
};

/** Of `READER:allUsers` and `http://acs.amazonaws.com/groups/global/AllUsers`, who it is. */
function lastWord(entry: string): string {
  return entry.slice(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf(':')) + 1);
}

/** Images and snapshots shared with everybody, or with an account that is not the plan's own. */
export const readSharedCopy: Reader<SharedCopySource> = (side, source) => {
  const shared = source.with.map((path) => ({ path, ...textsOf(side, path) }));
  const known = shared.flatMap((each) => each.known);
  const name = nameOf(side, source.name);
  if (known.includes('all')) return [open(side, 'shared with everybody', name)];
  const ownAccounts = side.accounts().own;
  const accounts = known.filter((id) => /^\d{12}$/.test(id) && !ownAccounts.has(id));
  if (accounts.length > 0 && ownAccounts.size === 0)
    return [{ kind: 'trust', unknown: 'the account that this plan is for' }];
  return [
    ...accounts.map(
      (id): Detection => ({ kind: 'trust', keys: [id], holder: name, text: ['account ', id, ' with a copy'] }),
    ),
    ...shared
      .filter((each) => each.unknown)
      .map(({ path }): Detection => ({ kind: 'trust', unknown: `after.${path}` })),
  ];
};

/** A permission for everybody that nothing narrows. */
export const readOpenPrincipal: Reader<OpenPrincipalSource> = (side, { principal, unless, name }) => {
  if (textOf(side, principal) !== '*') return noDetections;
  const isNarrowed = unless.some((path) => {
    const { known, unknown } = readPath(side.values, side.unknown, path);
    return unknown || known.some((value) => value !== '' && !(Array.isArray(value) && value.length === 0));
  });
  return isNarrowed ? noDetections : [open(side, 'anyone (`*`)', nameOf(side, name))];
};

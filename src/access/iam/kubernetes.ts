/** Kubernetes roles with full access to a cluster, and their subjects. */
import type { PlainSource } from '../../source/access.ts';
import {
  blocksAt,
  type Detection,
  type Grant,
  isUnknownAt,
  noDetections,
  type Reader,
  strings,
  textAt,
  within,
} from '../grants.ts';

/** Returns administrator grants of role bindings, for the cluster or one namespace. */
export const readRoleBinding: Reader<PlainSource> = (side, { reads }) => {
  const [reference] = blocksAt(side, 'role_ref');
  if (reference === undefined) return noDetections;
  const there = within(side, reference);
  const name = textAt(there, 'name');
  if (name === null)
    return isUnknownAt(there, 'name') ? [{ kind: 'admin', unknown: 'after.role_ref[0].name' }] : noDetections;
  const isOfCluster = reads === 'cluster-role-binding';
  const { adminRoles } = side.change.catalog.tables.privileges.kubernetes;
  const role = adminRoles.find((each) => each.name === name);
  if (role === undefined || (role.inCluster && !isOfCluster)) return noDetections;
  return blocksAt(side, 'subject').map((block): Detection => {
    const subject = within(side, block);
    const who = [textAt(subject, 'kind'), textAt(subject, 'namespace'), textAt(subject, 'name')].filter(
      (each) => each !== null,
    );
    return { kind: 'admin', keys: [`kubernetes ${name}`], holder: who.join(' '), text: [name, ' to ', who.join(' ')] };
  });
};

/** Returns a grant if the role allows every verb on every resource. */
export const readClusterRole: Reader<PlainSource> = (side) => {
  const [metadata] = blocksAt(side, 'metadata');
  const name = metadata === undefined ? null : textAt(within(side, metadata), 'name');
  const has = (value: unknown, word: string): boolean => strings(value).includes(word);
  const isAll = blocksAt(side, 'rule').some(
    ({ values }) => has(values.verbs, '*') && has(values.resources, '*') && has(values.api_groups, '*'),
  );
  const grant: Grant = { kind: 'admin', keys: ['*'], holder: name, text: ['`*` on `*` in the cluster'] };
  return isAll ? [grant] : noDetections;
};

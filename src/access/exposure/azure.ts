/** Azure's security rules, database firewalls and the API of AKS: what they let in from the world. */
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
import { isOwnRange, openingOf } from './exposure.ts';
import { isWorld, parseRange, sensitivePorts } from './ports.ts';

function readRule(side: Side, group: string | null): readonly Detection[] {
  if (textOf(side, 'direction')?.toLowerCase() !== 'inbound') return noDetections;
  const sources = textsOf(side, 'source_address_prefix');
  const more = textsOf(side, 'source_address_prefixes');
  const texts = [...textsOf(side, 'destination_port_range').known, ...textsOf(side, 'destination_port_ranges').known];
  const protocol = (textOf(side, 'protocol') ?? '*').toLowerCase();
  const destination = [
    textOf(side, 'destination_address_prefix') ?? '*',
    ...textsOf(side, 'destination_address_prefixes').known,
  ];
  const holder = group === null ? null : `security group ${group} ${destination.join(' ')}`;
  const isDenied = textOf(side, 'access')?.toLowerCase() === 'deny';
  const ports = texts.flatMap((text) => parseRange(text) ?? []).map((range) => ({ protocol, ...range }));
  const known = [...sources.known, ...more.known];
  if (isDenied) {
    const what = `${protocol} ${texts.join(', ')} from ${known.join(', ')}`;
    return [
      {
        kind: 'network-guard',
        keys: [what],
        holder,
        text: ['denied ', what],
        ...(group !== null && { guarded: group }),
      },
    ];
  }
  const openings = ports.flatMap((each): readonly Grant[] => {
    const opening = openingOf({ ports: each, sources: known, holder });
    return opening ? [opening] : [];
  });
  if (openings.length > 0 || !(sources.unknown || more.unknown)) return openings;
  const isSensitive = ports.some((each) => sensitivePorts(each).names.length > 0);
  return isSensitive && mayBeWorld(side) ? [{ kind: 'opening', unknown: 'after.source_address_prefix' }] : noDetections;
}

function mayBeWorld(side: Side): boolean {
  const references = ['source_address_prefix', 'source_address_prefixes', 'security_rule']
    .flatMap((key) => side.index.references(side.change, key))
    .map(({ text }) => text);
  return references.length === 0 || !references.every(isOwnRange);
}

export const readNetworkRule: Reader = (side) => readRule(side, textOf(side, 'network_security_group_name'));

export const readNetworkGroup: Reader = (side) =>
  blocksOf(side, 'security_rule').flatMap((block) => readRule(within(side, block), textOf(side, 'name')));

/** A range of addresses that may reach a database. `0.0.0.0` to itself stands for Azure's own services. */
export const readDatabaseRule: Reader = (side) => {
  const start = textOf(side, 'start_ip_address');
  const end = textOf(side, 'end_ip_address');
  if (start === null || end === null || firstOctet(end) - firstOctet(start) < 1 || isPrivate(start, end))
    return noDetections;
  const server = textOf(side, 'server_name') ?? textOf(side, 'server_id');
  return [
    {
      kind: 'opening',
      keys: ['database'],
      holder: server === null ? null : `server ${server}`,
      text: ['the database from ', `${start} to ${end}`],
    },
  ];
};

function firstOctet(address: string): number {
  return Number(address.split('.')[0]);
}

function isPrivate(start: string, end: string): boolean {
  return firstOctet(start) === 10 && firstOctet(end) === 10;
}

/** The API of an AKS cluster, where the code itself names who may reach it. */
export const readAksCluster: Reader = (side) => {
  const name = textOf(side, 'name');
  const holder = name === null ? null : `cluster ${name}`;
  const profiles = blocksOf(side, 'api_server_access_profile').map((block) => within(side, block));
  const ranges = [...profiles, side].map((place) =>
    textsOf(place, profiles.includes(place) ? 'authorized_ip_ranges' : 'api_server_authorized_ip_ranges'),
  );
  const known = ranges.flatMap((each) => each.known);
  const isLimited =
    known.length > 0 || ranges.some((each) => each.unknown) || isUnknown(side, 'api_server_access_profile');
  const guards: readonly Detection[] =
    isLimited && name !== null
      ? [{ kind: 'network-guard', keys: ['authorized ranges'], holder, text: ['authorized IP ranges'], guarded: name }]
      : noDetections;
  const open = known.filter(isWorld);
  const opening = openingOf({ ports: { protocol: 'tcp', from: 6443, to: 6443 }, sources: open, holder });
  return opening ? [...guards, opening] : guards;
};

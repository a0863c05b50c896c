/** Google's firewalls and authorized networks: what they let in from the world, and the denials that keep it out. */
import { isObject, type JsonObject } from '../../model/plan-json.ts';
import {
  blocksOf,
  type Detection,
  type Grant,
  isUnknown,
  noDetections,
  type Reader,
  type Side,
  strings,
  textOf,
  textsOf,
  within,
} from '../grants.ts';
import { openingOf } from './exposure.ts';
import { everyPort, isWorld, type Ports, parseRange } from './ports.ts';

function portsOf(block: JsonObject, protocolKey: string): readonly Ports[] {
  const protocol = String(block[protocolKey] ?? 'all').toLowerCase();
  const ranges = strings(block.ports).flatMap((text) => parseRange(text) ?? []);
  return ranges.length === 0 ? [{ ...everyPort, protocol }] : ranges.map((range) => ({ protocol, ...range }));
}

/** Egress never opens anything; nor does a rule that is switched off or denies. */
export const readFirewall: Reader = (side) => {
  if (side.values.disabled === true) return noDetections;
  const network = textOf(side, 'network');
  const targets = ['target_tags', 'target_service_accounts'].flatMap((key) => textsOf(side, key).known).toSorted();
  const place = { network, targets, isEgress: textOf(side, 'direction') === 'EGRESS' };
  const guards = blocksOf(side, 'deny').map((block) => denial(side, block.values, place));
  const sources = sourcesOf(side);
  if (place.isEgress || sources === null) return guards;
  const allowed = blocksOf(side, 'allow').flatMap((block) => portsOf(block.values, 'protocol'));
  const openings = allowed.flatMap((ports) => openingOf({ ports, sources, holder: holderOf(place) }) ?? []);
  return [...guards, ...openings];
};

interface FirewallSide {
  readonly targets: readonly string[];
  readonly network: string | null;
  readonly isEgress: boolean;
}

/** Rules with the same targets are one wall: it does not matter which of them opens a port. */
function holderOf({ network, targets }: FirewallSide): string | null {
  if (network === null) return null;
  return [`network ${network.slice(network.lastIndexOf('/') + 1)}`, ...targets].join(' ');
}

/** Without any source, all may come in; a tag or a service account beside a range widens it. Null: not known. */
function sourcesOf(side: Side): readonly string[] | null {
  const ranges = textsOf(side, 'source_ranges');
  if (ranges.known.length > 0) return ranges.known;
  const limits = ['source_tags', 'source_service_accounts'].map((key) => textsOf(side, key));
  if (limits.some((each) => each.known.length > 0 || each.unknown)) return null;
  if (ranges.unknown && !side.index.isUnset(side.change, 'source_ranges') && side.index.block(side.change)) return null;
  return ['0.0.0.0/0'];
}

function denial(side: Side, block: JsonObject, place: FirewallSide): Grant {
  const ranges = [...textsOf(side, 'source_ranges').known, ...textsOf(side, 'destination_ranges').known];
  const ports = strings(block.ports).join(', ');
  const what = [String(block.protocol ?? 'all'), ports, place.isEgress ? 'to' : 'from', ranges.join(', ')]
    .filter(Boolean)
    .join(' ');
  return {
    kind: 'network-guard',
    keys: [what],
    holder: holderOf(place),
    text: ['denied ', what],
    ...(place.network !== null && { guarded: place.network }),
  };
}

/** Rules of a firewall policy. */
export const readPolicyRule: Reader = (side) => {
  if (side.values.disabled === true || textOf(side, 'direction') !== 'INGRESS') return noDetections;
  if (textOf(side, 'action') !== 'allow') return noDetections;
  const policy = textOf(side, 'firewall_policy');
  return blocksOf(side, 'match').flatMap((match) => {
    const sources = textsOf(within(side, match), 'src_ip_ranges').known;
    const configs = match.values.layer4_configs;
    const ports = (Array.isArray(configs) ? configs : [])
      .filter(isObject)
      .flatMap((each) => portsOf(each, 'ip_protocol'));
    const holder = policy === null ? null : `firewall policy ${policy}`;
    return ports.flatMap((each) => openingOf({ ports: each, sources, holder }) ?? []);
  });
};

/** The API of a GKE cluster: only what the code says itself; a cluster without any list is Google's default. */
export const readGkeCluster: Reader = (side) => {
  const name = textOf(side, 'name');
  const lists = blocksOf(side, 'master_authorized_networks_config');
  const holder = name === null ? null : `cluster ${name}`;
  const guards: readonly Detection[] =
    lists.length > 0 && name !== null
      ? [{ kind: 'network-guard', keys: ['authorized networks'], holder, text: ['authorized networks'], guarded: name }]
      : noDetections;
  const sources = lists
    .flatMap((list) => blocksOf(within(side, list), 'cidr_blocks'))
    .flatMap(({ values }) => strings(values.cidr_block));
  const opening = openingOf({ ports: { protocol: 'tcp', from: 6443, to: 6443 }, sources, holder });
  return opening ? [...guards, opening] : guards;
};

/** Networks that may reach a database over its public address. */
export const readCloudSql: Reader = (side) => {
  const name = textOf(side, 'name');
  const networks = blocksOf(side, 'settings')
    .flatMap((block) => blocksOf(within(side, block), 'ip_configuration').map((inner) => within(side, inner)))
    .flatMap((configuration) => blocksOf(configuration, 'authorized_networks').map((block) => within(side, block)));
  return networks.flatMap((network): readonly Detection[] => {
    const value = textOf(network, 'value');
    const holder = name === null ? null : `instance ${name}`;
    if (value !== null && isWorld(value))
      return [{ kind: 'opening', keys: ['database'], holder, text: ['the database from ', value] }];
    return isUnknown(network, 'value')
      ? [{ kind: 'opening', unknown: 'after.settings[0].ip_configuration[0].authorized_networks' }]
      : noDetections;
  });
};

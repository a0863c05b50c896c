/** Security groups and network lists of AWS: what they let in from the world. */
import { child } from '../../model/values.ts';
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
import { everyPort, type Ports, sensitivePorts } from './ports.ts';

const sourceKeys = [
  'cidr_blocks',
  'ipv6_cidr_blocks',
  'cidr_ipv4',
  'cidr_ipv6',
  'cidr',
  'cidr_block',
  'ipv6_cidr_block',
];

function portsOf(side: Side): Ports {
  const protocol = (textOf(side, 'protocol') ?? textOf(side, 'ip_protocol') ?? 'all').toLowerCase();
  const [from, to] = [child(side.values, 'from_port'), child(side.values, 'to_port')].map(Number);
  const isAll = ['-1', 'all'].includes(protocol) || from === undefined || to === undefined || Number.isNaN(from + to);
  // Port 0 to 0 of a network list's `all` means all; so does -1 of a security group.
  return isAll ? everyPort : { protocol, from: from ?? 0, to: to ?? 0 };
}

interface Rule {
  /** Attribute of the object that the sources stand under in the configuration. */
  readonly top: string | null;
  readonly path: string;
  readonly holder: string | null;
  readonly alias?: string;
}

function readRule(side: Side, rule: Rule): readonly Detection[] {
  const ports = portsOf(side);
  const sources = sourceKeys.map((key) => ({ key, ...textsOf(side, key) }));
  const opening = openingOf({ ports, sources: sources.flatMap((each) => each.known), holder: rule.holder });
  if (opening) return [{ ...opening, ...(rule.alias !== undefined && { alias: rule.alias }) }];
  const doubtful = sources.find((each) => each.unknown && mayBeWorld(side, rule.top ?? each.key));
  const isSensitive = sensitivePorts(ports).names.length > 0;
  return doubtful && isSensitive ? [{ kind: 'opening', unknown: `after.${rule.path}${doubtful.key}` }] : noDetections;
}

function mayBeWorld(side: Side, attribute: string): boolean {
  const block = side.index.block(side.change);
  if (block !== null && !Object.hasOwn(block.raw, attribute)) return false;
  const references = side.index.references(side.change, attribute).map(({ text }) => text);
  return references.length === 0 || !references.every((text) => isOwnRange(text) || /\.(?:id|arn)$/.test(text));
}

/** Rules written into the group itself, in whatever order. */
export const readSecurityGroup: Reader = (side) => {
  const [id, name] = [textOf(side, 'id'), textOf(side, 'name')].map((each) => each && `security group ${each}`);
  const holder = id ?? name ?? null;
  if (
    isUnknown(side, 'ingress') &&
    !side.index.isUnset(side.change, 'ingress') &&
    side.index.block(side.change) !== null
  )
    return [{ kind: 'opening', unknown: 'after.ingress' }];
  return blocksOf(side, 'ingress').flatMap((block) =>
    readRule(within(side, block), { top: 'ingress', path: `${block.at}.`, holder, ...(name && { alias: name }) }),
  );
};

/** One rule as an object of its own. */
export const readSecurityGroupRule: Reader = (side) => {
  if (side.change.type === 'aws_security_group_rule' && textOf(side, 'type') !== 'ingress') return noDetections;
  const group = textOf(side, 'security_group_id');
  return readRule(side, { top: null, path: '', holder: group === null ? null : `security group ${group}` });
};

/**
 * A network list that lets everything in is what AWS starts with, and answers to outgoing calls need wide ranges: only a
 * sensitive port by name counts.
 */
function narrow(signs: readonly Detection[], ports: Ports): readonly Detection[] {
  return ports.to - ports.from <= 100 ? signs : noDetections;
}

export const readNetworkAcl: Reader = (side) => {
  const name = textOf(side, 'id');
  const holder = name === null ? null : `network list ${name}`;
  return blocksOf(side, 'ingress')
    .map((block) => ({ block, rule: within(side, block) }))
    .filter(({ rule }) => textOf(rule, 'action')?.toLowerCase() === 'allow')
    .flatMap(({ block, rule }) =>
      narrow(readRule(rule, { top: 'ingress', path: `${block.at}.`, holder }), portsOf(rule)),
    );
};

export const readNetworkAclRule: Reader = (side) => {
  if (child(side.values, 'egress') === true) return noDetections;
  const list = textOf(side, 'network_acl_id');
  const holder = list === null ? null : `network list ${list}`;
  if (textOf(side, 'rule_action')?.toLowerCase() === 'deny') return denied(side, holder);
  return narrow(readRule(side, { top: null, path: '', holder }), portsOf(side));
};

function denied(side: Side, holder: string | null): readonly Grant[] {
  const sources = sourceKeys.flatMap((key) => textsOf(side, key).known);
  const ports = portsOf(side);
  const what = `${ports.protocol} ${ports.from}-${ports.to} ${sources.join(', ')}`;
  const guarded = textOf(side, 'network_acl_id');
  return [
    {
      kind: 'network-guard',
      keys: [what],
      holder,
      text: ['denied ', what],
      ...(guarded !== null && { guarded }),
    },
  ];
}

/** The API of an EKS cluster, where the code itself names who may reach it. */
export const readEksCluster: Reader = (side) => {
  const name = textOf(side, 'name');
  return blocksOf(side, 'vpc_config').flatMap((block): readonly Detection[] => {
    if (block.values.endpoint_public_access === false) return noDetections;
    const opening = openingOf({
      ports: { protocol: 'tcp', from: 6443, to: 6443 },
      sources: textsOf(within(side, block), 'public_access_cidrs').known,
      holder: name === null ? null : `cluster ${name}`,
    });
    return opening ? [opening] : noDetections;
  });
};

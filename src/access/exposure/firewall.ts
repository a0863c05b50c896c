/** Firewall rules of any provider: what they open to the internet, and the denials that block it. */
import { child, readPath } from '../../model/values.ts';
import type { FirewallSource } from '../../source/exposure.ts';
import {
  type Block,
  blocksAt,
  type Detection,
  type Grant,
  type Holder,
  holderOf,
  holdsAll,
  holdsAny,
  isUnknownAt,
  noDetections,
  type Reader,
  type Side,
  textsAt,
  within,
} from '../grants.ts';
import { isOwnRange, openingOf } from './exposure.ts';
import { everyPort, type Ports, parseRange, sensitivePorts } from './ports.ts';

const world = '0.0.0.0/0';
/** Protocol numbers of the Internet Assigned Numbers Authority; -1 means any. */
const protocolNames: Readonly<Record<string, string>> = { '-1': 'all', '6': 'tcp', '17': 'udp' };

/** In a list that is open by default, a rule with a wider port range says nothing about a sensitive port. */
const narrowRange = 100;

/** One rule. Attributes that its block does not have are read from the object. */
interface Rule {
  readonly source: FirewallSource;
  readonly object: Side;
  readonly block: Block | null;
  readonly holder: Holder;
}

/** Returns openings and denials of all rules of an object. */
export const readFirewall: Reader<FirewallSource> = (object, source) => {
  const holder = holderWithTargets(object, source);
  if (source.rules === undefined) return readRule({ source, object, block: null, holder });
  const [top = ''] = source.rules.split('.');
  const { index, change } = object;
  if (child(object.unknown, top) === true && !index.isUnset(change, top) && index.block(change) !== null)
    return [
      { kind: 'opening', unknown: `after.${top}` },
      { kind: 'network-guard', unknown: `after.${top}` },
    ];
  return blocksAt(object, source.rules).flatMap((block) => {
    const rule = { source, object, block, holder };
    return readRule(source.targets === undefined ? rule : { ...rule, holder: withTargets(rule) });
  });
};

function holderWithTargets(object: Side, source: FirewallSource): Holder {
  return withTargets({ source, object, block: null, holder: holderOf(object, source.holder) });
}

/** Rules with the same targets are compared together, because it does not matter which of them opens a port. */
function withTargets(rule: Rule): Holder {
  const { source, object } = rule;
  const own = holderOf(object, source.holder);
  const targets = (source.targets ?? []).flatMap((path) => textsAt(sideOf(rule, path), path).known);
  const named = targets.filter((target) => target !== '*').toSorted();
  if (own.name === null) return own;
  // A network is named by its self link or by its name.
  const holder = [own.word, own.name.slice(own.name.lastIndexOf('/') + 1), ...named].join(' ');
  return { ...own, holder };
}

function sideOf({ object, block }: Rule, path: string): Side {
  const [top = ''] = path.split('.');
  const isOwn = block !== null && (Object.hasOwn(block.values, top) || child(block.unknown, top) !== undefined);
  return isOwn ? within(object, block) : object;
}

function readRule(rule: Rule): readonly Detection[] {
  const { source } = rule;
  const at = (path: string): Side => sideOf(rule, path);
  if (!holdsAll(source.when, at) || holdsAny(source.not, at)) return noDetections;
  if (source.denies === 'all' || holdsAny(source.denies, at)) return [denial(rule)];
  return portsOf(rule).flatMap((ports) => {
    const isTooWide = source.narrow === true && ports.to - ports.from > narrowRange;
    return isTooWide ? noDetections : opening(rule, ports);
  });
}

function opening(rule: Rule, ports: Ports): readonly Detection[] {
  const { source, object, holder } = rule;
  const services = object.change.catalog.tables.ports;
  const sources = source.sources.map((path) => ({ path, ...textsAt(sideOf(rule, path), path) }));
  const known = sources.flatMap((each) => each.known).filter((text) => text !== '');
  const limited = source.everybody?.unless.map((path) => textsAt(sideOf(rule, path), path)) ?? [];
  const isNamed = known.length > 0 || sources.some(({ path, unknown }) => unknown && isWritten(object, path));
  const isLimited = limited.some((each) => each.known.length > 0 || each.unknown);
  if (known.length === 0 && isLimited) return noDetections;
  const everybody = source.everybody !== undefined && !isNamed ? [world] : [];
  const found = openingOf({ ports, sources: [...known, ...everybody], holder, services });
  if (found) return [found];
  const doubtful = sources.find((each) => each.unknown && mayBeWorld(rule, each.path));
  const isSensitive = sensitivePorts(ports, services).names.length > 0;
  const prefix = rule.block === null ? '' : `${rule.block.at}.`;
  return doubtful && isSensitive ? [{ kind: 'opening', unknown: `after.${prefix}${doubtful.path}` }] : noDetections;
}

function isWritten({ index, change }: Side, path: string): boolean {
  return index.block(change) !== null && !index.isUnset(change, topOf(path));
}

function mayBeWorld({ object, source }: Rule, path: string): boolean {
  const { index, change } = object;
  const attribute = topOf(source.rules ?? path);
  const block = index.block(change);
  if (block !== null && !Object.hasOwn(block.raw, attribute)) return false;
  const references = index.references(change, attribute).map(({ text }) => text);
  return references.length === 0 || !references.every((text) => isOwnRange(text) || /\.(?:id|arn)$/.test(text));
}

function topOf(path: string): string {
  return path.split('.', 1)[0] ?? path;
}

function protocolOf(rule: Rule): string {
  const values = (rule.source.protocol ?? []).flatMap((path) => valuesAt(rule, path)).filter((value) => value !== '');
  const protocol = String(values[0] ?? 'all').toLowerCase();
  return protocolNames[protocol] ?? protocol;
}

function portsOf(rule: Rule): readonly Ports[] {
  const protocol = protocolOf(rule);
  const { ports, range } = rule.source;
  const hasTexts = ports !== undefined && textsOfPorts(rule).length > 0;
  if (range !== undefined && !hasTexts) return [rangeOf(rule, protocol, range)];
  const paths = ports ?? [];
  if (paths.some((path) => isUnknownAt(sideOf(rule, path), path))) return [];
  const ranges = textsOfPorts(rule).flatMap((text) => parseRange(text) ?? []);
  return ranges.length > 0 ? ranges.map((each) => ({ protocol, ...each })) : [{ ...everyPort, protocol }];
}

/** Every port if the protocol is any, or if the rule names no port. */
function rangeOf(rule: Rule, protocol: string, range: NonNullable<FirewallSource['range']>): Ports {
  const [from = null, to = null] = range.map((paths) =>
    [paths]
      .flat()
      .flatMap((path) => valuesAt(rule, path))
      .find(isPort),
  );
  const isAll = ['all', 'any', '*'].includes(protocol) || from === null || to === null;
  const [first, last] = [Number(from), Number(to)];
  return isAll || Number.isNaN(first + last) ? { ...everyPort, protocol } : { protocol, from: first, to: last };
}

/** Providers write an unset port as -1. */
function isPort(value: unknown): boolean {
  return value !== '' && Number(value) >= 0;
}

function valuesAt(rule: Rule, path: string): readonly unknown[] {
  const side = sideOf(rule, path);
  return readPath(side.values, side.unknown, path).known;
}

function textsOfPorts(rule: Rule): readonly string[] {
  const values = (rule.source.ports ?? []).flatMap((path) => valuesAt(rule, path)).flat();
  // One text may list several ports, and a single port may be a number.
  return values
    .flatMap((value) => String(value).split(','))
    .map((text) => text.trim())
    .filter(Boolean);
}

function denial(rule: Rule): Grant {
  const { source, holder } = rule;
  const shownTexts = (paths: readonly string[] = []): readonly string[] =>
    paths.flatMap((path) => textsAt(sideOf(rule, path), path).known).filter((text) => text !== '');
  const [sources, destinations] = [shownTexts(source.sources), shownTexts(source.destinations)];
  const way = sources.length === 0 && destinations.length > 0 ? 'to' : 'from';
  const what = [protocolOf(rule), portsInWords(rule), way, [...sources, ...destinations].join(', ')]
    .filter(Boolean)
    .join(' ');
  return {
    kind: 'network-guard',
    keys: [what],
    holder: holder.holder,
    text: ['denied ', what],
    ...(holder.name !== null && { guarded: holder.name }),
  };
}

function portsInWords(rule: Rule): string {
  const { range } = rule.source;
  const texts = textsOfPorts(rule);
  if (range === undefined || texts.length > 0) return texts.join(', ');
  const { from, to } = rangeOf(rule, protocolOf(rule), range);
  if (from === everyPort.from && to === everyPort.to) return '';
  return from === to ? String(from) : `${from}-${to}`;
}

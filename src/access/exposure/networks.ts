/** Networks and address ranges that may reach managed databases and clusters. */
import { readPath } from '../../model/values.ts';
import type { AddressRangeSource, AllowedNetworksSource } from '../../source/exposure.ts';
import {
  type Detection,
  holderOf,
  holdsAny,
  noDetections,
  type Reader,
  type Side,
  textAt,
  textsAt,
} from '../grants.ts';
import { isWorld } from './ports.ts';

/** Returns openings that the configuration states, or that the provider's default gives where there is no list. */
export const readAllowedNetworks: Reader<AllowedNetworksSource> = (side, source) => {
  if (holdsAny(source.not, () => side)) return noDetections;
  const { holder } = holderOf(side, source.holder);
  const found = source.networks.map((path) => ({ path, ...textsAt(side, path) }));
  const known = found.flatMap((each) => each.known);
  const world = (known.length > 0 ? known : (source.default ?? [])).filter(isWorld);
  const guards = guardOf(side, source);
  if (world.length > 0) {
    const text = [source.service, ' from ', world.join(', ')];
    const parts = world.map((network) => `${source.service} from ${network}`);
    return [...guards, { kind: 'opening', keys: [source.service], holder, parts, text }];
  }
  const isCertain = source.guard !== undefined || source.default !== undefined;
  const doubtful = isCertain ? undefined : found.find(({ unknown }) => unknown);
  return doubtful ? [{ kind: 'opening', unknown: `after.${doubtful.path}` }] : guards;
};

function guardOf(side: Side, { guard, holder: holderSource }: AllowedNetworksSource): readonly Detection[] {
  const { holder, name } = holderOf(side, holderSource);
  if (guard === undefined || name === null) return noDetections;
  const isLimited = [guard.path].flat().some((path) => {
    const { known, unknown } = readPath(side.values, side.unknown, path);
    return unknown || known.some((value) => !Array.isArray(value) || value.length > 0);
  });
  return isLimited
    ? [{ kind: 'network-guard', keys: [guard.says], holder, text: [guard.says], guarded: name }]
    : noDetections;
}

/**
 * Returns an opening for a range of addresses. Azure uses the range from `0.0.0.0` to itself for its own services, so
 * it does not count.
 */
export const readAddressRange: Reader<AddressRangeSource> = (side, source) => {
  const [start, end] = [textAt(side, source.start), textAt(side, source.end)];
  if (start === null || end === null || firstOctet(end) - firstOctet(start) < 1) return noDetections;
  const { holder } = holderOf(side, source.holder);
  return [{ kind: 'opening', keys: [source.service], holder, text: [`${source.service} from `, `${start} to ${end}`] }];
};

function firstOctet(address: string): number {
  return Number(address.split('.')[0]);
}

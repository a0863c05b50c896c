/** Recognizes sensitive ports in a range, and sources that are the whole internet. */
import type { PortSource } from '../../source/tables.ts';

/** A range of ports, both ends included. */
export interface Ports {
  /** In lower case; `all` for any. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** All ports of all protocols. */
export const everyPort: Ports = { protocol: 'all', from: 0, to: 65535 };

/** Returns sensitive ports in a range, e.g. `ssh (22)`. `all` is true if the range has every port. */
export function sensitivePorts(
  { protocol, from, to }: Ports,
  services: readonly PortSource[],
): { readonly names: readonly string[]; readonly all: boolean } {
  const isUdp = ['udp', '17'].includes(protocol);
  if (!isUdp && !['tcp', '6', 'all', '-1', '*', 'any', ''].includes(protocol)) return { names: [], all: false };
  const names = services
    .filter(({ port, udp }) => port >= from && port <= to && (!isUdp || udp === true))
    .map(({ port, service }) => `${service} (${port})`);
  return { names, all: from <= 1 && to >= 65535 };
}

/** Returns the range of `22`, `20-30`, `20/30`, `20:30` or `*`; null for any other text. */
export function parseRange(text: string): { readonly from: number; readonly to: number } | null {
  if (['*', 'any', 'all', '-1/-1'].includes(text.toLowerCase())) return { from: 0, to: 65535 };
  const [, from, to] = /^(\d{1,5})(?:[-/:](\d{1,5}))?$/.exec(text) ?? [];
  return from === undefined ? null : { from: Number(from), to: Number(to ?? from) };
}

/**
 * Whether a source is the whole internet or a large part of it: IPv4 prefixes up to /8 and IPv6 prefixes up to /16,
 * except private ranges.
 */
export function isWorld(source: string): boolean {
  const text = source.trim().toLowerCase();
  if (['*', 'any', 'internet', 'all', '0.0.0.0', '::', '/0'].includes(text)) return true;
  const [address = '', length = ''] = text.split('/');
  if (!/^\d{1,3}$/.test(length)) return false;
  const prefix = Number(length);
  if (address.includes(':')) return prefix <= 16 && !/^f[cde]/.test(address);
  return prefix <= 8 && !(prefix === 8 && /^(?:0|10|127)\./.test(address));
}

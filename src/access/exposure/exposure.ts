/** What a firewall rule of any provider opens to the internet. */
import type { PortSource } from '../../source/tables.ts';
import type { Grant, Holder } from '../grants.ts';
import { isWorld, type Ports, sensitivePorts } from './ports.ts';

const shownPorts = 4;

/** Returns what a rule opens to the internet; null if it opens no sensitive port. */
export function openingOf(options: {
  readonly ports: Ports;
  readonly sources: readonly string[];
  readonly holder: Pick<Holder, 'holder' | 'alias'>;
  readonly services: readonly PortSource[];
}): Grant | null {
  const { ports, holder } = options;
  const world = options.sources.filter(isWorld);
  const { names, all } = sensitivePorts(ports, options.services);
  if (world.length === 0 || names.length === 0) return null;
  const listed = names.slice(0, shownPorts).join(', ');
  const range = ports.from === ports.to ? '' : `ports ${ports.from}-${ports.to}, including `;
  const rest = names.length > shownPorts ? ` and ${names.length - shownPorts} more` : '';
  return {
    kind: 'opening',
    keys: all ? ['every port', ...names] : names,
    holder: holder.holder,
    ...(holder.alias !== undefined && { alias: holder.alias }),
    parts: partsOf(ports, names, world),
    text: [all ? 'every port' : `${range}${listed}${rest}`, ' from ', world.join(', ')],
  };
}

/** Ports that are not sensitive count too, as one range. */
function partsOf({ protocol, from, to }: Ports, names: readonly string[], sources: readonly string[]): string[] {
  const others = to - from + 1 > names.length ? [`${protocol} ${from}-${to}`] : [];
  return [...names, ...others].flatMap((port) => sources.map((source) => `${port} from ${source}`));
}

/** Whether a reference is certainly not the whole internet: the range of a network or the address of one host. */
export function isOwnRange(reference: string): boolean {
  return /\.(?:ipv6_)?(?:cidr_block|cidr_blocks|ip_cidr_range|address_space|address_prefixes|public_ip|private_ip|private_ip_address|ip_address|address|response_body|body)$/.test(
    reference,
  );
}

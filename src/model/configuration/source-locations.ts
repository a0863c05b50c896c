/** Where a subject stands in the configuration: its own block, else what is left of the way to it. */
import type { Configuration, HclModule, SourceLocation } from '../../source/plan-and-configuration.ts';

export interface SourceLocations {
  /**
   * The block of a resource, data source, output or action; else the `removed` block that lets it go; else the call of
   * the nearest module that is still there; else its block in the configuration before the change.
   *
   * @param address without instance keys: `module.network.aws_vpc.main`, `output.endpoint`
   */
  locate(address: string): SourceLocation | undefined;
}

export function toSourceLocations(configuration: Configuration | null, base: Configuration | null): SourceLocations {
  const blocks = blockPlaces(configuration);
  const removed = removedPlaces(configuration);
  const calls = callPlaces(configuration);
  const before = blockPlaces(base);
  const hasNone = configuration === null && base === null;
  return {
    locate(address) {
      if (hasNone) return undefined;
      const own = blocks.get(address);
      if (own && !isInstalled(own)) return own;
      const around = modulesAround(address);
      const first = (places: PlaceOf, keys: readonly string[]): SourceLocation | undefined =>
        keys.map((key) => places.get(key)).find((place) => place !== undefined && !isInstalled(place));
      const gone = own ? undefined : first(removed, [address, ...around]);
      return gone ?? first(calls, around) ?? first(before, [address]);
    },
  };
}

type PlaceOf = ReadonlyMap<string, SourceLocation>;

function blockPlaces(configuration: Configuration | null): PlaceOf {
  return collect(configuration, (module) => [
    ...module.resources.map((resource) => {
      const mode = resource.mode === 'data' ? 'data.' : '';
      return [`${mode}${resource.type}.${resource.name}`, resource] as const;
    }),
    ...(module.others ?? []).map((other) => [other.address, other] as const),
  ]);
}

function removedPlaces(configuration: Configuration | null): PlaceOf {
  return collect(configuration, (module) => module.removed.map((block) => [withoutKeys(block.from), block] as const));
}

function callPlaces(configuration: Configuration | null): PlaceOf {
  return collect(configuration, (module) => module.calls.map((call) => [`module.${call.name}`, call] as const));
}

/** Of what stands twice, as only one of two tools reads it, the first. */
function collect(
  configuration: Configuration | null,
  placesIn: (module: HclModule) => readonly (readonly [string, SourceLocation])[],
): PlaceOf {
  const places = new Map<string, SourceLocation>();
  for (const module of configuration?.modules ?? []) {
    for (const [address, { file, line }] of placesIn(module)) {
      const full = module.address === '' ? address : `${module.address}.${address}`;
      if (!places.has(full)) places.set(full, line === undefined ? { file } : { file, line });
    }
  }
  return places;
}

/** The innermost first: `module.a.module.b`, `module.a`. */
function modulesAround(address: string): readonly string[] {
  const names = address.split('.');
  const depth = names.findIndex((name, index) => index % 2 === 0 && name !== 'module') / 2;
  return Array.from({ length: Math.max(0, depth) }, (_, index) => names.slice(0, 2 * (depth - index)).join('.'));
}

/** A copy that `init` made is nobody's to edit. */
function isInstalled({ file }: SourceLocation): boolean {
  return /(?:^|\/)\.terraform\//.test(file);
}

/** Instance keys may hold anything but an unescaped quote: `aws_vpc.a["x.y"]` becomes `aws_vpc.a`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

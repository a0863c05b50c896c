/** Finds the source location of a subject: its own block, else the nearest remaining one. */
import type { Configuration, HclModule, SourceLocation } from '../../source/plan-and-configuration.ts';

/** Looks up source locations. */
export interface SourceLocations {
  /**
   * Returns the location of the block of a resource, data source, output or action; else of the `removed` block for
   * it; else of the nearest remaining module call around it; else of its block before the change.
   *
   * @param address without instance keys: `module.network.aws_vpc.main`, `output.endpoint`
   */
  locate(address: string): SourceLocation | undefined;
}

/** Indexes the configuration and, if given, the configuration before the change. */
export function toSourceLocations(configuration: Configuration | null, base: Configuration | null): SourceLocations {
  const blocks = blockLocations(configuration);
  const removed = removedLocations(configuration);
  const calls = callLocations(configuration);
  const before = blockLocations(base);
  const hasNone = configuration === null && base === null;
  return {
    locate(address) {
      if (hasNone) return undefined;
      const own = blocks.get(address);
      if (own && !isInstalled(own)) return own;
      const around = modulesAround(address);
      const first = (places: LocationByAddress, keys: readonly string[]): SourceLocation | undefined =>
        keys.map((key) => places.get(key)).find((place) => place !== undefined && !isInstalled(place));
      const gone = own ? undefined : first(removed, [address, ...around]);
      return gone ?? first(calls, around) ?? first(before, [address]);
    },
  };
}

type LocationByAddress = ReadonlyMap<string, SourceLocation>;

function blockLocations(configuration: Configuration | null): LocationByAddress {
  return collect(configuration, (module) => [
    ...module.resources.map((resource) => {
      const mode = resource.mode === 'data' ? 'data.' : '';
      return [`${mode}${resource.type}.${resource.name}`, resource] as const;
    }),
    ...(module.others ?? []).map((other) => [other.address, other] as const),
  ]);
}

function removedLocations(configuration: Configuration | null): LocationByAddress {
  return collect(configuration, (module) => module.removed.map((block) => [withoutKeys(block.from), block] as const));
}

function callLocations(configuration: Configuration | null): LocationByAddress {
  return collect(configuration, (module) => module.calls.map((call) => [`module.${call.name}`, call] as const));
}

/** A block may occur twice if only Terraform or only OpenTofu reads it. The first one counts. */
function collect(
  configuration: Configuration | null,
  placesIn: (module: HclModule) => readonly (readonly [string, SourceLocation])[],
): LocationByAddress {
  const places = new Map<string, SourceLocation>();
  for (const module of configuration?.modules ?? []) {
    for (const [address, { file, line }] of placesIn(module)) {
      const full = module.address === '' ? address : `${module.address}.${address}`;
      if (!places.has(full)) places.set(full, line === undefined ? { file } : { file, line });
    }
  }
  return places;
}

/** Innermost first: `module.a.module.b`, `module.a`. */
function modulesAround(address: string): readonly string[] {
  const names = address.split('.');
  const depth = names.findIndex((name, index) => index % 2 === 0 && name !== 'module') / 2;
  return Array.from({ length: Math.max(0, depth) }, (_, index) => names.slice(0, 2 * (depth - index)).join('.'));
}

/** Files below `.terraform` are copies made by `terraform init`, so no report points to them. */
function isInstalled({ file }: SourceLocation): boolean {
  return /(?:^|\/)\.terraform\//.test(file);
}

/**
 * Removes instance keys, which may contain anything except an unescaped quote: `aws_vpc.a["x.y"]` becomes
 * `aws_vpc.a`.
 */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

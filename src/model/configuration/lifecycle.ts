/** Finds the block of a resource with its lifecycle, which plan JSON does not contain. */
import type { Configuration, HclModule, HclResource } from '../../source/plan-and-configuration.ts';

/** Looks up resource blocks. */
export interface Lifecycles {
  /**
   * @param configAddress without instance keys: `module.network.aws_vpc.main`, `data.aws_ami.base`
   * @returns the block; `unknown` if its module could not be read, null if the module has no such block
   */
  find(configAddress: string): HclResource | 'unknown' | null;
}

/** Returns the lookup. Without a configuration every block is `unknown`. */
export function toLifecycles(configuration: Configuration | null): Lifecycles {
  const modules = new Map((configuration?.modules ?? []).map((module) => [module.address, module]));
  const blocks = new Map(
    (configuration?.modules ?? []).flatMap((module) =>
      module.resources.map((resource) => [within(module.address, resourceAddress(resource)), resource] as const),
    ),
  );
  return {
    find(configAddress) {
      if (configuration === null) return 'unknown';
      return blocks.get(configAddress) ?? (isReadThrough(moduleOf(configAddress), modules) ? null : 'unknown');
    },
  };
}

/** Whether all files on the path were read, and either the module itself or the absence of its call is certain. */
function isReadThrough(address: string, modules: ReadonlyMap<string, HclModule>): boolean {
  const names = address === '' ? [] : address.split('.').filter((_, index) => index % 2 === 1);
  let at = '';
  for (const name of names) {
    const module = modules.get(at);
    if (module === undefined || module.partial === true) return false;
    if (!module.calls.some((call) => call.name === name)) return true;
    at = within(at, `module.${name}`);
  }
  const module = modules.get(at);
  return module !== undefined && module.partial !== true;
}

/** Names are identifiers, so every dot of an address without keys is a separator. */
function moduleOf(configAddress: string): string {
  return /^(?:module\.[^.]+\.)*(?=[^.]+\.)/.exec(configAddress)?.[0].replace(/\.$/, '') ?? '';
}

function resourceAddress(resource: HclResource): string {
  return `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
}

function within(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

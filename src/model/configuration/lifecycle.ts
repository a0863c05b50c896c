/** Finds the block that a resource was declared in, with its lifecycle, which a plan in JSON leaves out. */
import type { Configuration, HclModule, HclResource } from '../../source/plan-and-configuration.ts';

export interface Lifecycles {
  /**
   * @param configAddress without instance keys: `module.network.aws_vpc.main`, `data.aws_ami.base`
   * @returns `unknown` where the module could not be read; null where it was read and holds no such block
   */
  find(configAddress: string): HclResource | 'unknown' | null;
}

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

/** All files on the way were read, and either the module itself or the lack of a call to it. */
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

/** Names are identifiers, so that in an address without keys every dot separates. */
function moduleOf(configAddress: string): string {
  return /^(?:module\.[^.]+\.)*(?=[^.]+\.)/.exec(configAddress)?.[0].replace(/\.$/, '') ?? '';
}

function resourceAddress(resource: HclResource): string {
  return `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
}

function within(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

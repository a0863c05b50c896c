/**
 * Finds `destroy = false` that the base configuration does not have. Terraform forgets such objects instead of
 * destroying them.
 */
import type { Configuration, HclModule } from '../../source/plan-and-configuration.ts';
import type { ConfigurationBlock } from './configuration-block.ts';

/** Returns a block for each resource or `removed` block that forgets now and did not before. */
export function addedForgets(base: Configuration, head: Configuration): readonly ConfigurationBlock[] {
  const before = new Set(base.modules.flatMap((module) => forgetsOf(module).map(({ address }) => address)));
  return head.modules.flatMap(forgetsOf).filter(({ address }) => !before.has(address));
}

function forgetsOf(module: HclModule): readonly ConfigurationBlock[] {
  const prefix = module.address === '' ? '' : `${module.address}.`;
  const kind: ConfigurationBlock['kind'] = 'forget-added';
  return [
    ...module.resources
      .filter(({ lifecycle }) => lifecycle.destroy === false)
      .map(({ type, name, file, line }) => ({
        kind,
        address: `${prefix}${type}.${name}`,
        file,
        ...(line === undefined ? {} : { line }),
        detail: 'its lifecycle block sets destroy = false',
        local: false,
      })),
    ...module.removed
      .filter(({ destroy }) => destroy === false)
      .map(({ from, file }) => ({
        kind,
        address: `${prefix}${from}`,
        file,
        detail: 'a removed block sets destroy = false',
        local: false,
      })),
  ];
}

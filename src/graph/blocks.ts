/** Instances by the block that they come from, with what the block depends on. */
import type { ConfigModule } from '../model/configuration.ts';
import { groupBy } from './groups.ts';
import type { Instance } from './instances.ts';
import { resolveReferences, type Target } from './references.ts';

export interface Block {
  readonly instances: readonly Instance[];
  /** By module address with keys. */
  readonly byModule: ReadonlyMap<string, readonly Instance[]>;
  /** Blocks that the state says its instances depend on: transitive, in today's names. */
  readonly viaState: ReadonlySet<string>;
  readonly references: readonly Target[];
}

/** By address without instance keys. */
export type Blocks = ReadonlyMap<string, Block>;

export function toBlocks(input: {
  readonly instances: readonly Instance[];
  readonly configuration: ConfigModule;
  /** Configuration addresses before a move → after it: `depends_on` may still use the old ones. */
  readonly renamed: ReadonlyMap<string, string>;
}): Blocks {
  const references = resolveReferences(input.configuration);
  const grouped = groupBy(input.instances, (instance) => instance.parsed.config);
  return new Map(
    [...grouped].map(([config, instances]) => [
      config,
      {
        instances,
        byModule: groupBy(instances, (instance) => instance.parsed.module),
        viaState: new Set(instances.flatMap((each) => each.dependsOn).map((name) => input.renamed.get(name) ?? name)),
        references: references.get(config) ?? [],
      },
    ]),
  );
}

/** Groups instances by their resource block, with the dependencies of each block. */
import type { ConfigModule } from '../model/configuration/expressions.ts';
import { groupBy } from '../text/group-by.ts';
import type { Block, Instance } from './nodes.ts';
import { resolveReferences } from './references.ts';

/** Blocks by address without instance keys. */
export type Blocks = ReadonlyMap<string, Block>;

/** Returns the blocks of all instances. */
export function toBlocks(input: {
  readonly instances: readonly Instance[];
  readonly configuration: ConfigModule;
  /** Configuration addresses before a move → after it. `depends_on` in the state may use the old ones. */
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

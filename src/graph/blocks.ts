/** Instances by the block that they come from, with what the block depends on. */
import type { ConfigModule } from '../model/configuration/expressions.ts';
import { groupBy } from '../text/group-by.ts';
import type { Block, Instance } from './nodes.ts';
import { resolveReferences } from './references.ts';

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

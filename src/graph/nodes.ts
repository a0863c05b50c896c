/** Nodes of the graph: instances that exist before the plan, and their resource blocks. */
import type { Address } from '../model/address.ts';
import type { ReferenceTarget } from './references.ts';

/** One resource block and its instances in the state. */
export interface Block {
  readonly instances: readonly Instance[];
  /** By module address with keys. */
  readonly byModule: ReadonlyMap<string, readonly Instance[]>;
  /** Blocks that its instances depend on according to the state: transitive, after moves. */
  readonly viaState: ReadonlySet<string>;
  readonly references: readonly ReferenceTarget[];
}

/** One resource instance before the plan. */
export interface Instance {
  readonly address: string;
  readonly parsed: Address;
  readonly type: string;
  readonly provider: string;
  /** Attribute values before the plan. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same, perhaps not yet parsed. */
  readonly lazyValues: unknown;
  /** Configuration addresses without keys: transitive, as of the last apply. */
  readonly dependsOn: readonly string[];
}

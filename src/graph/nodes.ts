/** The nodes of the graph: instances that exist before the plan, and the blocks that they come from. */
import type { Address } from '../model/address.ts';
import type { ReferenceTarget } from './references.ts';

/** One resource block and the instances that the state holds of it. */
export interface Block {
  readonly instances: readonly Instance[];
  /** By module address with keys. */
  readonly byModule: ReadonlyMap<string, readonly Instance[]>;
  /** Blocks that the state says its instances depend on: transitive, in today's names. */
  readonly viaState: ReadonlySet<string>;
  readonly references: readonly ReferenceTarget[];
}

/** One resource instance as it is before the plan. */
export interface Instance {
  readonly address: string;
  readonly parsed: Address;
  readonly type: string;
  readonly provider: string;
  /** Attribute values before the plan. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Absolute, without keys, transitive, as of the last apply. */
  readonly dependsOn: readonly string[];
}

/** What depends on destroyed resources, in the JSON report. */

/** Level of a blast radius score. */
export type Level = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** An instance that depends on a destroyed or replaced one. */
export interface Dependent {
  readonly address: string;
  /** The destroyed or replaced addresses that it depends on; at most 50. */
  readonly of: readonly string[];
  /** How many more addresses it depends on than `of` lists. Absent if `of` is complete. */
  readonly moreOf?: number;
  /** Number of steps from the destroyed address. */
  readonly distance: number;
  /** From the destroyed address (first) to this one (last). Of more than 50 steps, the first one and the last ones. */
  readonly path: readonly string[];
  /** How many steps `path` leaves out after its first one. Absent if `path` is complete. */
  readonly morePath?: number;
  readonly evidence: 'state' | 'config' | 'value';
}

/** What depends on destroyed resources. */
export interface BlastRadius {
  readonly direct: readonly string[];
  readonly dependents: readonly Dependent[];
  /** Instances that depend on a forgotten object, which continues to exist unmanaged. */
  readonly dependentsOfForgotten: readonly Dependent[];
  readonly score: number;
  readonly level: Level;
  /** Destroyed or replaced instances divided by managed instances before this plan, 0 to 1. */
  readonly shareOfState: number;
  readonly modules: readonly string[];
  readonly owners: readonly string[];
}

/** What depends on destroyed resources, in the JSON report. */
import type { DependentInstance } from '../graph/dependents.ts';

/** Level of a blast radius score. */
export type Level = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** An instance that depends on a destroyed or replaced one. */
export type Dependent = DependentInstance;

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

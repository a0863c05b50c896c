/** The context of facts where nothing but the plan is known. */
import { type BlastRadius, measureBlastRadius } from '../graph/blast-radius.ts';
import { analyzeDestroyEffects } from '../impact/data-loss.ts';
import { measureMassDestruction } from '../impact/mass-destruction.ts';
import { toConfigurationFacts } from '../model/configuration/configuration-facts.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import { Unknown } from '../policy/unknown.ts';
import type { FindDestructive } from '../source/agent-commands.ts';
import type { SavedPlan } from '../source/plan-and-configuration.ts';
import { type PlanContext, toIndexContext } from './context.ts';

/** A plan, and what is known of it besides its JSON. */
export interface PlanAlone {
  readonly index: PlanIndex;
  readonly saved: SavedPlan | null;
  readonly findDestructive: FindDestructive;
  /** The blast radius, if it was measured before and nothing is critical by the settings. */
  readonly radius?: BlastRadius | undefined;
}

/**
 * Returns a context in which everything that comes from settings, working directory, commits or the clock raises
 * `Unknown`. The same plan has the same facts in it wherever it is judged.
 */
export function toPlanOnlyContext({ index, saved, findDestructive, ...from }: PlanAlone): PlanContext {
  const { plan } = index;
  const radius = from.radius ?? measureBlastRadius(index, () => false);
  const known: Partial<PlanContext> = {
    ...toIndexContext(index),
    plan,
    index,
    radius,
    mass: measureMassDestruction(plan.changes),
    effects: analyzeDestroyEffects(plan, radius.graph),
    configuration: toConfigurationFacts({ configuration: null, saved, document: plan.document }),
    findDestructive,
  };
  // A proxy, so that no member that is added to the context later can be forgotten here.
  return new Proxy(known as PlanContext, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name);
      throw new Unknown(String(name));
    },
  });
}

/** The context of facts: analyses of the whole plan, made once. */
import { type Grants, readGrants } from '../access/added-grants.ts';
import type { BlastRadius } from '../graph/blast-radius.ts';
import type { DestroyEffects } from '../impact/data-loss.ts';
import { type ExpiryFinder, toExpiryFinder } from '../impact/expiry.ts';
import type { MassDestruction } from '../impact/mass-destruction.ts';
import type { Change } from '../model/change.ts';
import type { Backend } from '../model/configuration/backend.ts';
import type { ConfigurationFacts } from '../model/configuration/configuration-facts.ts';
import { plannedScripts } from '../model/configuration/provisioner-scripts.ts';
import type { ExternalGuards } from '../model/external-guards.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import { findLeaks } from '../secrecy/output-leaks.ts';
import { collectSecrets, sensitiveMark } from '../secrecy/secrets.ts';
import type { Settings } from '../settings/resolve.ts';
import type { FindDestructive } from '../source/agent-commands.ts';
import type { Ownerships } from './ownership.ts';

/** What facts can read before there is a plan. */
export interface ConfigurationContext {
  readonly backends: readonly Backend[];
  readonly configuration: ConfigurationFacts;
  readonly settings: Settings;
}

/** What was found out about a plan before its facts are read. */
export interface PlanAnalysis extends ConfigurationContext {
  readonly plan: Plan;
  readonly index: PlanIndex;
  readonly radius: BlastRadius;
  readonly mass: MassDestruction;
  readonly effects: DestroyEffects;
  readonly ownerships: Ownerships;
  readonly now: Date | undefined;
  /** The commit that the plan was made from, as the user says. */
  readonly commit: string | undefined;
  /** The commit that the plan is judged for. */
  readonly head: string | undefined;
  readonly aiAssisted: boolean;
  /** Files of the settings and policies that the change edits. */
  readonly gateChanges: readonly string[];
  readonly findDestructive: FindDestructive;
}

/** What facts may read besides their own subject. */
export interface PlanContext extends PlanAnalysis {
  /** Managed objects before or after the plan, changed or not; deposed ones left out. */
  readonly current: readonly Change[];
  readonly externalGuards: ExternalGuards;
  readonly grants: Grants;
  readonly expiries: ExpiryFinder;
  /** What was changed outside Terraform, by address. */
  readonly driftAt: ReadonlyMap<string, Change>;
  /** Scripts of provisioners in the plan's configuration, by address without keys. */
  readonly plannedScripts: ReturnType<typeof plannedScripts>;
  /** Names of outputs that show a sensitive value. */
  readonly leaks: ReadonlySet<string>;
}

/** Returns the context for the facts of one plan. */
export function toPlanContext(analysis: PlanAnalysis): PlanContext {
  return { ...analysis, ...toIndexContext(analysis.index) };
}

/** Returns the part of the context that follows from the plan itself. */
export function toIndexContext(index: PlanIndex): Omit<PlanContext, keyof PlanAnalysis> {
  const { plan, managed, externalGuards } = index;
  const { document } = plan;
  return {
    current: managed.filter((change) => change.deposed === null),
    externalGuards,
    // Secrets are collected only where there is a grant to show.
    grants: readGrants({ index, mask: (text) => (collectSecrets(document).isIn(text) ? sensitiveMark : text) }),
    plannedScripts: plannedScripts(document.configuration),
    leaks: findLeaks(document),
    expiries: toExpiryFinder(plan.changes),
    driftAt: new Map(plan.drift.map((change) => [change.address, change])),
  };
}

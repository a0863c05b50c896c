/** What policies may ask of a resource beside its own change: found out when it is asked for, as most resources are no-ops. */
import type { Grants } from '../access/added-grants.ts';
import type { BlastRadius } from '../graph/blast-radius.ts';
import type { DestroyEffects } from '../impact/data-loss.ts';
import type { Criticality } from '../model/catalog.ts';
import type { Change } from '../model/change.ts';
import type { ConfigurationFacts } from '../model/configuration/configuration-facts.ts';
import { destroyWords } from '../model/configuration/provisioner-tokens.ts';
import type { ExternalGuard, ExternalGuards } from '../model/external-guards.ts';
import type { Ownership, Ownerships } from './ownership.ts';
import type { ResourceContext } from './resource-facts.ts';

/** What all resources of a plan share. */
export interface PlanContext {
  readonly radius: BlastRadius;
  readonly guardians: ExternalGuards;
  readonly losses: DestroyEffects;
  readonly ownerships: Ownerships;
  readonly grants: Grants;
  /** Blocks with provisioners, by address without keys. */
  readonly provisioned: ReadonlySet<string>;
  readonly configuration: Pick<ConfigurationFacts, 'preventDestroy' | 'blockOf'>;
}

/** One class for all: a plan may have ten thousand of them. */
export class PlannedContext implements ResourceContext {
  readonly relevant: boolean;
  readonly #change: Change;
  readonly #context: PlanContext;

  constructor(change: Change, options: { readonly relevant: boolean; readonly context: PlanContext }) {
    this.relevant = options.relevant;
    this.#change = change;
    this.#context = options.context;
  }

  get criticality(): Criticality {
    return this.#context.radius.criticalityOf(this.#change);
  }
  get dependents(): number {
    return this.#context.radius.dependentCount(this.#change.address);
  }
  get guardians(): readonly ExternalGuard[] {
    return this.#context.guardians.of(this.#change);
  }
  get locks(): readonly string[] {
    return this.#context.guardians.lockedBy(this.#change);
  }
  get preventDestroy(): boolean | null {
    return this.#context.configuration.preventDestroy(this.#change.parsed.config);
  }
  get ownership(): Ownership {
    return this.#context.ownerships.of(this.#change);
  }
  get losses(): DestroyEffects {
    return this.#context.losses;
  }
  get grants(): Grants {
    return this.#context.grants;
  }
  get destroyWords(): readonly string[] | null {
    const { config } = this.#change.parsed;
    return destroyWords(this.#context.configuration.blockOf(config), this.#context.provisioned.has(config));
  }
}

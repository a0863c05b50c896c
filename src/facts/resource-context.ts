/** What policies may ask of a resource beside its own change: found out when it is asked for, as most resources are no-ops. */
import type { Grants } from '../access/added-grants.ts';
import type { Radius } from '../graph/blast-radius.ts';
import type { Losses } from '../impact/data-loss.ts';
import type { Criticality } from '../model/catalog.ts';
import type { Change } from '../model/change.ts';
import type { ConfigurationFacts } from '../model/configuration/configuration-facts.ts';
import { destroyWords } from '../model/configuration/provisioner-tokens.ts';
import type { Guardian, Guardians } from '../model/external-guards.ts';
import type { Ownership, Ownerships } from './ownership.ts';
import type { ResourceContext } from './resource-facts.ts';

/** What all resources of a plan share. */
export interface Around {
  readonly radius: Radius;
  readonly guardians: Guardians;
  readonly losses: Losses;
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
  readonly #around: Around;

  constructor(change: Change, options: { readonly relevant: boolean; readonly around: Around }) {
    this.relevant = options.relevant;
    this.#change = change;
    this.#around = options.around;
  }

  get criticality(): Criticality {
    return this.#around.radius.criticalityOf(this.#change);
  }
  get dependents(): number {
    return this.#around.radius.dependentCount(this.#change.address);
  }
  get guardians(): readonly Guardian[] {
    return this.#around.guardians.of(this.#change);
  }
  get locks(): readonly string[] {
    return this.#around.guardians.lockedBy(this.#change);
  }
  get preventDestroy(): boolean | null {
    return this.#around.configuration.preventDestroy(this.#change.parsed.config);
  }
  get ownership(): Ownership {
    return this.#around.ownerships.of(this.#change);
  }
  get losses(): Losses {
    return this.#around.losses;
  }
  get grants(): Grants {
    return this.#around.grants;
  }
  get destroyWords(): readonly string[] | null {
    const { config } = this.#change.parsed;
    return destroyWords(this.#around.configuration.blockOf(config), this.#around.provisioned.has(config));
  }
}

/** What policies read of a resource's owner, and of what the settings let a change do to it. */
import type { Change } from '../model/change.ts';
import type { Ownership } from './ownership.ts';

export interface OwnershipContext {
  readonly ownership: Ownership;
}

export class OwnershipFacts {
  readonly #context: OwnershipContext;

  constructor(_change: Change, context: OwnershipContext) {
    this.#context = context;
  }

  get owner(): string {
    return this.#context.ownership.owner;
  }
  get inScope(): boolean {
    return this.#context.ownership.inScope;
  }
  get pulledInBy(): readonly string[] {
    return this.#context.ownership.pulledInBy;
  }
  get drifted(): boolean {
    return this.#context.ownership.drifted;
  }
  get actionsLimited(): boolean {
    return this.#context.ownership.actionsLimited;
  }
  get actionsNotAllowed(): readonly string[] {
    return this.#context.ownership.actionsNotAllowed;
  }
}

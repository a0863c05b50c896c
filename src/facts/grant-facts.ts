/** What policies read of the rights that a plan hands out and of the doors that it opens. */
import type { Grants } from '../access/added-grants.ts';
import type { GrantKind } from '../access/grants.ts';
import type { Change } from '../model/change.ts';
import { Unknown } from '../policy/unknown.ts';
import { type LossContext, LossFacts } from './loss-facts.ts';

export interface GrantContext extends LossContext {
  readonly grants: Grants;
}

/** Every list holds only what this plan adds; one that is empty for certain is empty, else reading it is `Unknown`. */
export class GrantFacts extends LossFacts {
  readonly #change: Change;
  readonly #grants: Grants;

  constructor(change: Change, context: GrantContext) {
    super(change, context);
    this.#change = change;
    this.#grants = context.grants;
  }

  get grantsAccess(): boolean {
    return this.#grants.concerns(this.#change);
  }
  get adminGrants(): readonly string[] {
    return this.#read('admin');
  }
  get escalations(): readonly string[] {
    return this.#read('escalation');
  }
  get trustOpened(): readonly string[] {
    return this.#read('trust');
  }
  get publicGrants(): readonly string[] {
    return this.#read('public', 'public-guard');
  }
  get ownerGrants(): readonly string[] {
    return this.#read('owner');
  }
  get authoritativeBindings(): readonly string[] {
    return this.#read('authoritative');
  }
  get membersDropped(): readonly string[] {
    return this.#read('dropped');
  }
  get keysCreated(): readonly string[] {
    return this.#read('key');
  }
  get worldOpenings(): readonly string[] {
    return this.#read('opening');
  }
  get guardsRemoved(): readonly string[] {
    return this.#read('network-guard');
  }

  #read(...kinds: readonly GrantKind[]): readonly string[] {
    const { known, unknown } = this.#grants.read(this.#change, kinds);
    if (unknown !== null) throw new Unknown(unknown);
    return known;
  }
}

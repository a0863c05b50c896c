/** What policies read of the ways back from a change: backups, keys, recording, names, and where an object went. */
import type { DestroyEffects } from '../impact/data-loss.ts';
import { backupsWeak, backupsWeakened, isAudit, isBackup, recordsWeakened } from '../model/backups.ts';
import type { Change } from '../model/change.ts';
import { encryptionWeakened } from '../model/encryption.ts';
import { forceOf, switchedOn } from '../model/risks.ts';
import { child } from '../model/values.ts';
import { Unknown } from '../policy/unknown.ts';
import { type OwnershipContext, OwnershipFacts } from './ownership-facts.ts';

export interface LossContext extends OwnershipContext {
  readonly losses: DestroyEffects;
  /** Words of the commands that its destroy-time provisioners run; null: not known. */
  readonly destroyWords: readonly string[] | null;
}

export class LossFacts extends OwnershipFacts {
  readonly #change: Change;
  readonly #context: LossContext;

  constructor(change: Change, context: LossContext) {
    super(change, context);
    this.#change = change;
    this.#context = context;
  }

  get backupsWeakened(): readonly string[] {
    return certain(backupsWeakened(this.#change));
  }
  get backupsWeak(): readonly string[] {
    return backupsWeak(this.#change);
  }
  get backup(): boolean {
    return isBackup(this.#change) && !this.#context.losses.goesWithStore(this.#change);
  }
  get buffer(): boolean {
    return this.#change.entry.buffer === true;
  }
  get recoveryLost(): readonly string[] {
    return this.#context.losses.recoveryLost(this.#change);
  }
  get audit(): boolean {
    return isAudit(this.#change);
  }
  get auditWeakened(): readonly string[] {
    return this.#change.entry.audit ? certain(recordsWeakened(this.#change)) : [];
  }
  get encryptionWeakened(): readonly string[] {
    return certain(encryptionWeakened(this.#change));
  }
  get emptyingTurnedOn(): readonly string[] {
    return certain(switchedOn(this.#change, 'content'));
  }
  get emptyingOn(): readonly string[] {
    return forceOf(this.#change, 'content');
  }
  get key(): boolean {
    return this.#change.entry.key === true;
  }
  get keyWeakened(): readonly string[] {
    const { before, after } = this.#change.values;
    const window = certain(switchedOn(this.#change, 'key')).map((path) => `${path} is cut`);
    return this.key && isEnabled(before) === true && isEnabled(after) === false
      ? ['it is switched off', ...window]
      : window;
  }
  get recoveryWindowCut(): readonly string[] {
    return certain(switchedOn(this.#change, 'secret'));
  }
  get irreversible(): string {
    const { before } = this.#change.values;
    // A range inside one's own network is nobody else's to take.
    return child(before, 'address_type') === 'INTERNAL' ? '' : (this.#change.entry.irreversibleName ?? '');
  }
  get emptiedBy(): readonly string[] {
    return this.#context.losses.emptiedBy(this.#change);
  }
  get renamedTo(): string {
    return this.#context.losses.renameOf(this.#change)?.to.address ?? '';
  }
  get renameKind(): string {
    return this.#context.losses.renameOf(this.#change)?.kind ?? '';
  }
  get renameLeads(): boolean {
    return this.#context.losses.renameOf(this.#change)?.leads ?? false;
  }
  get renameDiffers(): readonly string[] {
    return this.#context.losses.renameOf(this.#change)?.differs ?? [];
  }
  get renameCandidates(): readonly string[] {
    return this.#context.losses.candidatesFor(this.#change);
  }
  get movedBlock(): string {
    return this.#context.losses.renameOf(this.#change)?.movedBlock ?? '';
  }
  get takesOver(): string {
    return this.#context.losses.shiftOf(this.#change)?.takesOver ?? '';
  }
  get shiftLeads(): boolean {
    return this.#context.losses.shiftOf(this.#change)?.leads ?? false;
  }
  get destroyWords(): readonly string[] {
    if (this.#context.destroyWords === null) throw new Unknown('provisioner.when');
    return this.#context.destroyWords;
  }
}

/** What is weaker for certain; unknown only where nothing is. */
function certain(found: { readonly known: readonly string[]; readonly unknown: readonly string[] }): readonly string[] {
  const [first] = found.unknown;
  if (found.known.length === 0 && first !== undefined) throw new Unknown(`after.${first}`);
  return found.known;
}

function isEnabled(values: unknown): boolean | undefined {
  for (const name of ['is_enabled', 'enabled']) {
    const value = child(values, name);
    if (typeof value === 'boolean') return value;
  }
  return undefined;
}

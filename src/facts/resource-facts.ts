/** What policies read of a changed, existing or drifted resource: the fields of `environment.ts`, computed when asked for. */
import type { Criticality } from '../model/catalog.ts';
import { type Change, creates, destroys, forgets, holdsData } from '../model/change.ts';
import type { ExternalGuard } from '../model/external-guards.ts';
import { combine, type ProtectionState } from '../model/protection.ts';
import { Unknown } from '../policy/unknown.ts';
import { viewOf } from './attribute-view.ts';
import { type GrantContext, GrantFacts } from './grant-facts.ts';

/** What is known of a resource beside its own change. */
export interface ResourceContext extends GrantContext {
  readonly criticality: Criticality;
  readonly dependents: number;
  readonly guardians: readonly ExternalGuard[];
  /** For a lock: the addresses that it covers. */
  readonly locks: readonly string[];
  /** From HCL; null: not known. */
  readonly preventDestroy: boolean | null;
  readonly relevant: boolean;
}

export class ResourceFacts extends GrantFacts {
  readonly #change: Change;
  readonly #context: ResourceContext;

  constructor(change: Change, context: ResourceContext) {
    super(change, context);
    this.#change = change;
    this.#context = context;
  }

  get address(): string {
    return this.#change.address;
  }
  get type(): string {
    return this.#change.type;
  }
  get name(): string {
    return this.#change.parsed.name;
  }
  get module(): string {
    return this.#change.parsed.module;
  }
  get provider(): string {
    return this.#change.provider;
  }
  get action(): string {
    return this.#change.action;
  }
  get order(): string {
    return this.#change.order ?? '';
  }
  get creates(): boolean {
    return creates(this.#change);
  }
  get updates(): boolean {
    return this.#change.action === 'update';
  }
  get destroys(): boolean {
    return destroys(this.#change);
  }
  get deletes(): boolean {
    return this.#change.action === 'delete';
  }
  get replaces(): boolean {
    return this.#change.action === 'replace';
  }
  get forgets(): boolean {
    return forgets(this.#change);
  }
  get changes(): boolean {
    return this.#change.action !== 'no-op' && this.#change.action !== 'read';
  }
  get moves(): boolean {
    return this.#change.previousAddress !== null;
  }
  get imports(): boolean {
    return this.#change.importing;
  }
  get deposed(): boolean {
    return this.#change.deposed !== null;
  }
  get deferred(): boolean {
    return this.#change.deferred;
  }
  get exists(): boolean {
    return this.#change.values.before !== null;
  }
  get remains(): boolean {
    return !['delete', 'forget', 'unknown'].includes(this.#change.action) && this.#change.deposed === null;
  }
  get reasons(): readonly string[] {
    return this.#change.reasons;
  }
  get forcedBy(): readonly string[] {
    return this.#change.forcedBy;
  }
  get criticality(): string {
    return this.#context.criticality;
  }
  get stateful(): boolean {
    return holdsData(this.#change);
  }
  get critical(): boolean {
    return this.#context.criticality === 'critical';
  }
  get disposable(): boolean {
    return this.#context.criticality === 'disposable';
  }
  get primary(): boolean {
    const { entry } = this.#change;
    return (entry.data === 'primary' || entry.front === true) && (entry.guards ?? []).length > 0;
  }
  get protection(): ProtectionState {
    return protectionOf(this.#change, this.#context.guardians);
  }
  get protectionMissing(): boolean {
    const { guards, risksAfter } = this.#change.protection;
    const own = guards.filter((guard) => !guard.universal);
    if (this.#context.guardians.some((guardian) => guardian.after) || guards.some((guard) => guard.after === 'on'))
      return false;
    // A bucket's only hold is that it must be empty.
    if (own.length === 0) return this.#change.entry.data === 'primary' && risksAfter.includes('force_destroy = true');
    const unknown = own.find((guard) => guard.after === 'unknown');
    if (unknown) throw new Unknown(`after.${unknown.path}`);
    return own.every((guard) => guard.after === 'off');
  }
  get protectionDisabled(): readonly string[] {
    if (this.#change.values.after === null && this.#context.locks.length === 0) return [];
    const lifted = destroys(this.#change) ? this.#context.locks.map((address) => `the lock on ${address}`) : [];
    const switches = this.#change.protection.guards
      .filter((guard) => guard.before === 'on' && guard.after !== null && guard.after !== 'on')
      .map((guard) => guard.path);
    return [...switches, ...lifted];
  }
  get guards(): readonly string[] {
    return this.#change.protection.guards.filter((guard) => !guard.universal).map((guard) => guard.path);
  }
  get guardsOn(): readonly string[] {
    return [
      ...this.#change.protection.guards.filter((guard) => guard.before === 'on').map((guard) => guard.path),
      ...this.#context.guardians.filter((guardian) => guardian.before).map((guardian) => guardian.text),
    ];
  }
  get wasProtected(): boolean {
    return this.guardsOn.length > 0;
  }
  get preventDestroy(): boolean {
    if (this.#context.preventDestroy === null) throw new Unknown('lifecycle.prevent_destroy');
    return this.#context.preventDestroy;
  }
  get risks(): readonly string[] {
    const { risksBefore, risksAfter } = this.#change.protection;
    return this.exists && !this.updates ? risksBefore : risksAfter;
  }
  get keepsObject(): boolean {
    return this.#change.protection.keepsObject;
  }
  get dependents(): bigint {
    return BigInt(this.#context.dependents);
  }
  get relevant(): boolean {
    return this.#context.relevant;
  }
  get before(): unknown {
    return viewOf(this.#change.values.before, false, 'before');
  }
  get after(): unknown {
    return viewOf(this.#change.values.after, this.#change.values.afterUnknown, 'after');
  }
}

/** As the report shows it: from before where the object goes, else from after. */
export function protectionOf(change: Change, guardians: readonly ExternalGuard[]): ProtectionState {
  const goes = destroys(change) || forgets(change);
  return combine([
    ...change.protection.guards.map((guard) => ({
      state: goes ? guard.before : guard.after,
      universal: guard.universal,
    })),
    ...guardians
      .filter((guardian) => (goes ? guardian.before : guardian.after))
      .map(() => ({ state: 'on' as const, universal: true })),
  ]);
}

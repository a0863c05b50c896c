/** What guards a resource against deletion, before and after the plan. */
import { type Change, destroys, forgets } from '../model/change.ts';
import type { ExternalGuard } from '../model/external-guards.ts';
import { combine, type GuardReading, type ProtectionState } from '../model/protection.ts';
import { containsTrue } from '../model/values.ts';
import { Unknown } from '../policy/unknown.ts';
import { existed, isUpdate } from './change-facts.ts';
import type { PlanContext } from './context.ts';
import type { FactTable } from './fact.ts';

/** Facts about the guards of a resource against deletion. */
export const protectionFacts = {
  primary: {
    type: 'bool',
    doc: 'holds primary data or fronts production: missing protection is a failure when it is created',
    read: ({ entry }) => (entry.data === 'primary' || entry.front === true) && (entry.guards ?? []).length > 0,
  },
  protection: {
    type: 'string',
    doc: 'on, off, unknown or none (no guard known for the type)',
    read: (change, { externalGuards }) => protectionOf(change, externalGuards.of(change)),
  },
  protectionMissing: {
    type: 'bool',
    doc: 'every guard of its own is off or unset after this plan; unknown when one is known only after apply',
    unknown: true,
    read: isProtectionMissing,
  },
  guardUnavailable: {
    type: 'bool',
    doc: 'this version of the provider has none of the guards of its type: no such attribute is in the plan',
    read: hasNoGuardAvailable,
  },
  protectionDisabled: {
    type: 'list<string>',
    doc: 'guards that protected it before this plan and may not after it',
    read: disabledGuards,
  },
  protectionUncertain: {
    type: 'bool',
    doc: 'whether these guards protect after this plan is known only after apply',
    read: (change, context) => {
      const disabled = disabledGuards(change, context);
      const uncertain = change.protection.guards.filter(({ before, after }) => before === 'on' && after === 'unknown');
      return disabled.length > 0 && disabled.length === uncertain.length;
    },
  },
  guards: {
    type: 'list<string>',
    doc: 'attributes that guard against deletion',
    read: (change) => change.protection.guards.filter((guard) => !guard.universal).map((guard) => guard.path),
  },
  guardSetting: {
    type: 'string',
    doc: 'HCL that turns its first guard on, e.g. `deletion_protection = "ACTIVE"`; empty without a guard of its own',
    read: ({ protection }) => guardSetting(protection.guards.find(({ universal }) => !universal)),
  },
  guardsOn: {
    type: 'list<string>',
    doc: 'guards that protect before this plan, those of parents and locks included',
    read: guardsOn,
  },
  wasProtected: {
    type: 'bool',
    doc: 'a guard protected it before this plan',
    read: (change, context) => guardsOn(change, context).length > 0,
  },
  preventDestroy: {
    type: 'bool',
    doc: '`prevent_destroy` in its lifecycle block; unknown without configuration',
    unknown: true,
    read: (change, { configuration }) =>
      configuration.preventDestroy(change.parsed.config) ??
      new Unknown('lifecycle.prevent_destroy', 'prevent_destroy is in the configuration; pass --dir'),
  },
  risks: {
    type: 'list<string>',
    doc: 'settings in force that make its deletion worse, e.g. `skip_final_snapshot = true`',
    read: (change) =>
      existed(change) && !isUpdate(change) ? change.protection.risksBefore : change.protection.risksAfter,
  },
  keepsObject: {
    type: 'bool',
    doc: 'a delete leaves the real object in place (`deletion_policy = "ABANDON"`, `skip_destroy`)',
    read: (change) => change.protection.keepsObject,
  },
} satisfies FactTable<Change>;

function guardSetting(guard: GuardReading | undefined): string {
  if (guard === undefined) return '';
  const [attribute = '', ...blocks] = guard.path.split('.').toReversed();
  const line = `${attribute} = ${JSON.stringify(guard.on)}`;
  return blocks.reduce((body, block) => `${block} {\n${body.replaceAll(/^/gm, '  ')}\n}`, line);
}

/** As the report shows it: from before where the object is destroyed or forgotten, else from after. */
export function protectionOf(change: Change, externalGuards: readonly ExternalGuard[]): ProtectionState {
  const goes = destroys(change) || forgets(change);
  return combine([
    ...change.protection.guards.map((guard) => ({
      state: goes ? guard.before : guard.after,
      universal: guard.universal,
    })),
    ...externalGuards
      .filter((guard) => (goes ? guard.before : guard.after))
      .map(() => ({ state: 'on' as const, universal: true })),
  ]);
}

function isProtectionMissing(change: Change, { externalGuards }: PlanContext): boolean | Unknown {
  const { guards, risksAfter } = change.protection;
  const own = guards.filter((guard) => !guard.universal);
  if (externalGuards.of(change).some((guard) => guard.after) || guards.some((guard) => guard.after === 'on'))
    return false;
  // The only guard of a bucket is that it must be empty.
  if (own.length === 0) return change.entry.data === 'primary' && risksAfter.includes('force_destroy = true');
  const unknown = own.find((guard) => guard.after === 'unknown');
  return unknown ? new Unknown(`after.${unknown.path}`) : own.every((guard) => guard.after !== null);
}

function hasNoGuardAvailable({ protection: { guards } }: Change): boolean {
  const own = guards.filter((guard) => !guard.universal);
  return own.length > 0 && own.every((guard) => (guard.after ?? guard.before) === 'absent');
}

function disabledGuards(change: Change, { externalGuards }: PlanContext): readonly string[] {
  const locked = externalGuards.lockedBy(change);
  if (locked.length === 0 && isUnchanged(change)) return none;
  if (!change.values.stays && locked.length === 0) return [];
  const lifted = destroys(change) ? locked.map((address) => `the lock on ${address}`) : [];
  const switches = change.protection.guards
    .filter((guard) => guard.before === 'on' && guard.after !== null && guard.after !== 'on')
    .map((guard) => guard.path);
  return [...switches, ...lifted];
}

const none: readonly string[] = [];

/** The same value before and after the plan: then no guard of its own changes. */
function isUnchanged({ action, values: { lazyBefore, lazyAfter, afterUnknown } }: Change): boolean {
  return action === 'no-op' && lazyBefore !== null && lazyBefore === lazyAfter && !containsTrue(afterUnknown);
}

function guardsOn(change: Change, { externalGuards }: PlanContext): readonly string[] {
  return [
    ...change.protection.guards.filter((guard) => guard.before === 'on').map((guard) => guard.path),
    ...externalGuards
      .of(change)
      .filter((guard) => guard.before)
      .map((guard) => guard.text),
  ];
}

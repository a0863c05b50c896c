/** Destruction in bulk: modules that are emptied, environments that are destroyed and created again. */
import { enclosingModules } from '../model/address.ts';
import { type Change, creates, destroys, holdsData } from '../model/change.ts';
import { knownForcedBy } from './destroy-cause.ts';

/** Modules that the plan recreates or empties. */
export interface MassDestruction {
  /** Modules that are destroyed as a whole and created again in the same plan; only the outermost, sorted. */
  readonly recreated: readonly Recreation[];
  /** Modules that hold data and lose most of their instances. */
  readonly emptied: readonly string[];
}

/** A module that is destroyed and created again. Counts leave out disposable types. */
export interface Recreation {
  /** Module address; empty for the root module. */
  readonly module: string;
  /** Number of its instances that are deleted or replaced. */
  readonly destroyed: number;
  /** Number of instances of the same types that are created, here or at another address. */
  readonly created: number;
  /** Whether some are deleted here and created at another address; false if all are replaced in place. */
  readonly isElsewhere: boolean;
  /** Replaced instances that no other replacement forces, with the attributes that do. */
  readonly causes: readonly Cause[];
}

interface Cause {
  readonly address: string;
  /** Top-level attributes; empty where the reason is another one, such as a tainted object. */
  readonly attributes: readonly string[];
}

interface Tally {
  existing: number;
  readonly destroyed: Change[];
}

/** A module with fewer instances is not an environment. */
const environmentSize = 5;
/** Share of the destroyed instances that must be created again, by type, to count as a recreation. */
const alike = 0.8;

/** Facts and fingerprint of a plan both need it. */
const measured = new WeakMap<readonly Change[], MassDestruction>();

/** @param changes every change of the plan; leftovers of an earlier replacement and data sources do not count */
export function measureMassDestruction(changes: readonly Change[]): MassDestruction {
  const mass = measured.get(changes) ?? measure(changes);
  measured.set(changes, mass);
  return mass;
}

function measure(changes: readonly Change[]): MassDestruction {
  const current = changes.filter((change) => change.mode === 'managed' && change.deposed === null);
  const lasting = current.filter(({ criticality }) => criticality !== 'disposable');
  const made = new Map<string, number>();
  for (const change of lasting.filter(creates)) made.set(change.type, (made.get(change.type) ?? 0) + 1);
  const recreated = [...tally(lasting)].flatMap(([module, { existing, destroyed }]): readonly Recreation[] => {
    if (destroyed.length < environmentSize || destroyed.length < existing * alike) return [];
    const created = countCreatedAgain(destroyed, made);
    if (created < destroyed.length * alike) return [];
    const isElsewhere = destroyed.some(({ action }) => action === 'delete');
    return [{ module, destroyed: destroyed.length, created, isElsewhere, causes: causesOf(destroyed) }];
  });
  const emptied = [...tally(current)]
    .filter(([module, { existing, destroyed }]) => {
      const holdsAny = destroyed.some((change) => holdsData(change) || change.criticality === 'critical');
      return module !== '' && holdsAny && destroyed.length > 1 && destroyed.length > existing / 2;
    })
    .map(([module]) => module);
  const outermostOf = outermost(recreated.map(({ module }) => module));
  return {
    recreated: outermostOf.flatMap((module) => recreated.find((each) => each.module === module) ?? []),
    emptied: outermost(emptied),
  };
}

/** By module, the root included: what exists before the plan, and what of it is destroyed. */
function tally(changes: readonly Change[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  const enclosing = new Map<string, readonly Tally[]>();
  const tallyOf = (module: string): Tally => {
    const known = tallies.get(module) ?? { existing: 0, destroyed: [] };
    tallies.set(module, known);
    return known;
  };
  for (const change of changes) {
    if (!change.values.existed) continue;
    const { module } = change.parsed;
    const all = enclosing.get(module) ?? ['', ...enclosingModules(module)].map(tallyOf);
    enclosing.set(module, all);
    for (const each of all) {
      each.existing += 1;
      if (destroys(change)) each.destroyed.push(change);
    }
  }
  return tallies;
}

function countCreatedAgain(destroyed: readonly Change[], made: ReadonlyMap<string, number>): number {
  const types = new Map<string, number>();
  for (const { type } of destroyed) types.set(type, (types.get(type) ?? 0) + 1);
  return [...types].reduce((sum, [type, count]) => sum + Math.min(count, made.get(type) ?? 0), 0);
}

/** A path whose new value is not known yet is forced by another replacement; one that is known is a cause. */
function causesOf(destroyed: readonly Change[]): readonly Cause[] {
  return destroyed
    .filter(({ action }) => action === 'replace')
    .flatMap((change) => {
      const attributes = knownForcedBy(change);
      const isCause = attributes.length > 0 || change.values.replacePaths.length === 0;
      return isCause ? [{ address: change.address, attributes }] : [];
    });
}

function outermost(modules: readonly string[]): readonly string[] {
  return modules
    .filter((module) => !modules.some((other) => other !== module && (other === '' || module.startsWith(`${other}.`))))
    .sort();
}

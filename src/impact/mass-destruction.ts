/** Destruction in bulk: modules that are emptied, environments that are destroyed and made again. */
import { enclosingModules } from '../model/address.ts';
import { type Change, creates, destroys, holdsData } from '../model/change.ts';

export interface MassDestruction {
  /** Modules (empty text: the root) destroyed as a whole while their like is created in the same plan. */
  readonly recreated: readonly string[];
  /** Modules that hold data and lose most of their instances. */
  readonly emptied: readonly string[];
}

interface Tally {
  existing: number;
  destroyed: number;
  data: boolean;
  readonly types: Map<string, number>;
}

/** Fewer than this is no environment. */
const environmentSize = 5;
/** Share of the destroyed that must come back, by type, to call it the same thing made again. */
const alike = 0.8;

export function measureMassDestruction(changes: readonly Change[]): MassDestruction {
  const current = changes.filter((change) => change.mode === 'managed' && change.deposed === null);
  const tallies = new Map<string, Tally>();
  const enclosing = new Map<string, readonly Tally[]>();
  for (const change of current) {
    if (change.values.before === null) continue;
    const { module } = change.parsed;
    const all = enclosing.get(module) ?? ['', ...enclosingModules(module)].map((each) => tallyOf(tallies, each));
    enclosing.set(module, all);
    for (const tally of all) add(tally, change);
  }
  const made = new Map<string, number>();
  for (const change of current.filter(creates)) made.set(change.type, (made.get(change.type) ?? 0) + 1);
  const recreated = [...tallies]
    .filter(
      ([, tally]) =>
        tally.destroyed >= environmentSize && tally.destroyed >= tally.existing * alike && comesBack(tally, made),
    )
    .map(([module]) => module);
  const emptied = [...tallies]
    .filter(
      ([module, tally]) => module !== '' && tally.data && tally.destroyed > 1 && tally.destroyed > tally.existing / 2,
    )
    .map(([module]) => module);
  return { recreated: outermost(recreated), emptied: outermost(emptied) };
}

function tallyOf(tallies: Map<string, Tally>, module: string): Tally {
  const tally = tallies.get(module) ?? { existing: 0, destroyed: 0, data: false, types: new Map<string, number>() };
  tallies.set(module, tally);
  return tally;
}

function add(tally: Tally, change: Change): void {
  tally.existing += 1;
  if (!destroys(change)) return;
  tally.destroyed += 1;
  tally.data ||= holdsData(change) || change.criticality === 'critical';
  tally.types.set(change.type, (tally.types.get(change.type) ?? 0) + 1);
}

function comesBack(tally: Tally, made: ReadonlyMap<string, number>): boolean {
  let again = 0;
  for (const [type, count] of tally.types) again += Math.min(count, made.get(type) ?? 0);
  return again >= tally.destroyed * alike;
}

function outermost(modules: readonly string[]): readonly string[] {
  return modules
    .filter((module) => !modules.some((other) => other !== module && (other === '' || module.startsWith(`${other}.`))))
    .sort();
}

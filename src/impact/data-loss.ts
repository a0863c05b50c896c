/** Effects of destroys: cascades, lost backups, and renames that would avoid a destroy. */
import type { Graph } from '../graph/graph.ts';
import type { Change } from '../model/change.ts';
import { declaredAddresses, toConfigModule } from '../model/configuration/expressions.ts';
import type { Plan } from '../model/plan.ts';
import { findIndexShifts } from '../renames/index-shifts.ts';
import { movedBlock, type ProposedMove, type Rename } from '../renames/moved-blocks.ts';
import { findRenames } from '../renames/renames.ts';
import { once } from '../text/once.ts';
import { findDetachedWithEnds } from './attachments.ts';
import { findCascadeDeletes } from './cascade-deletes.ts';
import { type DestroyCause, removedBlockOf, toDestroyCause } from './destroy-cause.ts';
import { findLostRecovery, findRemovedSettings } from './recovery.ts';

/** Effects of the destroys in a plan on other objects, and renames that explain them. */
export interface DestroyEffects {
  /** The rename of a deleted object that is created again at another address. */
  readonly renameOf: (change: Change) => Rename | undefined;
  /** The moves that would avoid destroys, in the order of the plan. Terraform accepts them as one set. */
  readonly moves: () => readonly ProposedMove[];
  /** The first 5 of them as HCL, and a comment with the number of all others. */
  readonly movedBlocks: () => string;
  /** Whether its resource block is still in the configuration. */
  readonly isDeclared: (change: Change) => boolean;
  /** Why it is destroyed; null if it is not. */
  readonly causeOf: (change: Change) => DestroyCause | null;
  /** Header of the block whose removal deletes it, e.g. `module "network"`. */
  readonly removedBlockOf: (change: Change) => string;
  /** Addresses that a deleted object may have moved to, if several fit equally well. */
  readonly candidatesFor: (change: Change) => readonly string[];
  /** The instance of the same `count` whose attributes it gets, and whether it is the first such instance of its block. */
  readonly shiftOf: (change: Change) => { readonly inheritsFrom: string; readonly isFirstOfBlock: boolean } | undefined;
  /** Destroyed objects that contain this object, which the plan keeps. */
  readonly emptiedBy: (change: Change) => readonly string[];
  /** Whether it is a setting of a store, such as versioning, that is destroyed together with the store. */
  readonly goesWithStore: (change: Change) => boolean;
  /** Addresses of attachments with an end that is deleted in the same plan. */
  readonly detachedWithEnds: ReadonlySet<string>;
  /** Backups, replicas and keys of a destroyed store that are destroyed in the same plan. */
  readonly recoveryLost: (change: Change) => readonly string[];
}

const shownBlocks = 5;

/** Returns the effects of the destroys. Each analysis runs on first use, once for the plan. */
export function analyzeDestroyEffects(plan: Plan, graph: Graph): DestroyEffects {
  const everything = once(() => [...plan.changes, ...plan.untouched].filter((change) => change.mode === 'managed'));
  const declared = once(() => declaredAddresses(toConfigModule(plan.document.configuration)));
  const renames = once(() => findRenames(plan.changes, declared()));
  const moves = once(() => [
    ...new Set(plan.changes.map((change) => renames().of(change)?.move).filter((move) => move !== undefined)),
  ]);
  const shifts = once(() => findIndexShifts(plan.changes));
  const shifted = once(() => new Set([...shifts().values()].map(({ inheritsFrom }) => inheritsFrom)));
  const emptied = once(() => findCascadeDeletes(everything(), graph));
  const lost = once(() => findLostRecovery(everything(), graph));
  const detached = once(() => findDetachedWithEnds(everything(), graph));
  const settings = once(() => findRemovedSettings(everything(), graph));
  return {
    renameOf: (change) => renames().of(change),
    moves,
    movedBlocks: () => {
      const more = moves().length - shownBlocks;
      const rest = more > 0 ? [`# ${more} more: firebreak fix PLAN`] : [];
      return [...moves().slice(0, shownBlocks).map(movedBlock), ...rest].join('\n\n');
    },
    isDeclared: (change) => declared().has(change.parsed.config),
    causeOf: (change) =>
      toDestroyCause(change, {
        mode: plan.mode,
        isRenamed: renames().of(change) !== undefined,
        isShifted: shifts().has(change) || shifted().has(change.address),
        isDeclared: declared().has(change.parsed.config),
      }),
    removedBlockOf: (change) => removedBlockOf(change, declared()),
    candidatesFor: (change) => renames().candidatesFor(change),
    shiftOf: (change) => shifts().get(change),
    emptiedBy: (change) => emptied().get(change) ?? [],
    goesWithStore: (change) => settings().has(change),
    get detachedWithEnds() {
      return detached();
    },
    recoveryLost: (change) => lost().get(change) ?? [],
  };
}

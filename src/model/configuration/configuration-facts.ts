/** What the configuration adds to the plan: lifecycles, locations, and blocks that are judged on their own. */
import type { Configuration, HclResource, SavedPlan } from '../../source/plan-and-configuration.ts';
import { listAt, objectAt, type PlanDocument, stringAt } from '../plan-json.ts';
import type { ConfigurationBlock } from './configuration-block.ts';
import { addedForgets } from './forget-added.ts';
import { removedGuards } from './guard-removal.ts';
import { toLifecycles } from './lifecycle.ts';
import { matchesPlan } from './matches-plan.ts';
import { localRemoteStates } from './remote-state.ts';
import { type SourceLocations, toSourceLocations } from './source-locations.ts';

/** Facts from the configuration. */
export interface ConfigurationFacts {
  /** Configuration of the working directory if it belongs to the plan; else null. */
  readonly ofDirectory: Configuration | null;
  readonly blocks: readonly ConfigurationBlock[];
  /** Returns whether `prevent_destroy` is set; null if unknown. */
  readonly preventDestroy: (configAddress: string) => boolean | null;
  /** Returns the block; `unknown` if its module could not be read, null if the module has no such block. */
  readonly blockOf: (configAddress: string) => HclResource | 'unknown' | null;
  readonly locate: SourceLocations['locate'];
}

/** Returns the facts. The configuration inside a saved plan takes precedence over that of a directory. */
export function toConfigurationFacts(options: {
  readonly configuration: Configuration | null;
  readonly guessed?: boolean;
  readonly saved: SavedPlan | null;
  readonly document: PlanDocument | null;
  /** Configuration before the change, if given. */
  readonly base?: Configuration | null;
}): ConfigurationFacts {
  const { configuration, document } = options;
  const fits =
    configuration !== null &&
    (!options.guessed || (document !== null && matchesPlan(configuration, blocksOf(document))));
  const ofDirectory = fits ? configuration : null;
  const decisive = options.saved?.configuration ?? ofDirectory;
  const lifecycles = toLifecycles(decisive);
  const places = toSourceLocations(ofDirectory ?? decisive, options.base ?? null);
  return {
    ofDirectory,
    blocks: [
      ...[...new Set([decisive, ofDirectory])].flatMap((each) => (each === null ? [] : blocksIn(each))),
      ...(options.base && decisive
        ? [...removedGuards(options.base, decisive), ...addedForgets(options.base, decisive)]
        : []),
    ],
    blockOf: lifecycles.find,
    preventDestroy: (address) => {
      const found = lifecycles.find(address);
      if (found === 'unknown') return null;
      return found === null
        ? false
        : found.lifecycle.preventDestroy === undefined
          ? false
          : found.lifecycle.preventDestroy;
    },
    locate: places.locate,
  };
}

function blocksOf(document: PlanDocument): {
  readonly resources: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
} {
  return {
    resources: new Set(listAt(document.configuration, 'resources').map((entry) => stringAt(entry, 'address') ?? '')),
    calls: new Set(Object.keys(objectAt(document.configuration, 'module_calls'))),
  };
}

function blocksIn(configuration: Configuration): readonly ConfigurationBlock[] {
  return [
    ...localRemoteStates(configuration).map((state) => ({
      kind: 'remote-state' as const,
      address: state.address,
      file: state.file,
      ...(state.line === undefined ? {} : { line: state.line }),
      detail: state.path ?? 'a local state file',
      local: true,
    })),
    ...configuration.stateFiles.map(({ file, tracked }) => ({
      kind: 'state-file' as const,
      address: file,
      file,
      detail: tracked ? 'Git tracks it' : 'not in a Git repository, so unknown whether it is tracked',
      local: true,
    })),
    ...configuration.unreadable.map(({ file, reason, line }) => ({
      kind: 'unreadable' as const,
      address: file,
      file,
      ...(line === undefined ? {} : { line }),
      detail: reason,
      local: false,
    })),
  ];
}

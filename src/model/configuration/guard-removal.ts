/** Finds `prevent_destroy` of the base configuration that is missing in this one. */
import type { Configuration } from '../../source/plan-and-configuration.ts';
import type { ConfigurationBlock } from './configuration-block.ts';
import { toLifecycles } from './lifecycle.ts';
import { withoutKeys } from './source-locations.ts';

/** Returns a block for each resource that lost the guard. A moved resource that kept it is not returned. */
export function removedGuards(base: Configuration, head: Configuration): readonly ConfigurationBlock[] {
  const now = toLifecycles(head);
  const moves = movesOf(head);
  return base.modules.flatMap((module) =>
    module.resources
      .filter((resource) => resource.mode === 'managed' && resource.lifecycle.preventDestroy === true)
      .flatMap((resource): ConfigurationBlock[] => {
        const address = within(module.address, `${resource.type}.${resource.name}`);
        const found = now.find(movedTo(address, moves));
        // An unreadable file is a finding of its own.
        if (found === 'unknown') return [];
        const guard = found?.lifecycle.preventDestroy;
        if (guard === true) return [];
        const place = found ?? resource;
        const detail =
          found === null
            ? 'the whole block was removed'
            : guard === null
              ? 'its value now depends on an expression'
              : 'the line was removed or set to false';
        const line = place.line === undefined ? {} : { line: place.line };
        return [{ kind: 'guard-removed', address, file: place.file, ...line, detail, local: false }];
      }),
  );
}

type Moves = readonly { readonly from: string; readonly to: string }[];

function movesOf(head: Configuration): Moves {
  return head.modules.flatMap((module) =>
    module.moved.map(({ from, to }) => ({
      from: within(module.address, withoutKeys(from)),
      to: within(module.address, withoutKeys(to)),
    })),
  );
}

/** Follows moves of the block and of modules around it. At most ten steps, because moves may be cyclic. */
function movedTo(address: string, moves: Moves): string {
  let at = address;
  for (let step = 0; step < 10; step += 1) {
    const move = moves.find(({ from }) => at === from || at.startsWith(`${from}.`));
    if (!move) return at;
    at = `${move.to}${at.slice(move.from.length)}`;
  }
  return at;
}

function within(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

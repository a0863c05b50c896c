/** Fixes that can be applied as they are: text to insert into a file of the root module. */
import type { Backend } from '../model/configuration/backend.ts';
import { movedBlock, type ProposedMove } from '../renames/moved-blocks.ts';
import type { ReportedFix } from './report-fixes.ts';

/**
 * Returns one fix with all `moved` blocks, since Terraform checks them as one set; none without a rename. They go to
 * the start of `moved.tf`, whether or not the file exists.
 * @param options.plan name of the plan file, which stands for a root module whose directory is unknown
 */
export function toFixes(
  moves: readonly ProposedMove[],
  { backends, plan }: { readonly backends: readonly Backend[]; readonly plan: string },
): readonly ReportedFix[] {
  if (moves.length === 0) return [];
  const [root = ''] = backends.map((backend) => backend.root);
  const folder = root === '' || root === '.' || root === plan ? '' : `${root.replace(/^(?:\.\/)+|\/$/g, '')}/`;
  return [{ file: `${folder}moved.tf`, line: 1, text: movedFile(moves) }];
}

/** Returns the blocks as a file. Comments name what the blocks alone cannot keep. */
export function movedFile(moves: readonly ProposedMove[]): string {
  return `${moves.map((move) => [...keepComments(move), movedBlock(move)].join('\n')).join('\n\n')}\n`;
}

function keepComments({ keep }: ProposedMove): readonly string[] {
  if (keep.length === 0) return [];
  return [
    '# Also keep the old names, or the objects may still be replaced:',
    ...keep.map(
      ({ address, attribute, before, planned }) =>
        `#   ${address}: ${attribute} = ${JSON.stringify(before)} (planned: ${JSON.stringify(planned)})`,
    ),
  ];
}

/** `firebreak fix`: prints the `moved` blocks that keep renamed resources. */
import type { Argv } from 'yargs';
import { readMoves } from '../../app/read-moves.ts';
import { guardLines, terminal } from '../../report/escape.ts';
import { count } from '../../report/wording/words.ts';
import { movedFile } from '../../verdict/fixes.ts';
import type { ExitCode } from '../command.ts';
import { planArgument, terraformOption } from '../plan-options.ts';

/** Adds the usage, options and examples of `firebreak fix`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 fix PLAN > moved.tf\n\nPrints moved blocks for resources that the plan deletes at one address and creates at another. Put them into the root module and plan again.',
    )
    .positional('plan', planArgument)
    .option('terraform', terraformOption)
    .example('$0 fix plan.json > moved.tf', 'then plan again');
}

/** Prints the blocks to standard output, and what to do with them to standard error. */
export async function run(args: { readonly plan: string; readonly terraform: string | undefined }): Promise<ExitCode> {
  const moves = await readMoves({ ...args, file: args.plan, env: process.env });
  if (moves.length === 0) {
    process.stderr.write('firebreak: no resource of this plan looks renamed, so there is nothing to add\n');
    return 0;
  }
  process.stdout.write(guardLines(movedFile(moves).split('\n').map(terminal).join('\n')));
  const kept = moves.flatMap(({ keep }) => keep).length;
  const names = kept > 0 ? ` Also keep ${count(kept, 'name')} unchanged: see the comments.` : '';
  process.stderr.write(
    `firebreak: ${count(moves.length, 'moved block')}. Put ${moves.length === 1 ? 'it' : 'them'} into the root module and plan again.${names}\n`,
  );
  return 0;
}

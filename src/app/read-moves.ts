/** Reads a plan for the `moved` blocks that keep its renamed resources. */
import { InputError } from '../errors.ts';
import { evaluate } from '../evaluate.ts';
import { toCatalog } from '../model/catalog.ts';
import { readPlan } from '../read/plan/plan.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import type { ProposedMove } from '../renames/moved-blocks.ts';
import { maskTexts } from '../verdict/mask-report.ts';

/**
 * Returns the proposed moves, with secrets masked; settings and policies do not matter for them.
 * @throws {InputError} if the file is not a plan
 */
export async function readMoves(from: {
  readonly file: string;
  readonly terraform: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}): Promise<readonly ProposedMove[]> {
  const source = await readPlan(from);
  const { catalog, commands } = readBuiltinPolicies();
  const evaluation = evaluate({ source, configuration: null, catalog: toCatalog(catalog), commands, policies: [] });
  if (evaluation.plan === null)
    throw source.failure ?? new InputError({ file: from.file, message: 'no plan in this file' });
  return maskTexts(evaluation.effects.moves(), evaluation.mask);
}

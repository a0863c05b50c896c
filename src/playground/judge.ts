/** Judges a pasted plan in the page: the same steps as the command line, with the built-in policies. */
import { decide } from '../decide.ts';
import { evaluate } from '../evaluate.ts';
import { toCatalog } from '../model/catalog.ts';
import { compiledBuiltin } from '../policy/builtin-policies.ts';
import { readPlan } from '../read/plan/plan.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import { type PagePlan, toPageData } from '../report/html/page-data.ts';

/**
 * Returns the report of a plan for the page.
 * @param name what the report calls the plan
 * @throws {InputError} if the bytes are no plan in JSON
 */
export async function judge(bytes: Uint8Array, name: string): Promise<readonly PagePlan[]> {
  const stdin = (async function* () {
    yield bytes;
  })();
  const source = { ...(await readPlan({ file: '-', stdin })), file: name };
  const { policies, catalog, commands } = readBuiltinPolicies();
  const evaluation = evaluate({
    source,
    configuration: null,
    catalog: toCatalog(catalog),
    commands,
    policies: compiledBuiltin(policies),
    now: new Date(),
  });
  return toPageData(decide(evaluation));
}

/** What judging by the built-in policies needs, without settings: read and compiled once for all tests of a process. */
import { toCatalog } from '../src/model/catalog.ts';
import { compiledBuiltin } from '../src/policy/builtin-policies.ts';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';

export const builtin = readBuiltinPolicies();
export const compiled = compiledBuiltin(builtin.policies);
export const typed = toCatalog(builtin.catalog);

/** Options of `judgePlan` for a plan file below `dir`, in an empty environment. */
export function judgeOptions(dir: string) {
  return { policies: compiled, catalog: typed, commands: builtin.commands, critical: [], cwd: dir, env: {} };
}

/** Judges the plans of one `firebreak backtest`, each under both settings. */
import { judgeOrErrorReport } from '../../app/judge-plan.ts';
import { settingsLoader } from '../../app/load-settings.ts';
import { toCatalog } from '../../model/catalog.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { type Backtested, toBacktested } from '../../report/commands/backtest.ts';
import type { Report } from '../../verdict/report.ts';
import { toNow } from '../settings-options.ts';

/** What the results of all plans depend on. Plain data, because worker threads get a copy. */
export interface BacktestTask {
  readonly against: string;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly now: string | undefined;
}

/** Returns a function that judges one plan. */
export function backtestPlans({ against, config, environment, now }: BacktestTask) {
  const cwd = process.cwd();
  const { policies, catalog, commands } = readBuiltinPolicies();
  const flags = { environment };
  const shared = { cwd, env: process.env, critical: [], catalog: toCatalog(catalog), commands, now: toNow(now) };
  const judgeUnder = (named: string | undefined): ((file: string) => Promise<Report>) => {
    const load = settingsLoader({ named, policies, flags, cwd });
    return (file) => judgeOrErrorReport({ ...shared, file, settings: { load, flags } });
  };
  const [before, after] = [judgeUnder(config), judgeUnder(against)];
  return async (file: string): Promise<Backtested> => toBacktested(file, await before(file), await after(file));
}

/**
 * The whole JSON report of every fixture, so that no change of a verdict, a finding or a word goes unseen.
 * `npm run golden` writes them anew; read the difference before you commit it.
 */
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { formats } from '../src/report/render.ts';
import { fixturesDir, judgeScenario, scenarios } from './scenarios.ts';

it.each(scenarios)('$name', async (scenario) => {
  const report = formats.json(await judgeScenario(scenario), { width: 80, colour: false, explainPass: false });
  await expect(report.replaceAll(`${fixturesDir}/`, 'fixtures/')).toMatchFileSnapshot(
    join(dirname(scenario.plan), 'report.json'),
  );
});

/**
 * The whole JSON report of every fixture, so that no change of a verdict, a finding or a word goes unseen.
 * `npm run golden` writes them anew; read the difference before you commit it.
 */
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { formats } from '../src/report/render.ts';
import { judgeFrom, scenarios } from './scenarios.ts';

const root = join(import.meta.dirname, '..');

it.each(scenarios)('$name', async (scenario) => {
  // Relative to the top folder of the repository, where the tests run: fingerprints of findings hold the path of the root module.
  const plan = relative(root, scenario.plan);
  const dir = relative(root, scenario.dir);
  const report = formats.json(await judgeFrom(root, { plan, dir }), {
    width: 80,
    colour: false,
    explainPass: false,
  });
  await expect(report).toMatchFileSnapshot(join(dirname(scenario.plan), 'report.json'));
});

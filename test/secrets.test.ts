/** No listed secret in any format, plain or encoded; and planted ones in every corner of a plan. */
import { describe, expect, it } from 'vitest';
import { formats } from '../src/report/render.ts';
import { judgeScenario, scenarios } from './scenarios.ts';

const options = { width: 100, colour: false, explainPass: true };
const forms = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

describe.each(scenarios.filter(({ secrets }) => secrets.length > 0))('$name', (scenario) => {
  it.each(Object.entries(formats))('prints no secret as %s', async (_, render) => {
    const printed = render(await judgeScenario(scenario), options);
    for (const secret of scenario.secrets) for (const form of forms(secret)) expect(printed).not.toContain(form);
  });
});

it('has scenarios with secrets', () => {
  expect(scenarios.filter(({ secrets }) => secrets.length > 0).length).toBeGreaterThan(10);
});

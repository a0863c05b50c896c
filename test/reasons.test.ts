/**
 * Verdicts with default settings, and every finding above advice by policy and address. `reasons.json` was checked
 * against `reviewer` and `notes` of each `facts.json`: what they blame is named, and nothing else is. A number stands
 * for more than ten addresses of one policy.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judgeScenario, type Scenario, scenarios } from './scenarios.ts';

const reasons: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'reasons.json'), 'utf8'),
);

it.each(scenarios)('$name', async (scenario: Scenario) => {
  const { verdict, findings } = await judgeScenario(scenario);
  if (scenario.verdict === 'pass' || scenario.verdict === 'fail') expect(verdict).toBe(scenario.verdict);
  const blamed: Record<string, string[]> = {};
  for (const { policy, subject, enforcement } of findings) {
    if (enforcement === 'advisory') continue;
    const address = subject.kind === 'backend' ? '(root module)' : (subject.address ?? '(plan)');
    blamed[policy] = [...(blamed[policy] ?? []), address];
  }
  const folded = Object.fromEntries(
    Object.entries(blamed).map(([policy, addresses]) => [policy, addresses.length > 10 ? addresses.length : addresses]),
  );
  expect(folded).toEqual(reasons[scenario.name] ?? {});
});

/** A finding about a type that no catalog file lists says that it is a guess; one about a listed type does not. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixturesDir, judgeFrom } from './scenarios.ts';

it.each([
  ['i28-crd-replaced', true],
  ['u-hcloud-volume-deleted', false],
])('%s: %s', async (slug, guessed) => {
  const dir = join(fixturesDir, 'cases', slug);
  const { findings } = await judgeFrom(dir, { plan: join(dir, 'plan.json') });
  const messages = findings.filter(({ policy }) => policy === 'no-stateful-destroy').map(({ message }) => message);
  expect(messages).not.toEqual([]);
  for (const message of messages) expect(message.includes('is not in the catalog')).toBe(guessed);
});

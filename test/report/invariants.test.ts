/** The samples hold every invariant in every format. */
import { describe, expect, test } from 'vitest';
import { text } from '../../src/report/text/text.ts';
import { assertInvariants } from './invariants.ts';
import { harmless, huge, samples } from './samples.ts';

describe('every sample, every format', () => {
  test.each(Object.keys(samples))('%s', (name) => {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    assertInvariants(sample);
  });
});

test('a plan that nothing is held against is told in eight lines', () => {
  const lines = text(harmless, { width: 80, colour: false, explainPass: false }).split('\n').filter(Boolean);
  expect(lines.length).toBeLessThanOrEqual(8);
});

test.each([80, 120])('612 changes stay readable at width %i', (width) => {
  const lines = text(huge, { width, colour: false, explainPass: false }).split('\n');
  expect(lines.length).toBeLessThanOrEqual(120);
});

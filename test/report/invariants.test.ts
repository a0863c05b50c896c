/** The samples hold every invariant in every format. */
import { describe, expect, test } from 'vitest';
import { formatNames } from '../../src/report/formats.ts';
import { formats } from '../../src/report/render.ts';
import { text } from '../../src/report/text/text.ts';
import { policyPageUrl } from '../../src/verdict/policy-page.ts';
import { assertInvariants } from './invariants.ts';
import { harmless, huge, mixed, samples } from './samples.ts';

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

test.each(formatNames.filter((format) => format !== 'gitlab'))(
  '%s links the page of each policy that blocks; `gitlab` has numbers only',
  (format) => {
    const output = formats[format](mixed, { width: 80, colour: false, explainPass: false });
    const blocking = mixed.findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
    expect(blocking.length).toBeGreaterThan(1);
    for (const { policy } of blocking) expect(output).toContain(policyPageUrl(policy));
  },
);

/** Lengths of time in the ways that providers write them. */
import { describe, expect, it } from 'vitest';
import { durationText, toSeconds } from '../../src/model/durations.ts';

describe('toSeconds', () => {
  it.each([
    [7, 'days', 604_800],
    ['604800000', 'ms', 604_800],
    ['86400s', undefined, 86_400],
    ['7d', undefined, 604_800],
    ['1h30m', undefined, 5_400],
    ['30 days', undefined, 2_592_000],
    ['P30D', undefined, 2_592_000],
    ['PT12H', undefined, 43_200],
    ['P1Y', undefined, 31_536_000],
    ['7.00:00:00', undefined, 604_800],
  ] as const)('reads %s (%s) as %d seconds', (value, unit, seconds) => {
    expect(toSeconds(value, unit)).toBe(seconds);
  });

  it.each(['', 'never', 'P', 'PT', '5 parsecs', '7d later', true, null])('reads no length in %s', (value) => {
    expect(toSeconds(value)).toBeNull();
  });
});

describe('durationText', () => {
  it.each([
    [86_400, '1 day'],
    [129_600, '36 hours'],
    [90, '90 seconds'],
    [0.25, '250 milliseconds'],
    [0, '0 milliseconds'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

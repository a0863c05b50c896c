/** When a freeze holds, and what an approval in it covers. */
import { describe, expect, it } from 'vitest';
import { allowedBy, freezeInWords, freezesAt, windowOf } from '../../src/settings/freezes.ts';
import type { FreezeSource } from '../../src/source/settings.ts';

const holds = (freeze: FreezeSource, now: string): boolean => freezesAt([freeze], new Date(now)).length > 0;

describe('when', () => {
  const days = { from: '2026-12-18', to: '2027-01-05', timeZone: 'Europe/Berlin' };
  it.each([
    ['2026-12-17T22:59:59.999Z', false],
    ['2026-12-17T23:00:00Z', true],
    ['2027-01-05T22:59:59.999Z', true],
    ['2027-01-05T23:00:00Z', false],
  ])('from the first moment of the first day to the last of the last: %s', (now, expected) => {
    expect(holds(days, now)).toBe(expected);
  });

  const times = { from: '2026-11-27T18:00', to: '2026-11-30T06:00' };
  it.each([
    ['2026-11-27T17:59:59Z', false],
    ['2026-11-27T18:00:00Z', true],
    ['2026-11-30T05:59:59Z', true],
    ['2026-11-30T06:00:00Z', false],
  ])('from a time of day to another, in UTC by default: %s', (now, expected) => {
    expect(holds(times, now)).toBe(expected);
  });

  it('one day is a day, also one with 23 or 25 hours', () => {
    const hours = (day: string): number => {
      const { begin, end } = windowOf({ from: day, to: day, timeZone: 'Europe/Berlin' });
      return (end - begin) / 3_600_000;
    };
    expect([hours('2026-12-18'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25]);
  });

  it('the longer window counts where a time exists twice', () => {
    const { begin, end } = windowOf({
      from: '2026-10-25T02:30',
      to: '2026-10-25T02:30',
      timeZone: 'Europe/Berlin',
    });
    expect(end - begin).toBe(3_600_000);
  });
});

it('several allow what all of them allow', () => {
  const freeze = { from: '2026-12-18', to: '2027-01-05' };
  expect(allowedBy([])).toEqual([]);
  expect(allowedBy([{ ...freeze, allow: ['create', 'update'] }])).toEqual(['create', 'update']);
  expect(
    allowedBy([
      { ...freeze, allow: ['create', 'update'] },
      { ...freeze, allow: ['update'] },
    ]),
  ).toEqual(['update']);
  expect(allowedBy([{ ...freeze, allow: ['create'] }, freeze])).toEqual([]);
});

it('in words', () => {
  expect(freezeInWords({ from: '2026-12-18', to: '2027-01-05' })).toBe(
    'Change freeze until the end of 2027-01-05 (UTC)',
  );
  expect(
    freezeInWords({ from: '2026-12-18', to: '2027-01-05T06:00', timeZone: 'Asia/Tokyo', reason: 'year-end close' }),
  ).toBe('Change freeze until 2027-01-05 06:00 (Asia/Tokyo): year-end close');
});

/** Local times and instants, also where clocks change. */
import { describe, expect, it } from 'vitest';
import { isMoment } from '../../src/text/is-moment.ts';
import { instantsOf, isTimeZone, timeZoneNames } from '../../src/text/time-zone.ts';

const shown = (local: string, zone: string) =>
  instantsOf(local, zone).map((instant) => new Date(instant).toISOString());

describe('instantsOf', () => {
  it.each([
    ['2026-07-01', 'UTC', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-12-01T18:30', 'Europe/Berlin', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01', 'America/New_York', '2026-12-01T05:00:00.000Z'],
    ['2026-12-01', 'Asia/Kolkata', '2026-11-30T18:30:00.000Z'],
    ['2026-12-01', 'Pacific/Kiritimati', '2026-11-30T10:00:00.000Z'],
    // Right before and right after clocks are set forward (2:00 to 3:00) and back (3:00 to 2:00).
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T01:59', 'Europe/Berlin', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
  ])('%s in %s', (local, zone, expected) => {
    expect(new Set(shown(local, zone))).toEqual(new Set([expected]));
  });

  it('a time that exists twice', () => {
    expect(shown('2026-10-25T02:30', 'Europe/Berlin').toSorted()).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  it('a time that does not exist lies around the gap, also where it is midnight', () => {
    expect(shown('2026-03-29T02:30', 'Europe/Berlin').toSorted()).toEqual([
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ]);
    expect(shown('2018-11-04', 'America/Sao_Paulo').toSorted()).toEqual([
      '2018-11-04T02:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
    ]);
  });
});

it('names of the IANA database, and no offsets', () => {
  expect(timeZoneNames()).toContain('Europe/Berlin');
  expect(['UTC', 'Europe/Berlin', 'US/Eastern'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', '+02:00', 'Berlin', 'Europe/Atlantis', '../etc'].map(isTimeZone)).not.toContain(true);
});

it('days, with or without a minute', () => {
  expect(['2026-12-18', '2026-12-18T00:00', '2028-02-29T23:59'].map(isMoment)).toEqual([true, true, true]);
  const wrong = [
    '2026-02-29',
    '2026-12-18T24:00',
    '2026-12-18T18:60',
    '2026-12-18T18:00Z',
    '2026-12-18 18:00',
    '',
    '2026-12-18T',
  ];
  expect(wrong.map(isMoment)).not.toContain(true);
});

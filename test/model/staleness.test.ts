import { describe, expect, it } from 'vitest';
import { ageInMinutes, isSameCommit } from '../../src/model/staleness.ts';

describe('the age of a plan', () => {
  const now = new Date('2026-01-01T12:00:00Z');
  it.each([
    ['2026-01-01T11:00:00Z', 60],
    ['2026-01-01T13:30:00Z', -90],
    ['2026-01-01T13:00:00+02:00', 60],
    ['yesterday', null],
    [null, null],
  ])('%s', (timestamp, age) => {
    expect(ageInMinutes(timestamp, now)).toBe(age);
  });

  it('is not known without a clock', () => {
    expect(ageInMinutes('2026-01-01T11:00:00Z', undefined)).toBeNull();
  });
});

describe('two commits', () => {
  const full = 'abcdef1234567890abcdef1234567890abcdef12';
  it.each([
    [full, full, true],
    [full.toUpperCase(), full, true],
    [full.slice(0, 7), full, true],
    [full.slice(0, 6), full, false],
    ['1234567', full, false],
    ['', full, null],
    [undefined, full, null],
    [full, undefined, null],
  ])('%s and %s', (one, other, same) => {
    expect(isSameCommit(one, other)).toBe(same);
  });
});

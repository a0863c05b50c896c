/** Parses durations as providers write them: numbers in the unit of the attribute, `7d`, `86400s`, ISO 8601. */
import type { TimeUnit } from '../source/catalog.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const secondsIn: Readonly<Record<TimeUnit, number>> = {
  years: 365 * day,
  months: 30 * day,
  weeks: 7 * day,
  days: day,
  hours: hour,
  minutes: minute,
  seconds: 1,
  ms: 0.001,
};

/** Suffixes of durations in texts, as used by Go, Elasticsearch, Prometheus and Azure. */
const suffixes: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  m: minute,
  min: minute,
  h: hour,
  d: day,
  day: day,
  days: day,
  w: 7 * day,
  mo: 30 * day,
  y: 365 * day,
};

/**
 * Returns the duration in seconds, for a number in `unit` or a text, possibly with several parts (`1h30m`); null for
 * other values.
 */
export function toSeconds(value: unknown, unit: TimeUnit = 'seconds'): number | null {
  if (typeof value === 'number') return value * secondsIn[unit];
  if (typeof value !== 'string') return null;
  if (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(value)) return Number(value) * secondsIn[unit];
  return isoSeconds(value) ?? clockSeconds(value) ?? suffixedSeconds(value);
}

/** ISO 8601 (`P30D`, `PT12H`, `P1Y`), with 365 days per year and 30 per month. */
function isoSeconds(text: string): number | null {
  const found =
    /^P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/.exec(
      text,
    );
  if (found === null) return null;
  const sizes = [365 * day, 30 * day, 7 * day, day, hour, minute, 1];
  return sizes.reduce((sum, size, i) => sum + size * Number(found[i + 1] ?? 0), 0);
}

/** The form `[d.]hh:mm:ss` of .NET, e.g. `7.00:00:00` for a week. */
function clockSeconds(text: string): number | null {
  const found = /^(?:(\d{1,9})\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(text);
  if (found === null) return null;
  return [day, hour, minute, 1].reduce((sum, size, i) => sum + size * Number(found[i + 1] ?? 0), 0);
}

function suffixedSeconds(text: string): number | null {
  const parts = [...text.matchAll(/(\d{1,15}(?:\.\d{1,9})?) ?([a-z]+)/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.replaceAll(/(?<=[a-z]) /gi, '')) return null;
  let sum = 0;
  for (const [, number, suffix = ''] of parts) {
    const size = suffixes[suffix.toLowerCase()];
    if (size === undefined) return null;
    sum += Number(number) * size;
  }
  return sum;
}

const shownUnits: readonly (readonly [size: number, noun: string])[] = [
  [day, 'day'],
  [hour, 'hour'],
  [minute, 'minute'],
  [1, 'second'],
];

/**
 * Returns the duration in the largest whole unit: `1 day`, `36 hours`. Less than a second is given in milliseconds.
 */
export function durationText(seconds: number): string {
  for (const [size, noun] of shownUnits) {
    if (seconds >= size && seconds % size === 0) return counted(seconds / size, noun);
  }
  return seconds < 1 ? counted(Math.round(seconds * 1000), 'millisecond') : counted(Math.round(seconds), 'second');
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

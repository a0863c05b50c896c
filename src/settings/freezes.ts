/** Freeze windows of the settings: when they hold, and what they allow. */
import type { FreezeSource } from '../source/settings.ts';
import { instantsOf } from '../text/time-zone.ts';

const day = 24 * 60 * 60 * 1000;
const defaultZone = 'UTC';

/**
 * Returns when a freeze begins and ends, in milliseconds since 1970; the end does not belong to it. Where a local time
 * exists twice or not at all, the longer window counts.
 */
export function windowOf({ from, to, timeZone = defaultZone }: FreezeSource): {
  readonly begin: number;
  readonly end: number;
} {
  return {
    begin: Math.min(...instantsOf(from, timeZone)),
    end: Math.max(...instantsOf(isWholeDay(to) ? dayAfter(to) : to, timeZone)),
  };
}

/** Returns the freezes that hold at this time. */
export function freezesAt(freezes: readonly FreezeSource[], now: Date): readonly FreezeSource[] {
  return freezes.filter((freeze) => {
    const { begin, end } = windowOf(freeze);
    return begin <= now.getTime() && now.getTime() < end;
  });
}

/** Returns the actions that all of these freezes allow, in the order of the first. */
export function allowedBy([first, ...others]: readonly FreezeSource[]): readonly string[] {
  return (first?.allow ?? []).filter((action) => others.every(({ allow = [] }) => allow.includes(action)));
}

/** Returns a freeze in words: `Change freeze until the end of 2027-01-05 (Europe/Berlin): year-end close`. */
export function freezeInWords({ to, timeZone = defaultZone, reason }: FreezeSource): string {
  const end = isWholeDay(to) ? `the end of ${to}` : to.replace('T', ' ');
  return `Change freeze until ${end} (${timeZone})${reason === undefined ? '' : `: ${reason}`}`;
}

function isWholeDay(text: string): boolean {
  return text.length === 10;
}

function dayAfter(text: string): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + day).toISOString().slice(0, 10);
}

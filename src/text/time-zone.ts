/** Local times of time zones, from the IANA data in Node. */
import { once } from './once.ts';

const day = 24 * 60 * 60 * 1000;

/** Names that `Intl` knows, for suggestions. It accepts more, such as aliases. */
export const timeZoneNames: () => readonly string[] = once(() => ['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** Whether the text is the IANA name of a time zone, such as `Europe/Berlin`. Offsets (`+02:00`) are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the instants, in milliseconds since 1970, at which clocks of the zone show this local time: two where they are
 * set back; around the gap where they are set forward.
 * @param local `YYYY-MM-DD` (midnight) or `YYYY-MM-DDTHH:MM`
 */
export function instantsOf(local: string, timeZone: string): readonly number[] {
  const shown = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}:00Z`);
  const formatter = formatterOf(timeZone);
  // A zone has at most one transition within two days.
  const instants = [shown - day, shown + day].map((near) => shown - offsetAt(near, formatter));
  const exact = instants.filter((instant) => instant + offsetAt(instant, formatter) === shown);
  return exact.length > 0 ? exact : instants;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** Local time minus UTC, in milliseconds. */
function offsetAt(instant: number, formatter: Intl.DateTimeFormat): number {
  const parts = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instant;
}

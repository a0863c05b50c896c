/** Local times in settings. */
import { isDay } from './is-day.ts';

/** Whether the text is a day of the calendar, `YYYY-MM-DD`, or a minute of one, `YYYY-MM-DDTHH:MM`. */
export function isMoment(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/.test(text.slice(10));
}

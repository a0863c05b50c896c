/** Age of a plan, and whether it was made from the judged commit. */

/** Returns the age in minutes, negative for a timestamp in the future; null if timestamp or time is unknown. */
export function ageInMinutes(timestamp: string | null, now: Date | undefined): number | null {
  const made = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return now === undefined || Number.isNaN(made) ? null : (now.getTime() - made) / 60_000;
}

const minAbbreviation = 7;

/** Whether two commit IDs, possibly abbreviated, name the same commit; null if one is unknown. */
export function isSameCommit(one: string | undefined, other: string | undefined): boolean | null {
  if (!one || !other) return null;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return true;
  const length = Math.min(a.length, b.length);
  return length >= minAbbreviation && a.slice(0, length) === b.slice(0, length);
}

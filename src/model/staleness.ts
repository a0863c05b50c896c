/** How old a plan is, and whether it was made from the commit that it is judged for. */

/** Minutes from the plan's timestamp to now, negative for one dated in the future; null where either is not known. */
export function ageInMinutes(timestamp: string | null, now: Date | undefined): number | null {
  const made = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return now === undefined || Number.isNaN(made) ? null : (now.getTime() - made) / 60_000;
}

const shortest = 7;

/** Whether two commit ids, each perhaps cut short, mean one commit; null where one of them is not known. */
export function isSameCommit(one: string | undefined, other: string | undefined): boolean | null {
  if (!one || !other) return null;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return true;
  const length = Math.min(a.length, b.length);
  return length >= shortest && a.slice(0, length) === b.slice(0, length);
}

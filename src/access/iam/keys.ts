/** Long-lived credentials: what they are, and whose. */
import type { KeySource } from '../../source/access.ts';
import { holdsAny, noDetections, type Reader, textAt } from '../grants.ts';

/**
 * Returns a key with its owner. If a key replaces one of the same owner (a rotation), comparison finds no new grant.
 */
export const readKey: Reader<KeySource> = (side, source) => {
  if (holdsAny(source.not, () => side)) return noDetections;
  const owner = textAt(side, source.owner);
  const { what } = source;
  return [{ kind: 'key', keys: [what], holder: owner, text: owner === null ? [what] : [what, ' of ', owner] }];
};

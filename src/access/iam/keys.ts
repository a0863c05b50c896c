/** Credentials that do not expire: what they are and whose. */
import type { KeySource } from '../../source/access.ts';
import { holdsAny, noDetections, type Reader, textOf } from '../grants.ts';

/** A new key in place of an old one of the same owner is a rotation, and adds none. */
export const readKey: Reader<KeySource> = (side, source) => {
  if (holdsAny(source.not, () => side)) return noDetections;
  const owner = textOf(side, source.owner);
  const { what } = source;
  return [{ kind: 'key', keys: [what], holder: owner, text: owner === null ? [what] : [what, ' of ', owner] }];
};

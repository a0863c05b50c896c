/** Stands in for `node:crypto` in a browser, where the hash of the platform has no synchronous form. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

type Input = string | Uint8Array;
const toBytes = (input: Input): Uint8Array => (typeof input === 'string' ? new TextEncoder().encode(input) : input);

/** SHA-256 in parts. */
export function createHash(algorithm: string) {
  if (algorithm !== 'sha256') throw new Error(`no ${algorithm}`);
  const state = sha256.create();
  const hash = {
    update(input: Input) {
      state.update(toBytes(input));
      return hash;
    },
    digest: (_: 'hex'): string => bytesToHex(state.digest()),
  };
  return hash;
}

/** SHA-256 at once, in hexadecimal digits. */
export function hash(algorithm: string, input: Input): string {
  return createHash(algorithm).update(input).digest('hex');
}

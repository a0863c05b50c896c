/** Stands in for `node:buffer` in a browser. */
import { Buffer } from 'buffer/';

export { Buffer };

/** The longest string of Chromium and Firefox is at least as long. */
export const constants = { MAX_STRING_LENGTH: 2 ** 29 - 24 };

/** Whether the bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether the bytes are ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

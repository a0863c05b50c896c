/** The signature of a run task request. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether the header is the HMAC-SHA512 of the body in hexadecimal digits, as HCP Terraform signs it. The time that
 * this takes does not depend on the signature.
 */
export function isSigned(body: Buffer, header: string | undefined, key: string): boolean {
  const expected = createHmac('sha512', key).update(body).digest();
  const isHex = header !== undefined && /^[0-9a-f]{128}$/i.test(header);
  const given = isHex ? Buffer.from(header, 'hex') : Buffer.alloc(expected.length);
  return timingSafeEqual(given, expected) && isHex;
}

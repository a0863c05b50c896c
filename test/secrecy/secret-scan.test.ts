/** Bytes that are found clear hold no secret in any of its encodings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretScan } from '../../src/secrecy/secret-scan.ts';
import { toSecrets } from '../../src/secrecy/secrets.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const url = (text: string): string => Buffer.from(text).toString('base64url');
const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const escaped = (text: string): string =>
  [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const printable = fc.string({ minLength: 3, maxLength: 30 });
const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('\n', '"', '\t"', '\\', 'a\n', '\n\n', '{"a":"'));
const encode = fc.constantFrom((text: string) => text, base64, url, percent, escaped);

describe('secretScan', () => {
  it('finds every secret that the exact test finds', () => {
    let held = 0;
    const property = fc.property(
      fc.array(fc.oneof(printable, fc.constantFrom('S3CR3T-value', 'pässword', 'aaa')), { minLength: 1, maxLength: 4 }),
      fc.tuple(encode, encode),
      word,
      word,
      fc.nat(),
      (secrets, [outer, inner], before, after, at) => {
        const texts = new Set(secrets);
        const secret = secrets[at % secrets.length] ?? '';
        const text = before + outer(before + inner(secret) + after) + after;
        const json = Buffer.from(JSON.stringify({ [before]: [text], number: 1 }));
        // Such escapes are never canonical.
        if (json.includes('\\u') || !toSecrets(texts).isIn(text)) return;
        held += 1;
        expect(secretScan(texts)(json)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 1000 });
    expect(held).toBeGreaterThan(250);
  });

  it('finds secrets in keys and numbers', () => {
    const mayHold = secretScan(new Set(['8839201746', 'hunter2hunter2']));
    expect(mayHold(Buffer.from('{"a":8839201746}'))).toBe(true);
    expect(mayHold(Buffer.from('{"hunter2hunter2":1}'))).toBe(true);
  });

  it('clears what most objects consist of', () => {
    const mayHold = secretScan(new Set(['S3CR3T-do-not-print-1', 'Xk29-ffQ0-aa91']));
    const values = {
      id: 'projects/acme-prod-4821/datasets/t0001_raw',
      self_link: 'https://bigquery.googleapis.com/bigquery/v2/projects/acme-prod-4821/datasets/t0001_raw',
      etag: 'q83vEjRWeJq83vEjRWeJ',
      arn: 'arn:aws:iam::123456789012:role/orders-api-task',
    };
    expect(mayHold(Buffer.from(JSON.stringify(values)))).toBe(false);
    expect(mayHold(Buffer.from(JSON.stringify({ schema: JSON.stringify(values), lines: 'a\nb' })))).toBe(false);
    expect(secretScan(new Set())(Buffer.from('{"a":"\\u0041"}'))).toBe(false);
  });
});

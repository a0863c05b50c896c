/** Attributes that are filtered out hold none of the texts, as a string or as a word of one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Instance } from '../../src/graph/nodes.ts';
import { valueFilter } from '../../src/graph/value-filter.ts';
import { eachString } from '../../src/graph/value-match.ts';
import { parseAddress } from '../../src/model/address.ts';
import { JsonScanner } from '../../src/read/plan/json-scanner.ts';
import { LazyJson } from '../../src/text/lazy-json.ts';

const letters = fc.constantFrom('a', 'b', '-', '/', ':', '*', ' ', ',', ';', '"', '\\', '\n', 'é', '\u00a0', '𝒳');
const text = fc.string({ unit: letters, maxLength: 24 });
const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(text, fc.array(text, { maxLength: 2 })));

function instanceOf(json: string): Instance {
  const bytes = Buffer.from(json);
  const scanner = new JsonScanner(bytes);
  const end = scanner.endOfValue(0);
  const { isCanonical } = scanner;
  const { keys } = scanner;
  const document = { bytes, keys, parse: () => JSON.parse(json), endOfValue: (at: number) => scanner.endOfValue(at) };
  const lazy = new LazyJson(document, { start: 0, end, isCanonical, ...scanner.keepKeys() });
  const address = 'cloud_thing.a';
  return {
    address,
    parsed: parseAddress(address),
    type: 'cloud_thing',
    provider: 'cloud',
    values: JSON.parse(json),
    lazyValues: lazy,
    dependsOn: [],
  };
}

it('keeps every object that holds one of the texts', () => {
  let [kept, dropped] = [0, 0];
  const property = fc.property(
    values,
    fc.array(text, { minLength: 1, maxLength: 3 }),
    fc.nat(),
    (object, given, at) => {
      const keys = Object.keys(object).sort();
      const instance = instanceOf(JSON.stringify(Object.fromEntries(keys.map((key) => [key, object[key]]))));
      const found: string[] = [];
      eachString(instance, (value) => found.push(value));
      // One that is in there, besides others that hardly are.
      const sought = new Set([...given, found[at % Math.max(1, found.length)] ?? ''].filter((each) => each.length > 2));
      const mayHold = valueFilter(sought)(instance.lazyValues);
      if (found.some((each) => sought.has(each))) {
        kept += 1;
        expect(mayHold).toBe(true);
      } else if (!mayHold) dropped += 1;
    },
  );
  fc.assert(property, { numRuns: 400 });
  expect(kept).toBeGreaterThan(100);
  expect(dropped).toBeGreaterThan(20);
});

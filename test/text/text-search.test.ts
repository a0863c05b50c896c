import { array, constantFrom, property, assert as propertyHolds, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchFor } from '../../src/text/text-search.ts';

const letters = string({ unit: constantFrom('a', 'b', 'é', '😀'), minLength: 0, maxLength: 5 });
const long = string({ unit: constantFrom('a', 'b', 'é', '😀'), minLength: 0, maxLength: 12 });

describe('searchFor', () => {
  it('finds what a search for each text alone finds, however many there are', () => {
    propertyHolds(
      property(tuple(array(letters, { maxLength: 60 }), long), ([texts, text]) => {
        const wanted = texts.filter((each) => each !== '');
        expect(searchFor(texts)(text)).toBe(wanted.some((each) => text.includes(each)));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds nothing where nothing is looked for', () => {
    expect(searchFor([])('text')).toBe(false);
    expect(searchFor([''])('text')).toBe(false);
  });
});

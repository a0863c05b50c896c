import { expect, it } from 'vitest';
import type { PlanContext } from '../../src/facts/context.ts';
import { type FactTable, factClass } from '../../src/facts/fact.ts';
import { Unknown } from '../../src/policy/unknown.ts';

interface Counter {
  reads: number;
}

const table = {
  size: { type: 'int', doc: 'how often it was read', read: (counter) => BigInt(++counter.reads) },
  later: {
    type: 'bool',
    doc: 'known only after apply',
    unknown: true,
    read: (counter) => {
      counter.reads += 1;
      return new Unknown('after.later');
    },
  },
} satisfies FactTable<Counter>;

const Facts = factClass<Counter, typeof table>(table);
// None of these facts reads anything beside its subject.
const context = {} as PlanContext;

it('a fact is read when it is asked for, once for each subject', () => {
  const counter = { reads: 0 };
  const facts = new Facts(counter, context);
  expect(counter.reads).toBe(0);
  expect([facts.size, facts.size]).toEqual([1n, 1n]);
  expect(new Facts(counter, context).size).toBe(2n);
});

it('one that is unknown raises what is unknown each time, and is read once', () => {
  const counter = { reads: 0 };
  const facts = new Facts(counter, context);
  for (const _ of [1, 2]) expect(() => facts.later).toThrow(expect.objectContaining({ path: 'after.later' }));
  expect(counter.reads).toBe(1);
});

it('CEL recognises an instance by its class, and its fields are the entries', () => {
  expect(new Facts({ reads: 0 }, context).constructor).toBe(Facts);
  expect(Facts.fields).toBe(table);
});

// `npm run check:types` proves it: an error that is expected and does not come is an error.
it('the compiler refuses an entry that leaves something out, or returns what it does not declare', () => {
  const wrong: readonly FactTable<Counter>[] = [
    // @ts-expect-error no `read`
    { a: { type: 'bool', doc: 'without a value' } },
    // @ts-expect-error no `doc`
    { a: { type: 'bool', read: () => true } },
    // @ts-expect-error a number is no `int` of CEL
    { a: { type: 'int', doc: 'a number', read: ({ reads }) => reads } },
    // @ts-expect-error only a fact with `unknown: true` may be unknown
    { a: { type: 'bool', doc: 'unknown', read: () => new Unknown('a') } },
  ];
  expect(wrong).toHaveLength(4);
});

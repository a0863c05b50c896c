/** A large plan is read lazily. The result is what JSON.parse gives. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepBigIntegers } from '../../../src/read/plan/big-integers.ts';
import { repeatedKey } from '../../../src/read/plan/duplicate-keys.ts';
import { readPlanLazily } from '../../../src/read/plan/plan-reader.ts';
import { LazyJson } from '../../../src/text/lazy-json.ts';

const parse = (text: string) => readPlanLazily(Buffer.from(text));
const plain = (text: string): unknown => JSON.parse(keepBigIntegers(text));

/** Text of a JSON value with white space, escapes and keys in any order; values occur several times. */
const space = fc.constantFrom('', '', '', ' ', '\n', '\t', ' \r\n ');
const word = fc.oneof(
  fc.constantFrom('a', '__proto__', 'constructor', 'é', '𝒳', '\u2028', '"', '\\', '\\"', '{', '}]', '\u0000', '\ud800'),
  fc.string({ maxLength: 4 }),
);

function written(value: unknown, gap: string, escaped: boolean): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value);
    return escaped
      ? text.replace(/[a-z<>&]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : text;
  }
  if (Array.isArray(value))
    return `[${gap}${value.map((item) => written(item, gap, escaped)).join(`${gap},${gap}`)}${gap}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${written(key, gap, false)}${gap}:${gap}${written(item, gap, escaped)}`,
  );
  return `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
}

const attributes = fc.oneof(
  fc.constant(null),
  fc.constantFrom(
    { id: 'i-1', tags: { a: 'b' } },
    { id: 'i-2', list: [[{ deep: { er: [1, -0, 1e21, 12.5e-3] } }]] },
    {},
  ),
  fc.dictionary(word, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 }),
);
const address = fc.constantFrom('aws_instance.a', 'aws_instance.b["x.\\"y"]', 'é.é');
const change = fc.record(
  {
    address,
    mode: fc.constant('managed'),
    change: fc.record({ actions: fc.constant(['no-op']), before: attributes, after: attributes, extra: attributes }),
  },
  { requiredKeys: ['change'] },
);
const resource = fc.record({ address, values: attributes, sensitive_values: attributes, depends_on: fc.constant([]) });
const module: fc.Arbitrary<unknown> = fc.record(
  {
    resources: fc.array(resource, { maxLength: 3 }),
    child_modules: fc.array(fc.record({ resources: fc.array(resource) })),
  },
  { requiredKeys: [] },
);
const plan = fc.record(
  {
    format_version: fc.constant('1.2'),
    planned_values: fc.record({ outputs: attributes, root_module: module }),
    resource_changes: fc.oneof(fc.array(change, { maxLength: 4 }), attributes),
    resource_drift: fc.array(change, { maxLength: 2 }),
    deferred_changes: fc.array(fc.record({ reason: word, resource_change: change }), { maxLength: 2 }),
    output_changes: fc.dictionary(word, fc.record({ actions: fc.constant(['create']), after: attributes })),
    action_invocations: fc.array(fc.record({ address: word })),
    prior_state: fc.record({ values: fc.record({ root_module: module }) }),
    configuration: fc.jsonValue({ maxDepth: 4 }),
    odd: attributes,
  },
  { requiredKeys: [] },
);

/** All values in a document that are not parsed. */
function lazyValues(value: unknown): readonly LazyJson[] {
  if (value instanceof LazyJson) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(lazyValues) : [];
}

describe('readPlanLazily', () => {
  it('gives what JSON.parse gives, whatever the white space, escapes and order of keys', () => {
    let read = 0;
    fc.assert(
      fc.property(plan, space, fc.boolean(), (value, gap, escaped) => {
        const text = written(value, gap, escaped);
        const found = parse(text);
        // Key order, -0 and `__proto__` are the same as well. What has odd keys is left to the plain reader.
        if (found !== null) expect(JSON.stringify(found)).toBe(JSON.stringify({ value: plain(text) }));
        read += found === null ? 0 : 1;
      }),
      { numRuns: 200 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('finds one attribute of an object that is not parsed', () => {
    const found = { members: 0, unparsed: 0 };
    fc.assert(
      fc.property(plan, word, (value, absent) => {
        for (const lazy of lazyValues(parse(written(value, '', false)))) {
          const expected = plain(lazy.bytes.toString());
          for (const key of [absent, 'i', ...Object.keys(Object(expected))]) {
            const own = Object.hasOwn(Object(expected), key) ? Reflect.get(Object(expected), key) : undefined;
            expect(lazy.member(key)).toEqual(own);
            found.members += own === undefined ? 0 : 1;
          }
          if (!lazy.isParsed) found.unparsed += 1;
        }
      }),
      { numRuns: 100 },
    );
    expect(found.members).toBeGreaterThan(100);
    expect(found.unparsed).toBeGreaterThan(100);
  });

  it('finds a duplicate key, and accepts nothing that JSON.parse refuses', () => {
    const found = { repeated: 0, refused: 0 };
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', '"', '{', ']', ',', ':', 'x', '\\'));
    fc.assert(
      fc.property(plan, fc.array(damage, { minLength: 5, maxLength: 5 }), (value, damages) => {
        const whole = written(value, '', false);
        for (const [at, cut, put] of damages) {
          const i = at % (whole.length + 1);
          const text = whole.slice(0, i) + put + whole.slice(i + cut);
          const result = parse(text);
          let parsed: { readonly value: unknown } | null = null;
          try {
            parsed = { value: plain(text) };
          } catch {
            found.refused += 1;
          }
          if (result === null) continue;
          if ('repeated' in result) found.repeated += 1;
          else expect(JSON.stringify(result)).toBe(JSON.stringify(parsed));
        }
      }),
      { numRuns: 200 },
    );
    expect(found.refused).toBeGreaterThan(100);
  });

  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"resource_changes":[{"change":{"actions":["no-op"],"actions":["delete"]}}]}', 'actions'],
    ['{"prior_state":{"values":{"root_module":{"resources":[{"values":{},"values":{}}]}}}}', 'values'],
    ['{"output_changes":{"a":{"actions":[],"actions":[]}}}', 'actions'],
    ['{"deferred_changes":[{"resource_change":{"change":{"before":{},"before":{}}}}]}', 'before'],
    ['{"resource_drift":[{"change":{},"change":{}}]}', 'change'],
  ])('names the key that occurs twice in %s', (text, key) => {
    expect(parse(text)).toEqual({ repeated: key });
  });

  it.each([
    '',
    '[]',
    ' {}',
    '\ufeff{}',
    '{} x',
    '{"a":1,}',
    '{"resource_changes":[{},]}',
    '{"a"',
    '{"a":',
    '{"a":"',
    '{"a":[1}}',
    '{"a":1.}',
    '{"a":01}',
    '{"a":tru}',
    '{"a":"\\x"}',
    '{"a":"\t"}',
    // Of objects that nobody reads as well.
    '{"resource_changes":[{"change":{"before":{"a":1,}}}]}',
    '{"resource_changes":[{"change":{"before":{"a":[1 2]}}}]}',
    '{"resource_changes":[{"change":{"before":{"a":"\\ud80"}}}]}',
    // An escaped key may be the same as another one.
    '{"resource_changes":[{"address":"a","\\u0061ddress":"b"}]}',
  ])('leaves %j to the plain reader', (text) => {
    expect(parse(text)).toBeNull();
  });

  it('shares equal attributes of one object', () => {
    const values = { id: 'i-1', tags: { a: 'b' } };
    const entry = { address: 'aws_instance.a', change: { actions: ['no-op'], before: values, after: values } };
    const state = { values: { root_module: { resources: [{ address: 'aws_instance.a', values }] } } };
    const found = parse(JSON.stringify({ resource_changes: [entry], prior_state: state }));
    const read =
      found && 'value' in found
        ? (found.value as { resource_changes: [typeof entry]; prior_state: typeof state })
        : null;
    expect(read?.resource_changes[0].change.after).toBe(read?.resource_changes[0].change.before);
    expect(read?.prior_state.values.root_module.resources[0]?.values).toBe(read?.resource_changes[0].change.before);
  });

  const root = join(import.meta.dirname, '..', '..', '..');
  const folders = ['fixtures', '../shared/plans']
    .map((name) => join(root, name))
    .filter((folder) => existsSync(folder));

  it.each(folders)('reads every plan in %s as the plain reader does', (folder) => {
    const files = readdirSync(folder).map((name) => join(folder, name, 'plan.json'));
    for (const file of files.filter((name) => existsSync(name))) {
      const text = readFileSync(file, 'utf8');
      const found = parse(text);
      const value = plain(text);
      if (repeatedKey(text, value) === null) expect(JSON.stringify(found), file).toBe(JSON.stringify({ value }));
    }
  });
});

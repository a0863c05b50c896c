/** The JSON Schema and the TypeScript types say the same: keys, order, what is optional, and every property used. */
import { expect, test } from 'vitest';
import { json } from '../../src/report/json/json.ts';
import { keyOrder } from '../../src/report/json/key-order.ts';
import type { Criticality, Enforcement, ProtectionState, Report } from '../../src/verdict/report.ts';
import type { Level } from '../../src/verdict/report-blast-radius.ts';
import { assertInvariants, reportSchema } from './invariants.ts';
import { complete, hostile, several } from './samples.ts';

interface Definition {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Definition;
  readonly description?: string;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
}

const definitions = reportSchema.$defs as Readonly<Record<string, Definition>>;

test.each(Object.entries(keyOrder))(
  '%s: the same keys, in the same order, with the same ones optional',
  (name, keys) => {
    const definition = definitions[name];
    expect(Object.keys(definition?.properties ?? {})).toEqual(Object.keys(keys));
    const required = Object.entries(keys).flatMap(([key, kind]) => (kind === 'required' ? [key] : []));
    expect(definition?.required).toEqual(required);
    expect(definition?.additionalProperties).toBe(false);
  },
);

test('every object of the schema has a type behind it', () => {
  const objects = Object.entries(definitions).flatMap(([name, { properties }]) => (properties ? [name] : []));
  expect(objects.toSorted()).toEqual(Object.keys(keyOrder).toSorted());
});

/** The compiler demands each member of a union, and no other. */
function members<T extends string>(all: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(all).toSorted();
}

test.each<[string, string, readonly string[]]>([
  ['finding', 'enforcement', members<Enforcement>({ advisory: true, 'soft-mandatory': true, 'hard-mandatory': true })],
  [
    'policyCount',
    'enforcement',
    members<Enforcement>({ advisory: true, 'soft-mandatory': true, 'hard-mandatory': true }),
  ],
  ['finding', 'result', members<Report['findings'][number]['result']>({ violated: true, unknown: true })],
  ['change', 'criticality', members<Criticality>({ disposable: true, standard: true, stateful: true, critical: true })],
  ['change', 'protection', members<ProtectionState>({ on: true, off: true, unknown: true, none: true })],
  [
    'change',
    'order',
    members<NonNullable<Report['changes'][number]['order']>>({ 'delete-first': true, 'create-first': true }),
  ],
  ['blastRadius', 'level', members<Level>({ none: true, low: true, medium: true, high: true, critical: true })],
  [
    'dependent',
    'evidence',
    members<Report['blastRadius']['dependents'][number]['evidence']>({ state: true, config: true, value: true }),
  ],
  ['backend', 'status', members<Report['backends'][number]['status']>({ remote: true, local: true, unknown: true })],
  ['plan', 'mode', members<Report['plan']['mode']>({ normal: true, destroy: true, 'refresh-only': true })],
])('%s.%s allows what the type allows', (name, key, expected) => {
  expect(definitions[name]?.properties?.[key]?.enum?.toSorted()).toEqual(expected);
});

test('the verdicts are the type’s', () => {
  expect(definitions.verdict?.enum?.toSorted()).toEqual(
    members<Report['verdict']>({ pass: true, fail: true, error: true }),
  );
});

test('every property has a description, its own or that of what it refers to', () => {
  const missing = Object.entries(definitions).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties).flatMap(([key, property]) => {
      const target = definitions[property.$ref?.split('/').at(-1) ?? ''];
      return (property.description ?? target?.description) ? [] : [`${name}.${key}`];
    }),
  );
  expect(missing).toEqual([]);
});

test('every property is exercised by a report that validates', () => {
  const used = new Set<string>();
  const set = { ...several, reports: [complete], shard: { index: 1, count: 2, plans: 2 } };
  visit(set, 'reportSet', used);
  const all = Object.entries(definitions).flatMap(([name, { properties = {} }]) =>
    Object.keys(properties).map((key) => `${name}.${key}`),
  );
  expect([...used].toSorted()).toEqual(all.toSorted());
  assertInvariants(set);
});

function visit(value: unknown, name: string, used: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) visit(item, name, used);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, property] of Object.entries(definitions[name]?.properties ?? {})) {
      if (!Object.hasOwn(value, key)) continue;
      used.add(`${name}.${key}`);
      const target = (property.$ref ?? property.items?.$ref)?.split('/').at(-1);
      if (target !== undefined) visit(Object.entries(value).find(([own]) => own === key)?.[1], target, used);
    }
  }
}

test('what JSON says is what the report says, whole, in the documented order', () => {
  expect(JSON.parse(json(hostile))).toEqual(JSON.parse(JSON.stringify(hostile)));
  expect(Object.keys(JSON.parse(json(complete)))).toEqual(Object.keys(keyOrder.report));
  const shuffled = Object.fromEntries(Object.entries(complete).toReversed());
  expect(json({ ...complete, ...shuffled })).toBe(json(complete));
});

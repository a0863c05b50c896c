/** The built-in policies as JavaScript give what CEL gives: on random facts, on unknown ones, and on every fixture. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate.ts';
import { factClasses } from '../../src/facts/facts.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { compiledBuiltin } from '../../src/policy/builtin-policies.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import type { CompiledPolicy, Context } from '../../src/policy/compiled-policy.ts';
import type { FactClass, Field, Fields, SubjectKind } from '../../src/policy/environment.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import type { Subjects } from '../../src/policy/policy.ts';
import { renderTemplate } from '../../src/policy/template.ts';
import { Unknown } from '../../src/policy/unknown.ts';
import { readPlan } from '../../src/read/plan/plan.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const { policies, catalog, commands } = readBuiltinPolicies();
const texts = policies.map(({ when, require, advise, message, remedy, remedies = [] }) => [
  ...[when, require, advise, message, remedy],
  ...remedies.flatMap((each) => [each.when, each.remedy]),
]);
/** Words that policies compare with, so that random facts meet every case. */
const words = [...new Set([...texts.join('\n').matchAll(/"([\w+ -]{0,30})"/g)].map(([, word = '']) => word))];

/** An instance of the class that CEL knows, with random facts; uncertain ones are unknown at times. */
function factsOf(ctor: FactClass, values: Readonly<Record<string, unknown>>): object {
  const facts: object = Object.create(ctor.prototype);
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(facts, name, {
      get: () => {
        if (value instanceof Unknown) throw value;
        return value;
      },
    });
  }
  return facts;
}

const text = fc.constantFrom('', 'a.b["c"]', ...words);
const values: Readonly<Record<Field['type'], fc.Arbitrary<unknown>>> = {
  string: text,
  bool: fc.boolean(),
  int: fc.constantFrom(0n, 1n, 2n, 5n, 30n, 1000n),
  double: fc.constantFrom(0, 0.1, 0.25, 0.5, 1),
  'list<string>': fc.array(text, { maxLength: 10 }),
  dyn: fc.constant(null),
};

function anyFacts(fields: Fields, isWithoutPlan: boolean): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(fields).map(([name, { type, unknown, withoutPlan }]) => {
    const isUncertain = unknown || (isWithoutPlan && !withoutPlan);
    return [name, isUncertain ? fc.oneof(values[type], fc.constant(new Unknown(name))) : values[type]] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

function resultOf(work: () => unknown): unknown {
  try {
    return { value: work() };
  } catch (error) {
    return error instanceof Unknown ? { unknown: error.path } : { error: String(Reflect.get(Object(error), 'code')) };
  }
}

function everyResult(compiled: CompiledPolicy, context: Context): readonly unknown[] {
  const conditions = [...compiled.when(), compiled.require(), compiled.advise()];
  return [
    ...conditions.map((each) => each && [each.key, resultOf(() => each.evaluate(context))]),
    resultOf(() => renderTemplate(compiled.message(), context)),
    compiled.judged().map(({ kind, name, path }) => [kind, name, path]),
    compiled.needsPlan(),
    resultOf(() => renderTemplate(compiled.remedy(), context)),
    ...compiled
      .remedies()
      .flatMap(({ when, remedy }) => [
        resultOf(() => when.evaluate(context)),
        resultOf(() => renderTemplate(remedy, context)),
      ]),
  ];
}

describe('on random facts', () => {
  const byCel = compilePolicies(policies, factClasses);
  const byJavaScript = compiledBuiltin(policies);
  const kinds = [...new Set(policies.map(({ subject }) => subject))];

  it.each(kinds)('of a %s', (kind: SubjectKind) => {
    const pairs = byCel.flatMap((each, i) => (each.policy.subject === kind ? [[each, byJavaScript[i]] as const] : []));
    const ofPlan = anyFacts(factClasses.plan.fields, true);
    fc.assert(
      fc.property(anyFacts(factClasses[kind].fields, false), ofPlan, (own, plan) => {
        const context: Context = { plan: factsOf(factClasses.plan, plan) };
        if (kind !== 'plan') context[kind] = factsOf(factClasses[kind], own);
        const resultsOf = (each: CompiledPolicy | undefined) =>
          each && [each.policy.id, everyResult(each, { ...context, params: each.parametersOf(each.policy) })];
        expect(pairs.map(([, javaScript]) => resultsOf(javaScript))).toEqual(pairs.map(([cel]) => resultsOf(cel)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('on every fixture', () => {
  const root = join(import.meta.dirname, '..', '..', 'fixtures');
  const plans = readdirSync(root)
    .map((name) => join(name, 'plan.json'))
    .filter((name) => existsSync(join(root, name)));
  const given = { configuration: null, catalog: toCatalog(catalog), commands, now: new Date('2026-06-01T00:00:00Z') };
  const byCel = compilePolicies(policies, factClasses);
  const byJavaScript = compiledBuiltin(policies);
  const shown = (compiled: readonly CompiledPolicy[], subjects: Subjects) => {
    const { outcomes, ...rest } = evaluatePolicies(compiled, subjects, { held: true });
    return [
      outcomes.map(({ policy, judged, subject: { facts: _, ...subject }, ...of }) => [
        policy.id,
        subject,
        judged().map(({ kind, name, path }) => [kind, name, path]),
        of,
      ]),
      rest,
    ];
  };

  it('the outcomes are the same', async () => {
    expect(plans.length).toBeGreaterThan(60);
    for (const name of plans) {
      const source = await readPlan({ file: join(root, name) });
      const evaluation = evaluate({ ...given, source, policies: [] });
      if (evaluation.plan === null) throw new Error(`${name} cannot be read`);
      expect(shown(byJavaScript, evaluation.subjects), name).toEqual(shown(byCel, evaluation.subjects));
    }
  });
});

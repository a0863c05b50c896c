import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EvaluationInput, evaluate } from '../../src/evaluate.ts';
import { factClasses, resourceTopics } from '../../src/facts/facts.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import type { CelTypes, Fields } from '../../src/policy/environment.ts';
import type { Subjects } from '../../src/policy/policy.ts';
import { Unknown } from '../../src/policy/unknown.ts';
import { toPlanJson } from '../../src/policy-test/to-plan.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { noConfig } from '../../src/source/default-settings.ts';
import { configurationIn, scenarios } from '../scenarios.ts';

type Json = Readonly<Record<string, unknown>>;

const builtin = readBuiltinPolicies();
const catalog = toCatalog(builtin.catalog);
const limited: NonNullable<EvaluationInput['settings']> = {
  config: { ...noConfig, limits: { destroys: 0 } },
  rootModule: { directory: null, workspace: null },
  flags: {},
};

const isOfType: Readonly<Record<keyof CelTypes, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'bigint',
  double: (value) => typeof value === 'number',
  'list<string>': (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  dyn: (value) => value !== undefined,
};

const entries = Object.entries(factClasses).flatMap(([kind, { fields }]) =>
  Object.keys(fields).map((name) => `${kind}.${name}`),
);

/** Reads every fact of every subject: those that had a value, and what is wrong with those that had a wrong one. */
function readAll(subjects: Subjects): { readonly known: readonly string[]; readonly wrong: readonly string[] } {
  const [known, wrong] = [new Set<string>(), new Set<string>()];
  for (const { kind, facts } of Object.values(subjects).flat()) {
    const fields: Fields = factClasses[kind].fields;
    for (const [name, field] of Object.entries(fields)) {
      try {
        const value: unknown = Reflect.get(facts, name);
        if (isOfType[field.type](value)) known.add(`${kind}.${name}`);
        else wrong.add(`${kind}.${name} is no ${field.type}: ${String(value)}`);
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        if (!field.unknown) wrong.add(`${kind}.${name} is unknown: ${error.path}`);
      }
    }
  }
  return { known: [...known], wrong: [...wrong] };
}

function subjectsOf(json: Json, read: Partial<Pick<EvaluationInput, 'configuration' | 'base'>> = {}): Subjects {
  const evaluation = evaluate({
    source: { file: 'plan.json', sha256: '', json },
    configuration: null,
    ...read,
    catalog,
    commands: builtin.commands,
    policies: [],
    settings: limited,
    now: new Date('2026-06-01T12:00:00Z'),
    commit: 'a'.repeat(40),
    head: 'a'.repeat(40),
  });
  if (evaluation.plan === null) throw new Error('the fixture no plan in this file');
  return evaluation.subjects;
}

describe('every fact of every subject has its type, and is unknown only where its entry says so', () => {
  const known = new Set<string>();

  it.each(scenarios)('$name', async ({ plan, dir }) => {
    const json: Json = JSON.parse(readFileSync(plan, 'utf8'));
    const earlier = join(dir, '..', 'before');
    const all = readAll(
      subjectsOf(json, {
        configuration: await configurationIn(dir),
        base: existsSync(earlier) ? await configurationIn(earlier) : null,
      }),
    );
    for (const name of all.known) known.add(name);
    expect(all.wrong).toEqual([]);
  });

  it('an invoked action', () => {
    const invocation = { address: 'action.aws_lambda_invoke.a', type: 'aws_lambda_invoke', name: 'a' };
    const all = readAll(subjectsOf({ ...short(), action_invocations: [invocation] }));
    for (const name of all.known) known.add(name);
    expect(all.wrong).toEqual([]);
  });

  it('and none is left out', () => {
    expect(entries.filter((entry) => !known.has(entry))).toEqual([]);
  });
});

it('no fact of a resource is in two topics', () => {
  const names = Object.values(resourceTopics).flatMap((table) => Object.keys(table));
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});

/** A plan that changes nothing. */
function short(): Json {
  return toPlanJson({ name: '', line: 1, expect: {}, changes: [], plan: {} });
}

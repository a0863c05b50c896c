/** The catalogue against plans checked by hand: what it takes for unprotected is what their facts say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOn } from '../src/model/catalog.ts';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';

type Json = Readonly<Record<string, unknown>>;

const entries = new Map(readBuiltinPolicies().catalog.providers.flatMap(({ types }) => Object.entries(types)));

function json<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

/** What a dotted path finds in the values, through lists at any step. */
function find(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => find(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return value === null || value === undefined ? [] : [value];
  return typeof value === 'object' && value !== null ? find((value as Json)[step], rest) : [];
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly values: Json;
}

interface Module {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

function resourcesIn(module: Module | undefined): readonly Resource[] {
  return [...(module?.resources ?? []), ...(module?.child_modules ?? []).flatMap(resourcesIn)];
}

interface Plan {
  readonly planned_values?: { readonly root_module?: Module };
  readonly prior_state?: { readonly values?: { readonly root_module?: Module } };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly after_unknown: unknown };
  }[];
}

/** Holds data or is critical, has guards, and every guard is known to be off; of a bucket without one, force_destroy. */
function isUnprotected({ type, values }: Resource, unknown: unknown): boolean {
  const entry = entries.get(type);
  if (entry === undefined || (entry.data === undefined && entry.criticality !== 'critical')) return false;
  const guards = entry.guards ?? [];
  if (guards.length === 0) {
    const isBucket = type.endsWith('_bucket') && entry.risks?.some(({ path }) => path === 'force_destroy');
    return isBucket === true && values.force_destroy === true;
  }
  return guards.every((guard) => {
    const path = guard.path.split('.');
    const found = find(values, path);
    if (find(unknown, path).includes(true)) return false;
    return found.length === 0 ? !isOn(guard, guard.default) : !found.some((value) => isOn(guard, value));
  });
}

function unprotectedIn(plan: Plan): readonly string[] {
  const unknowns = new Map(plan.resource_changes?.map(({ address, change }) => [address, change.after_unknown]));
  // A refresh-only plan has no changes and plans no values: what it found is in the prior state.
  const root =
    plan.resource_changes === undefined ? plan.prior_state?.values?.root_module : plan.planned_values?.root_module;
  return resourcesIn(root)
    .filter((resource) => resource.mode === 'managed' && isUnprotected(resource, unknowns.get(resource.address)))
    .filter(({ type }) => type !== 'aws_cloudwatch_log_group' && type !== 'aws_instance')
    .map(({ address }) => address)
    .sort();
}

interface Facts {
  readonly unprotected?: readonly string[];
  readonly roots?: Readonly<Record<string, Facts>>;
}

/** Buckets with `force_destroy = true`: unprotected by the rule, but not in the facts of these plans. */
const forcedBuckets: Readonly<Record<string, readonly string[]>> = {
  'aws-50-kiro-environment-recreated': ['module.environment["production"].aws_s3_bucket.reports'],
  'aws-53-google-protection-and-owner': ['google_storage_bucket.raw'],
  'aws-65-account-and-project-deleted': ['google_storage_bucket.team["payments"]'],
};

const scenarios = new URL('../../shared/plans/', import.meta.url);
const names = existsSync(scenarios) ? readdirSync(scenarios).filter((name) => !name.includes('.')) : [];
const cases = names.flatMap((name) => {
  const facts = json<Facts>(new URL(`${name}/facts.json`, scenarios));
  if (facts.roots === undefined) return [{ name, plan: `${name}/plan.json`, facts }];
  return Object.entries(facts.roots).map(([root, of]) => ({
    name: `${name}: ${root}`,
    plan: `${name}/roots/${root.replaceAll('/', '__')}/plan.json`,
    facts: of,
  }));
});

describe.skipIf(cases.length === 0)('what the catalogue says of plans checked by hand', () => {
  it.each(cases)('$name: what is left unprotected', ({ name, plan, facts }) => {
    const expected = [...(facts.unprotected ?? []), ...(forcedBuckets[name] ?? [])].sort();
    expect(unprotectedIn(json<Plan>(new URL(plan, scenarios)))).toEqual(expected);
  });

  it('finds something unprotected in several of them', () => {
    expect(cases.filter(({ facts }) => (facts.unprotected ?? []).length > 0).length).toBeGreaterThan(10);
  });
});

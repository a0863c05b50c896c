import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assessBackends } from '../../../src/model/configuration/backend.ts';
import { matchesPlan } from '../../../src/model/configuration/matches-plan.ts';
import { readConfiguration } from '../../../src/read/configuration/configuration.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';

const kinds = readBuiltinPolicies().catalog.tables.backends;

/** Plans of real Terraform with facts checked by hand; beside the checkout, where they are present. */
const PLANS = new URL('../../../../shared/plans/', import.meta.url).pathname;

interface Facts {
  readonly backend?: { readonly kind: string; readonly status: string };
  readonly roots?: Readonly<Record<string, { readonly backend: { readonly kind: string; readonly status: string } }>>;
}

const cases = (existsSync(PLANS) ? readdirSync(PLANS) : [])
  .filter((name) => existsSync(join(PLANS, name, 'facts.json')))
  .flatMap((name) => {
    const facts = JSON.parse(readFileSync(join(PLANS, name, 'facts.json'), 'utf8')) as Facts;
    if (facts.backend)
      return [{ name, dir: join(PLANS, name, 'tf'), plan: join(PLANS, name, 'plan.json'), truth: facts.backend }];
    return Object.entries(facts.roots ?? {}).map(([root, { backend }]) => ({
      name: `${name} ${root}`,
      dir: join(PLANS, name, 'tf', root),
      plan: join(PLANS, name, 'roots', root.replaceAll('/', '__'), 'plan.json'),
      truth: backend,
    }));
  });

interface PlanModule {
  readonly resources?: readonly { readonly address: string }[];
  readonly module_calls?: Readonly<Record<string, unknown>>;
}

function blocksOf(plan: string) {
  const { configuration } = JSON.parse(readFileSync(plan, 'utf8')) as { configuration: { root_module: PlanModule } };
  const root = configuration.root_module;
  return {
    resources: new Set((root.resources ?? []).map((resource) => resource.address)),
    calls: new Set(Object.keys(root.module_calls ?? {})),
  };
}

describe.skipIf(cases.length === 0)('plans with hand-checked facts', () => {
  test.each(cases)('$name', async ({ dir, plan, truth }) => {
    const configuration = await readConfiguration({ dir, shownAs: 'tf' });
    expect(configuration.unreadable).toEqual([]);
    const [backend] = assessBackends({ configuration, saved: null, root: 'plan.json', kinds });
    expect({ kind: backend?.kind, status: backend?.status }).toEqual(truth);
    expect(matchesPlan(configuration, blocksOf(plan))).toBe(true);
  });

  test('a directory of another plan does not match', async () => {
    const [first, second] = cases;
    if (first === undefined || second === undefined) return;
    const configuration = await readConfiguration({ dir: first.dir });
    const others = cases.filter(({ plan }) => {
      const [a, b] = [blocksOf(first.plan), blocksOf(plan)];
      return JSON.stringify([[...a.resources], [...a.calls]]) !== JSON.stringify([[...b.resources], [...b.calls]]);
    });
    expect(others.length).toBeGreaterThan(10);
    for (const other of others) expect(matchesPlan(configuration, blocksOf(other.plan)), other.name).toBe(false);
  });
});

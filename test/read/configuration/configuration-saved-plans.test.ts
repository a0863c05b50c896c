import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assessBackends } from '../../../src/model/configuration/backend.ts';
import { toLifecycles } from '../../../src/model/configuration/lifecycle.ts';
import { readConfiguration } from '../../../src/read/configuration/configuration.ts';
import { readSavedPlan } from '../../../src/read/saved-plan/saved-plan.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';

const kinds = readBuiltinPolicies().catalog.tables.backends;

const PLANS = new URL('../../../../shared/plans/', import.meta.url).pathname;
const cases = (existsSync(PLANS) ? readdirSync(PLANS) : []).filter((name) =>
  existsSync(join(PLANS, name, 'plan.tfplan')),
);

describe.skipIf(cases.length === 0)('saved plans of real Terraform', () => {
  test.each(cases)('%s was made with local state, whatever its directory says', async (name) => {
    const bytes = readFileSync(join(PLANS, name, 'plan.tfplan'));
    const saved = await readSavedPlan({ file: 'plan.tfplan', bytes });
    const configuration = await readConfiguration({ dir: join(PLANS, name, 'tf'), shownAs: 'tf' });
    const [backend] = assessBackends({ configuration, saved, root: 'plan.tfplan', kinds });
    expect(backend).toMatchObject({ root: 'tf', kind: 'local', status: 'local' });
    expect(backend?.evidence).toMatch(/the saved plan .*; but .*backend "s3"/);
    expect(saved.configuration?.unreadable).toEqual([]);

    const inPlan = toLifecycles(saved.configuration);
    const resources = configuration.modules.flatMap(({ address, resources }) =>
      resources.map((resource) => ({
        resource,
        at: `${address}.${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`,
      })),
    );
    expect(resources.length).toBeGreaterThan(2);
    for (const { resource, at } of resources) {
      expect(inPlan.find(at.replace(/^\./, ''))).toMatchObject({ lifecycle: resource.lifecycle });
    }
  });
});

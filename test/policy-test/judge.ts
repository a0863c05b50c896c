/** The whole analysis as policy tests need it: outcomes, those that held included. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { measureMass } from '../../src/graph/mass.ts';
import { measureRadius } from '../../src/graph/radius.ts';
import { judgeBackends } from '../../src/model/backend.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toConfigurationFacts } from '../../src/model/configuration-facts.ts';
import { toPlan } from '../../src/model/plan.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import { factClasses } from '../../src/policy/facts.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { toSubjects } from '../../src/policy/subjects.ts';
import { type Tuning, tunePolicies } from '../../src/policy/tune.ts';
import type { Judge, JudgeInput } from '../../src/policy-test/run.ts';
import { readConfiguration } from '../../src/read/configuration.ts';
import { readBuiltinPolicies } from '../../src/read/policies.ts';
import type { Configuration } from '../../src/read/sources.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);

/** Judges with these policies; of the settings it knows `policies` and `critical`. */
export function judgeWith(policies: readonly Policy[]): Judge {
  return async (input) => {
    const settings = input.settings as {
      readonly policies?: Readonly<Record<string, Tuning>>;
      readonly critical?: readonly string[];
    };
    const compiled = compilePolicies(tunePolicies(policies, settings.policies ?? {}), factClasses);
    const document = toPlanDocument(input.plan);
    const facts = toConfigurationFacts({ configuration: await configurationOf(input), saved: null, document });
    const backends = judgeBackends({ configuration: facts.ofDirectory, saved: null, root: 'plan.json' });
    const plan = toPlan(document, catalog);
    const radius = measureRadius(plan, settings.critical ?? []);
    const subjects = toSubjects({
      plan,
      radius,
      mass: measureMass(plan.changes),
      backends,
      blocks: facts.blocks,
      preventDestroy: facts.preventDestroy,
      locate: facts.locate,
      ownerOf: () => '',
    });
    return evaluatePolicies(compiled, subjects, { held: true });
  };
}

async function configurationOf({ hcl, dir }: JudgeInput): Promise<Configuration | null> {
  if (dir !== null) return readConfiguration({ dir, shownAs: '.' });
  if (hcl === null) return null;
  const root = await mkdtemp(join(tmpdir(), 'policy-test-'));
  try {
    for (const [name, text] of Object.entries(hcl)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    return await readConfiguration({ dir: root, shownAs: '.' });
  } finally {
    await rm(root, { recursive: true });
  }
}

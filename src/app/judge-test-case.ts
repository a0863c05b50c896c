/** Judges the cases of policy tests with the full evaluation; outcomes that held are included. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { evaluate } from '../evaluate.ts';
import { factClasses } from '../facts/facts.ts';
import { toCatalog } from '../model/catalog.ts';
import { toActor } from '../people/actor.ts';
import { compiledBuiltin } from '../policy/builtin-policies.ts';
import { compileOwnPolicies } from '../policy/compile.ts';
import type { CompilePolicies } from '../policy/compiled-policy.ts';
import { compileByEnvironment, withoutOverrides } from '../policy/policies-by-environment.ts';
import type { Policy } from '../policy/policy.ts';
import { settingsFaults } from '../policy/settings-faults.ts';
import type { Judge, JudgeInput } from '../policy-test/run.ts';
import { readConfiguration } from '../read/configuration/configuration.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import { checkConfig } from '../read/settings/settings-file.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';
import type { ReadConfig } from '../source/settings.ts';

/** Returns a function that judges a test case with these policies, adjusted by the settings of the case. */
export function judgeWith(policies: readonly Policy[]): Judge {
  const builtin = readBuiltinPolicies();
  const catalog = toCatalog(builtin.catalog);
  const compile: CompilePolicies = policies.every(({ builtIn }) => builtIn)
    ? compiledBuiltin
    : (each) => compileOwnPolicies(each, factClasses);
  const untuned = compile(policies);
  return async (input) => {
    const { config, faults } = await settingsOf(input, policies);
    if (faults.length > 0) return { outcomes: [], faults };
    const bare = Object.keys(input.settings).length === 0;
    const rules = bare ? () => withoutOverrides(untuned) : compileByEnvironment(policies, { config, compile });
    const evaluation = evaluate(
      {
        source: { file: 'plan.json', sha256: '', json: input.plan },
        configuration: await configurationOf(input),
        catalog,
        commands: builtin.commands,
        settings: { config, rootModule: { directory: null, workspace: null }, flags: {} },
        base: input.base && (await readText(input.base)),
        ...(input.now !== undefined && { now: new Date(input.now) }),
        ...(input.commit !== undefined && { commit: input.commit }),
        ...(input.head !== undefined && { head: input.head }),
        gateChanges: input.gateChanges,
        aiAssisted: toActor(input.actor, builtin.actors)?.aiAssisted ?? false,
        policies: (environment) => {
          const { policies: compiled, off } = rules(environment);
          return { policies: compiled.filter(({ policy }) => policy.id === input.policy), off };
        },
      },
      { held: true },
    );
    if (evaluation.plan === null) return { outcomes: [], faults: [{ message: 'the case has no plan' }] };
    return evaluation;
  };
}

/** Checks the settings of a case as strictly as a file. */
async function settingsOf({ settings }: JudgeInput, policies: readonly Policy[]): Promise<ReadConfig> {
  const { config, faults } = await checkConfig({ file: 'settings', value: settings, position: () => undefined });
  return { config, faults: [...faults, ...settingsFaults(config, policies)] };
}

async function configurationOf({ hcl, dir }: JudgeInput): Promise<Configuration | null> {
  if (dir !== null) return readConfiguration({ dir, shownAs: '.' });
  return hcl === null ? null : readText(hcl);
}

/** Writes the text of a case to files, because configuration is read from files only. */
async function readText(hcl: Readonly<Record<string, string>>): Promise<Configuration> {
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

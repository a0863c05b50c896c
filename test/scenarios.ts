/** The scenarios in fixtures/: real plans with hand-checked facts. `fixtures/README.md` says what each field means. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePlan } from '../src/app/judge-plan.ts';
import { readConfiguration } from '../src/read/configuration/configuration.ts';
import type { Configuration } from '../src/source/plan-and-configuration.ts';
import type { Report } from '../src/verdict/report.ts';
import { builtin, compiled, typed } from './judge-options.ts';

export const fixturesDir = join(import.meta.dirname, '..', 'fixtures');

export interface Facts {
  readonly counts: Readonly<Record<string, number>>;
  readonly destroyed: readonly string[];
  readonly replaced: readonly {
    readonly address: string;
    readonly order: string;
    readonly forcedBy: readonly string[];
  }[];
  readonly forgotten: readonly string[];
  readonly imported: readonly string[];
  readonly moved: readonly (string | { readonly to?: string; readonly address?: string })[];
  readonly deposed: readonly string[];
  readonly drift: readonly string[];
  readonly dependents: readonly string[];
  readonly dependentsAtMost: readonly string[];
  readonly unprotected: readonly string[];
  readonly backend: { readonly kind: string | null; readonly status: string };
  readonly complete: boolean | null;
  readonly errored: boolean | null;
}

export interface Scenario {
  /** `aws-51-monorepo-three-roots live/app` for one root of several. */
  readonly name: string;
  readonly plan: string;
  /** The root module's directory. */
  readonly dir: string;
  readonly facts: Facts;
  readonly secrets: readonly string[];
  /** Of the whole scenario; null for one root of several. */
  readonly verdict: 'pass' | 'fail' | 'either' | null;
}

function read(slug: string): readonly Scenario[] {
  const folder = join(fixturesDir, slug);
  const facts = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'));
  if (!facts.roots) {
    return [
      {
        name: slug,
        plan: join(folder, 'plan.json'),
        dir: join(folder, 'tf'),
        facts,
        secrets: facts.secrets,
        verdict: facts.verdict,
      },
    ];
  }
  return Object.entries(facts.roots as Readonly<Record<string, Facts>>).map(([root, each]) => ({
    name: `${slug} ${root}`,
    plan: join(folder, 'roots', root.replace('/', '__'), 'plan.json'),
    dir: join(folder, 'tf', root),
    facts: each,
    secrets: facts.secrets,
    verdict: null,
  }));
}

export const scenarios: readonly Scenario[] = readdirSync(fixturesDir)
  .filter((slug) => existsSync(join(fixturesDir, slug, 'facts.json')))
  .sort()
  .flatMap(read);

const { commands } = builtin;

const configurations = new Map<string, Promise<Configuration>>();

/** The configuration in a directory of the fixtures: read once for all test files of a process. */
export function configurationIn(dir: string): Promise<Configuration> {
  const configuration = configurations.get(dir) ?? readConfiguration({ dir, shownAs: '.' });
  configurations.set(dir, configuration);
  return configuration;
}

const judged = new Map<Scenario, Promise<Report>>();

/** What Firebreak says of a scenario: judged once for all test files of a process. */
export function judgeScenario(scenario: Scenario): Promise<Report> {
  const report = judged.get(scenario) ?? judgeFrom(fixturesDir, scenario);
  judged.set(scenario, report);
  return report;
}

/** With the configuration in any directory, judged as from the directory `cwd`. */
export function judgeFrom(cwd: string, scenario: Pick<Scenario, 'plan'> & { readonly dir?: string }): Promise<Report> {
  return judgePlan({
    file: scenario.plan,
    ...(scenario.dir === undefined ? {} : { dir: scenario.dir }),
    critical: [],
    policies: compiled,
    catalog: typed,
    commands,
    cwd,
    env: {},
  });
}

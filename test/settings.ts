/** Plans in the short form, judged with settings as a user writes them. */
import { decide } from '../src/decide.ts';
import { PolicyError } from '../src/errors.ts';
import { evaluate, type SettingsInput } from '../src/evaluate.ts';
import { toActor } from '../src/people/actor.ts';
import { compiledBuiltin } from '../src/policy/builtin-policies.ts';
import { compileByEnvironment } from '../src/policy/policies-by-environment.ts';
import { settingsFaults } from '../src/policy/settings-faults.ts';
import { toPlanJson } from '../src/policy-test/to-plan.ts';
import { checkConfig } from '../src/read/settings/settings-file.ts';
import type { ActorSource } from '../src/source/actor.ts';
import { noConfig } from '../src/source/default-settings.ts';
import type { PolicyTestCase, ShortChange } from '../src/source/policy-test.ts';
import type { Report } from '../src/verdict/report.ts';
import { builtin, typed } from './judge-options.ts';

const { policies, commands, actors } = builtin;

export interface Given {
  readonly changes?: readonly ShortChange[];
  readonly plan?: Readonly<Record<string, unknown>>;
  /** A plan as Terraform writes it, instead of the short form. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly place?: Partial<SettingsInput['rootModule']>;
  readonly flags?: SettingsInput['flags'];
  readonly now?: string;
  readonly actor?: ActorSource;
}

export async function judge(given: Given): Promise<Report> {
  const { changes = [], plan = {}, settings, place = {}, flags = {} } = given;
  const read = settings
    ? await checkConfig({ file: 'firebreak.yaml', value: settings, position: () => undefined })
    : { config: noConfig, faults: [] };
  const faults = [...read.faults, ...settingsFaults(read.config, policies)];
  if (faults.length > 0) throw new PolicyError(faults);
  const short: PolicyTestCase = { name: '', line: 1, expect: {}, changes, plan };
  const actor = given.actor ? toActor(given.actor, actors) : null;
  const evaluation = evaluate({
    source: { file: 'plan.json', sha256: '', json: given.json ?? toPlanJson(short) },
    configuration: null,
    catalog: typed,
    commands,
    policies: compileByEnvironment(policies, { config: read.config, compile: compiledBuiltin }),
    settings: { config: read.config, rootModule: { directory: null, workspace: null, ...place }, flags },
    aiAssisted: actor?.aiAssisted ?? false,
    now: new Date(given.now ?? '2026-06-01T12:00:00Z'),
  });
  return decide(evaluation, { actor });
}

/** Addresses that a policy objects to, advice and what an exception carries left out. */
export function blamed(report: Report, policy: string): readonly string[] {
  return report.findings
    .filter((finding) => finding.policy === policy && finding.enforcement !== 'advisory' && !finding.exception)
    .map(({ subject }) => subject.address ?? subject.kind)
    .toSorted();
}

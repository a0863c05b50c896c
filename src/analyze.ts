/** The whole program on one screen: a plan that was read becomes a report. Pure: no files, no clock, no network. */
import { faultText } from './errors.ts';
import { toOwnerships } from './facts/ownership.ts';
import { toSubjects } from './facts/subjects.ts';
import { type BlastRadius, measureBlastRadius } from './graph/blast-radius.ts';
import { measureMassDestruction } from './impact/mass-destruction.ts';
import type { Catalog } from './model/catalog.ts';
import { assessBackends, type Backend } from './model/configuration/backend.ts';
import { toConfigurationFacts } from './model/configuration/configuration-facts.ts';
import { stateName } from './model/configuration/state-identity.ts';
import { lostAddresses, type Plan, toPlan } from './model/plan.ts';
import { type PlanDocument, toPlanDocument } from './model/plan-json.ts';
import type { Actor } from './people/actor.ts';
import type { CompiledPolicy } from './policy/compile.ts';
import { evaluatePolicies } from './policy/evaluate.ts';
import { type PoliciesByEnvironment, plainRules } from './policy/policies-by-environment.ts';
import type { Subjects } from './policy/policy.ts';
import { toMask } from './secrecy/mask.ts';
import { secretsNotInClear } from './secrecy/public-secrets.ts';
import { collectSecrets } from './secrecy/secrets.ts';
import { resolveSettings, type Settings, type SettingsFlags } from './settings/resolve.ts';
import { noConfig } from './source/default-settings.ts';
import type { Configuration, PlanSource } from './source/plan-and-configuration.ts';
import type { RootModule } from './source/root-module.ts';
import type { Config } from './source/settings.ts';
import { toApprovalRules } from './verdict/approval-rules.ts';
import { type ApprovalInput, noApprovals } from './verdict/approvals.ts';
import { decide } from './verdict/decide.ts';
import { fingerprintOf } from './verdict/fingerprint.ts';
import { maskReport } from './verdict/mask-report.ts';
import type { Report } from './verdict/report.ts';
import { toErrorReport, toReport } from './verdict/to-report.ts';

/** What was read of one root module. */
export interface FactsInput {
  readonly source: PlanSource;
  /** Of the working tree; null where none was found. */
  readonly configuration: Configuration | null;
  /** Nobody named the directory: it counts only if its blocks are those of the plan. */
  readonly guessed?: boolean;
  readonly catalog: Catalog;
  /** Address patterns that count as critical whatever their type. */
  readonly critical?: readonly string[];
  readonly settings?: SettingsInput;
  /** The configuration before the change. */
  readonly base?: Configuration | null;
  /** Read once at the door; without it no plan is too old. */
  readonly now?: Date;
  /** The commit that the plan was made from, as the user says. */
  readonly commit?: string;
  /** The commit that the plan is judged for. */
  readonly head?: string;
  /** Files of the settings and policies that the change edits. */
  readonly gateChanges?: readonly string[];
  /** Who made the change; null where nothing is known. */
  readonly actor?: Actor | null;
}

/** What the settings file and the command line say, and where the plan was made. */
export interface SettingsInput {
  readonly config: Config;
  readonly place: RootModule;
  readonly flags: Omit<SettingsFlags, 'critical'>;
}

export interface AnalysisInput extends FactsInput {
  /** Who approved; nobody by default. */
  readonly approvals?: Pick<ApprovalInput, 'given' | 'known'>;
  /** The same for every plan, or as the settings make them for each environment. */
  readonly policies: readonly CompiledPolicy[] | PoliciesByEnvironment;
  readonly version: string;
}

/** What is known before any policy judges it. */
export interface Facts {
  readonly document: PlanDocument;
  readonly plan: Plan;
  readonly radius: BlastRadius;
  readonly backends: readonly Backend[];
  /** The state that it is for, by backend and workspace; undefined where it is not known. */
  readonly state: string | undefined;
  readonly subjects: Subjects;
  readonly settings: Settings;
  /** Of what is changed or invoked. */
  readonly owners: readonly string[];
}

/** The plan's JSON could not be had; what the configuration says by itself is known all the same. */
export interface NoFacts {
  readonly document: null;
  readonly backends: readonly Backend[];
}

export function analyze(input: AnalysisInput): Report {
  const { source } = input;
  const facts = toFacts(input);
  if (facts.document === null) {
    const errors = source.failure?.faults.map(faultText) ?? ['the plan could not be read'];
    return toErrorReport({ input, backends: facts.backends, errors });
  }
  const { document, plan, subjects, settings } = facts;
  const { policies } = input;
  const rules = typeof policies === 'function' ? policies(settings.environment) : plainRules(policies);
  const evaluation = evaluatePolicies(rules.policies, subjects);
  const secrets = collectSecrets(document);
  const fingerprint = fingerprintOf(document, plan.changes, secretsNotInClear(document));
  const mask = toMask(plan);
  const report = toReport({
    ...facts,
    input,
    secrets,
    fingerprint,
    decision: decide({
      outcomes: evaluation.outcomes,
      fingerprint,
      state: facts.state,
      // As the report names them: approvals are given to that.
      destroys: lostAddresses(plan).map(mask),
      approvals: {
        ...noApprovals,
        ...input.approvals,
        rules: toApprovalRules(settings),
        actor: input.actor ?? null,
      },
      exceptions: settings.exceptions,
      owners: facts.owners,
      now: input.now,
    }),
    counts: evaluation.counts,
    off: rules.off,
    errors: evaluation.faults.map(faultText),
  });
  return maskReport(report, mask);
}

/** From what was read to what policies look at. */
export function toFacts(input: FactsInput): Facts | NoFacts {
  const { source } = input;
  const document = source.json === null ? null : toPlanDocument(source.json, source.saved ?? null);
  const configuration = toConfigurationFacts({ ...input, saved: source.saved ?? null, document });
  const backends = assessBackends({
    configuration: configuration.ofDirectory,
    saved: source.saved ?? null,
    root: source.file,
  });
  if (document === null) return { document, backends };
  const plan = toPlan(document, input.catalog);
  const settings = resolveSettings({
    config: input.settings?.config ?? noConfig,
    place: input.settings?.place ?? { directory: null, workspace: null },
    plan,
    flags: { ...input.settings?.flags, critical: input.critical ?? [] },
    aiAssisted: input.actor?.aiAssisted ?? false,
  });
  const radius = measureBlastRadius(plan, settings.critical.has);
  const ownerships = toOwnerships({ plan, radius, settings });
  const subjects = toSubjects({
    plan,
    radius,
    mass: measureMassDestruction(plan.changes),
    backends,
    blocks: configuration.blocks,
    preventDestroy: configuration.preventDestroy,
    blockOf: configuration.blockOf,
    locate: configuration.locate,
    now: input.now,
    commit: input.commit,
    head: input.head,
    settings,
    ownerships,
    aiAssisted: input.actor?.aiAssisted ?? false,
    gateChanges: input.gateChanges ?? [],
  });
  const state = stateName({
    saved: source.saved ?? null,
    configuration: configuration.ofDirectory,
    place: input.settings?.place ?? null,
  });
  return { document, plan, radius, backends, state, subjects, settings, owners: ownerships.touched };
}

/** Computes facts and policy outcomes, which do not depend on approvals. Pure: no files, no clock, no network. */
import { destructiveFinder } from './agent-guard/destructive.ts';
import type { Fault } from './errors.ts';
import { toOwnerships } from './facts/ownership.ts';
import { toSubjects } from './facts/subjects.ts';
import { type BlastRadius, measureBlastRadius } from './graph/blast-radius.ts';
import { analyzeDestroyEffects, type DestroyEffects } from './impact/data-loss.ts';
import { measureMassDestruction } from './impact/mass-destruction.ts';
import type { Catalog } from './model/catalog.ts';
import { assessBackends, type Backend } from './model/configuration/backend.ts';
import { toConfigurationFacts } from './model/configuration/configuration-facts.ts';
import { stateName } from './model/configuration/state-identity.ts';
import { type Plan, toPlan } from './model/plan.ts';
import { PlanIndex } from './model/plan-index.ts';
import { type PlanDocument, toPlanDocument } from './model/plan-json.ts';
import type { CompiledPolicy } from './policy/compiled-policy.ts';
import { evaluatePolicies } from './policy/evaluate.ts';
import { type PoliciesByEnvironment, type SwitchedOff, withoutOverrides } from './policy/policies-by-environment.ts';
import type { Outcome, PolicyCount, Subjects } from './policy/policy.ts';
import { type Mask, toMask } from './secrecy/mask.ts';
import { collectSecrets, type Secrets } from './secrecy/secrets.ts';
import { resolveSettings, type Settings, type SettingsFlags } from './settings/resolve.ts';
import type { CommandRules } from './source/agent-commands.ts';
import { noConfig } from './source/default-settings.ts';
import type { Configuration, PlanSource } from './source/plan-and-configuration.ts';
import type { RootModule } from './source/root-module.ts';
import type { Config } from './source/settings.ts';
import { once } from './text/once.ts';
import { type ContentReader, contentReader } from './verdict/finding-content.ts';
import { fingerprintOf } from './verdict/fingerprint/fingerprint.ts';

/** What was read for one root module, and the policies to evaluate. */
export interface EvaluationInput {
  readonly source: PlanSource;
  /** Configuration in the working tree; null if none was found. */
  readonly configuration: Configuration | null;
  /** The user did not name the directory: it counts only if its blocks match the plan. */
  readonly guessed?: boolean;
  readonly catalog: Catalog;
  /** What shows that a provisioner runs a destructive command. */
  readonly commands: CommandRules;
  /** The same policies for every plan, or a function that returns them for an environment. */
  readonly policies: readonly CompiledPolicy[] | PoliciesByEnvironment;
  /** Address patterns of resources that are critical regardless of their type. */
  readonly critical?: readonly string[];
  readonly settings?: SettingsInput;
  /** The configuration before the change. */
  readonly base?: Configuration | null;
  /** The current time. Without it no plan is too old, and no exception applies. */
  readonly now?: Date;
  /** The commit that the plan was made from, as given by the user. */
  readonly commit?: string;
  /** The commit that the plan is judged for. */
  readonly head?: string;
  /** Files of the settings and policies that the change edits. */
  readonly gateChanges?: readonly string[];
  /** An AI agent took part in the change, so stricter limits apply. */
  readonly aiAssisted?: boolean;
}

/** Settings file, command line flags, and the root module of the plan. */
export interface SettingsInput {
  readonly config: Config;
  readonly rootModule: RootModule;
  readonly flags: Omit<SettingsFlags, 'critical'>;
}

/** All results for a plan that do not depend on who made the change and who approved it. */
export interface Evaluation {
  readonly source: PlanSource;
  readonly plan: Plan;
  /** Index of the plan, so that lookups are not repeated. */
  readonly index: PlanIndex;
  readonly radius: BlastRadius;
  readonly effects: DestroyEffects;
  readonly backends: readonly Backend[];
  /** Identity of the state by backend and workspace; undefined if unknown. */
  readonly state: string | undefined;
  readonly subjects: Subjects;
  readonly settings: Settings;
  /** Owners of what is changed or invoked. */
  readonly owners: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly counts: readonly PolicyCount[];
  readonly off: readonly SwitchedOff[];
  /** Faults of policies that could not be evaluated. If there are any, there is no verdict. */
  readonly faults: readonly Fault[];
  /** What an approval of a finding or of a destroyed object covers. */
  readonly contents: ContentReader;
  /** SHA-256 of what the plan would do, without times, order and secrets. Computing it takes as long as judging. */
  readonly fingerprint: () => string;
  readonly secrets: Secrets;
  /** Replaces secrets in texts that came from the plan. */
  readonly mask: Mask;
  readonly now: Date | undefined;
}

/** The result for a plan without JSON: only what the configuration shows. */
export interface UnreadablePlan {
  readonly source: PlanSource;
  readonly plan: null;
  readonly backends: readonly Backend[];
  /** Why the plan could not be read. */
  readonly faults: readonly Fault[];
}

/** Returns the plan of a document, and its fingerprint, without judging it. */
export function fingerprintPlan(
  document: PlanDocument,
  input: Pick<EvaluationInput, 'source' | 'catalog' | 'commands'>,
): { readonly plan: Plan; readonly fingerprint: string } {
  const { source, catalog, commands } = input;
  const plan = toPlan(document, catalog, source.yaml);
  const findDestructive = destructiveFinder(commands);
  return {
    plan,
    fingerprint: fingerprintOf({ index: new PlanIndex(plan), saved: source.saved ?? null, findDestructive }),
  };
}

/**
 * Computes the facts of a plan and evaluates every policy on them.
 * @param options.held true: also return the outcomes of policies that held
 */
export function evaluate(
  input: EvaluationInput,
  options: { readonly held?: boolean } = {},
): Evaluation | UnreadablePlan {
  const { source, catalog, policies, now, aiAssisted = false, gateChanges = [] } = input;
  const saved = source.saved ?? null;
  const document = source.json === null ? null : toPlanDocument(source.json, saved);
  const configuration = toConfigurationFacts({ ...input, saved, document });
  const backends = assessBackends({
    configuration: configuration.ofDirectory,
    saved,
    root: source.file,
    kinds: catalog.tables.backends,
  });
  if (document === null) {
    const faults = source.failure?.faults ?? [{ message: 'the plan could not be read' }];
    return { source, plan: null, backends, faults };
  }
  const plan = toPlan(document, catalog, source.yaml);
  const rootModule = input.settings?.rootModule ?? { directory: null, workspace: null };
  const settings = resolveSettings({
    config: input.settings?.config ?? noConfig,
    rootModule: rootModule,
    plan,
    flags: { ...input.settings?.flags, critical: input.critical ?? [] },
    aiAssisted,
  });
  const index = new PlanIndex(plan);
  const radius = measureBlastRadius(index, settings.critical.has);
  const ownerships = toOwnerships({ plan, radius, settings });
  const effects = analyzeDestroyEffects(plan, radius.graph);
  const findDestructive = destructiveFinder(input.commands);
  const subjects = toSubjects({
    plan,
    effects,
    index,
    radius,
    mass: measureMassDestruction(plan.changes),
    backends,
    configuration,
    now,
    commit: input.commit,
    head: input.head,
    settings,
    ownerships,
    aiAssisted,
    gateChanges,
    findDestructive,
  });
  const rules = typeof policies === 'function' ? policies(settings.environment) : withoutOverrides(policies);
  const { outcomes, counts, faults } = evaluatePolicies(rules.policies, subjects, options);
  const fingerprint = once(() =>
    fingerprintOf({
      index,
      saved,
      findDestructive,
      radius: index.managed.some(settings.critical.has) ? undefined : radius,
    }),
  );
  return {
    source,
    plan,
    index,
    radius,
    effects,
    backends,
    state: stateName({
      saved,
      configuration: configuration.ofDirectory,
      rootModule: input.settings?.rootModule ?? null,
    }),
    subjects,
    settings,
    owners: ownerships.touched,
    outcomes,
    counts,
    off: rules.off,
    faults,
    contents: contentReader({ document, plan: subjects.plan[0]?.facts ?? {} }),
    fingerprint,
    secrets: collectSecrets(document),
    mask: toMask(plan),
    now,
  };
}

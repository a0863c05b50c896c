/** Evaluates the policies on blocks and backends before there is a plan. Pure: no files, no clock, no network. */
import type { Fault } from './errors.ts';
import { toSubjectsWithoutPlan } from './facts/subjects.ts';
import type { Catalog } from './model/catalog.ts';
import { assessBackends } from './model/configuration/backend.ts';
import { toConfigurationFacts } from './model/configuration/configuration-facts.ts';
import { evaluatePolicies } from './policy/evaluate.ts';
import type { PoliciesByEnvironment } from './policy/policies-by-environment.ts';
import { resolveSettings } from './settings/resolve.ts';
import type { Configuration } from './source/plan-and-configuration.ts';
import type { RootModule } from './source/root-module.ts';
import type { Config } from './source/settings.ts';
import { toFindings } from './verdict/decision.ts';
import type { Finding } from './verdict/report.ts';

/** The configuration of one module, and what it is judged by. */
interface ConfigurationInput {
  readonly configuration: Configuration;
  /** The configuration before the change; null: nothing to compare with. */
  readonly base: Configuration | null;
  readonly catalog: Catalog;
  readonly policies: PoliciesByEnvironment;
  readonly config: Config;
  readonly rootModule: RootModule;
  /** Decides whether an exception has expired. */
  readonly now: Date;
}

/**
 * Evaluates the policies with `subject: block` or `backend` on configuration alone. Policies whose conditions need a fact
 * of the plan are left to `check`.
 * @returns findings, worst first, and the faults of policies that could not be evaluated
 */
export function evaluateConfiguration(input: ConfigurationInput): {
  readonly findings: readonly Finding[];
  readonly faults: readonly Fault[];
} {
  const { configuration, base, catalog, config, rootModule, now } = input;
  const settings = resolveSettings({ config, rootModule, plan: null, flags: {}, aiAssisted: false });
  const subjects = toSubjectsWithoutPlan({
    backends: assessBackends({
      configuration,
      saved: null,
      root: configuration.root,
      kinds: catalog.tables.backends,
    }),
    configuration: toConfigurationFacts({ configuration, saved: null, document: null, base }),
    settings,
  });
  const policies = input
    .policies(settings.environment)
    .policies.filter(({ policy, needsPlan }) => ['block', 'backend'].includes(policy.subject) && !needsPlan());
  const { outcomes, faults } = evaluatePolicies(policies, subjects);
  return { findings: toFindings({ outcomes, exceptions: settings.exceptions, now }).findings, faults };
}

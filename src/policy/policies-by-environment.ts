/** The policies with the settings applied, for each environment. */
import { collectPolicyFaults, type Fault, PolicyError } from '../errors.ts';
import { enforcementRank, policySettings } from '../settings/policy-settings.ts';
import type { Config, EnvironmentSource, PolicySettings } from '../source/settings.ts';
import { applyOverrides, type PolicyOverride } from './apply-settings.ts';
import type { CompiledPolicy, CompilePolicies } from './compiled-policy.ts';
import type { Enforcement, Policy } from './policy.ts';
import { withLocation } from './settings-fault.ts';

/** A policy that is switched off, and why. */
export interface SwitchedOff {
  readonly policy: Policy;
  readonly reason: string;
}

/** Policies in force and those switched off. */
export interface EnvironmentPolicies {
  readonly policies: readonly CompiledPolicy[];
  readonly off: readonly SwitchedOff[];
}

/** Returns the policies for the name of an environment; null: no environment matches. */
export type PoliciesByEnvironment = (environment: string | null) => EnvironmentPolicies;

/**
 * Compiles the policies once, so that every fault is found before a plan is read. Settings of an environment are
 * applied on first use.
 * @param options.complete false: some policies could not be read
 * @throws {PolicyError} with every fault of policies, and of settings for unknown or non-overridable policies
 */
export function compileByEnvironment(
  policies: readonly Policy[],
  options: { readonly config: Config; readonly compile: CompilePolicies; readonly complete?: boolean },
): PoliciesByEnvironment {
  const { config, compile, complete = true } = options;
  const compiled: CompiledPolicy[] = [];
  const faults = [
    ...collectPolicyFaults(() => compiled.push(...compile(policies))),
    ...config.environments.flatMap((environment, i) =>
      overrideFaults(policies, environment.policies ?? {}, { config, complete, path: ['environments', i, 'policies'] }),
    ),
    ...overrideFaults(policies, config.policies, { config, complete, path: ['policies'] }),
  ];
  if (faults.length > 0) throw new PolicyError(faults);
  const known = new Map<string | null, EnvironmentPolicies>();
  return (name) => {
    const rules = known.get(name) ?? policiesFor(compiled, config, name);
    known.set(name, rules);
    return rules;
  };
}

/** Returns the policies without any settings. */
export function withoutOverrides(policies: readonly CompiledPolicy[]): EnvironmentPolicies {
  return { policies, off: [] };
}

function policiesFor(compiled: readonly CompiledPolicy[], config: Config, name: string | null): EnvironmentPolicies {
  const policies = compiled.map(({ policy }) => policy);
  const environment = config.environments.find((each) => each.name === name);
  const byId = new Map(compiled.map((each) => [each.policy.id, each]));
  const tunings = policies.map((policy) => [policy.id, overrideOf(policy, config, environment)] as const);
  return {
    policies: applyOverrides(policies, Object.fromEntries(tunings)).flatMap((policy) => {
      const found = byId.get(policy.id);
      return found ? [{ ...found, policy }] : [];
    }),
    off: policies.flatMap((policy) => {
      const reason = settingsOf(policy, config, environment).off?.reason;
      return reason === undefined ? [] : [{ policy, reason }];
    }),
  };
}

/** Settings of the environment override general settings. */
function settingsOf({ id }: Policy, config: Config, environment: EnvironmentSource | undefined): PolicySettings {
  const general = policySettings(config.policies, id);
  const special = policySettings(environment?.policies ?? {}, id);
  return { ...general, ...special, parameters: { ...general.parameters, ...special.parameters } };
}

function overrideOf(policy: Policy, config: Config, environment: EnvironmentSource | undefined): PolicyOverride {
  const { off, onUnknown, parameters, ...settings } = settingsOf(policy, config, environment);
  const { enforcement, asWritten } = enforcementOf(policy, config, environment);
  const approvals = Math.max(
    settings.approvals ?? Math.max(1, policy.approvals),
    environment?.approvals?.minimum ?? config.approvals?.minimum ?? 1,
  );
  return {
    enabled: off === undefined,
    enforcement,
    approvals,
    ...(enforcement !== asWritten && { enforced: { enforcement: asWritten, approvals } }),
    ...(onUnknown && { onUnknown }),
    ...(parameters && { parameters }),
  };
}

/**
 * Advisory mode lowers soft-mandatory policies, unless settings of the same level name the policy. `asWritten` is the
 * enforcement without that mode.
 */
function enforcementOf(
  policy: Policy,
  config: Config,
  environment: EnvironmentSource | undefined,
): { readonly enforcement: Enforcement; readonly asWritten: Enforcement } {
  const general = policySettings(config.policies, policy.id).enforcement;
  const special = policySettings(environment?.policies ?? {}, policy.id).enforcement;
  const asWritten = general ?? policy.enforcement;
  const mode = environment?.enforcement ?? (general === undefined ? config.enforcement : 'mandatory');
  const isLowered = mode === 'advisory' && asWritten === 'soft-mandatory' && policy.overridable !== false;
  if (special !== undefined) return { enforcement: special, asWritten: special };
  return { enforcement: isLowered ? 'advisory' : asWritten, asWritten };
}

function overrideFaults(
  policies: readonly Policy[],
  settings: Readonly<Record<string, PolicySettings>>,
  options: { readonly config: Config; readonly path: readonly (string | number)[]; readonly complete: boolean },
): readonly Fault[] {
  const { config, path } = options;
  const faultAt = (id: string): Fault =>
    withLocation(
      {
        path: [...path, id],
        message: `settings cannot switch off or lower \`${id}\``,
        hint: 'Remove this entry. The policy protects the check itself.',
      },
      config,
    );
  const lifted = policies.flatMap(({ id, overridable, enforcement }) => {
    const wanted = policySettings(settings, id);
    const isLowered =
      wanted.enforcement !== undefined && enforcementRank(wanted.enforcement) < enforcementRank(enforcement);
    return overridable === false && (wanted.off || isLowered) ? [faultAt(id)] : [];
  });
  const known = new Set(policies.map(({ id }) => id));
  const asked = Object.entries(settings).filter(([id]) => options.complete || known.has(id));
  return [
    ...lifted,
    ...collectPolicyFaults(() => applyOverrides(policies, Object.fromEntries(asked), { ...config, path })),
  ];
}

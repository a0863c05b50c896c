/** Turns the keys of `firebreak.yaml` into settings in which every key has a value. */
import type {
  ApprovalSettings,
  Config,
  EnvironmentSource,
  FailOn,
  FreezeSource,
  LimitsSource,
  PolicySettings,
} from './settings.ts';

const maxExceptionDays = 90;

/** What `approvals` means without these keys. */
export const defaultApprovals = {
  maxAge: '7d',
  breakGlassAge: '24h',
  aiAssisted: { extraApprovals: 1, group: 'senior' },
} as const;

/** The default settings, used if there is no settings file. */
export const noConfig: Config = toConfig({}, { file: null, position: () => undefined });

type PolicyYaml = Omit<PolicySettings, 'onUnknown'> & { readonly 'on-unknown'?: 'fail' | 'advise' };
type ApprovalsYaml = Omit<ApprovalSettings, 'aiAssisted' | 'maxAge' | 'breakGlass'> & {
  readonly 'break-glass'?: { readonly group: string; readonly 'max-age'?: string };
  readonly 'max-age'?: string;
  readonly 'ai-assisted'?: {
    readonly 'extra-approvals'?: number;
    readonly group?: string;
    readonly limits?: LimitsSource;
  };
};
interface RulesYaml extends Pick<EnvironmentSource, 'enforcement' | 'limits'> {
  readonly approvals?: ApprovalsYaml;
  readonly policies?: Readonly<Record<string, PolicyYaml>>;
}
type FreezeYaml = Omit<FreezeSource, 'timeZone'> & { readonly 'time-zone'?: string };
type EnvironmentYaml = Omit<EnvironmentSource, keyof RulesYaml> & RulesYaml;

/** The file's content as the schema allows it. */
export interface ConfigYaml
  extends RulesYaml,
    Partial<Pick<Config, 'owners' | 'scope' | 'critical' | 'exceptions' | 'groups'>> {
  readonly environments?: readonly EnvironmentYaml[];
  readonly freezes?: readonly FreezeYaml[];
  readonly extends?: string;
  readonly 'policy-folders'?: readonly string[];
  readonly 'max-exception-days'?: number;
  readonly 'fail-on'?: FailOn;
}

/** Returns the settings of a file, with the default for every missing key. */
export function toConfig(yaml: ConfigYaml, { file, position }: Pick<Config, 'file' | 'position'>): Config {
  return {
    file,
    extends: yaml.extends ?? null,
    limits: {},
    policies: {},
    ...toRules(yaml),
    environments: (yaml.environments ?? []).map(({ enforcement, approvals, limits, policies, ...rest }) => ({
      ...rest,
      ...toRules({ enforcement, approvals, limits, policies }),
    })),
    owners: yaml.owners ?? [],
    scope: yaml.scope ?? [],
    critical: yaml.critical ?? {},
    policyFolders: yaml['policy-folders'] ?? [],
    maxExceptionDays: yaml['max-exception-days'] ?? maxExceptionDays,
    failOn: yaml['fail-on'] ?? 'never',
    exceptions: yaml.exceptions ?? [],
    freezes: (yaml.freezes ?? []).map(({ 'time-zone': timeZone, ...rest }) => ({
      ...rest,
      ...(timeZone !== undefined && { timeZone }),
    })),
    groups: yaml.groups ?? {},
    position,
  };
}

type Given<T> = { readonly [K in keyof T]: T[K] | undefined };

function toRules(yaml: Given<RulesYaml>): Pick<EnvironmentSource, 'enforcement' | 'approvals' | 'limits' | 'policies'> {
  return {
    ...(yaml.enforcement && { enforcement: yaml.enforcement }),
    ...(yaml.approvals && { approvals: toApprovals(yaml.approvals) }),
    ...(yaml.limits && { limits: yaml.limits }),
    ...(yaml.policies && { policies: toPolicies(yaml.policies) }),
  };
}

function toApprovals(yaml: ApprovalsYaml): ApprovalSettings {
  const { 'ai-assisted': assisted, 'max-age': maxAge, 'break-glass': glass, ...rest } = yaml;
  const glassAge = glass?.['max-age'];
  return {
    ...rest,
    ...(maxAge !== undefined && { maxAge }),
    ...(glass && { breakGlass: { group: glass.group, ...(glassAge !== undefined && { maxAge: glassAge }) } }),
    ...(assisted && { aiAssisted: toAiAssisted(assisted) }),
  };
}

function toAiAssisted(yaml: NonNullable<ApprovalsYaml['ai-assisted']>): NonNullable<ApprovalSettings['aiAssisted']> {
  const { 'extra-approvals': extraApprovals, ...others } = yaml;
  return { ...(extraApprovals !== undefined && { extraApprovals }), ...others };
}

function toPolicies(policies: Readonly<Record<string, PolicyYaml>>): Config['policies'] {
  return Object.fromEntries(
    Object.entries(policies).map(([id, { 'on-unknown': onUnknown, ...rest }]) => [
      id,
      { ...rest, ...(onUnknown !== undefined && { onUnknown }) },
    ]),
  );
}

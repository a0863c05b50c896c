/** Settings: `firebreak.yaml` against its schema, every fault at once. */
import type { ApprovalSettings, Config, EnvironmentSource, PolicySettings, ReadConfig } from './config-source.ts';
import { checkSchema } from './schema-faults.ts';
import { readYaml, type YamlFile } from './yaml.ts';

export const maxExceptionDays = 90;

/** Everything at its default: what runs without a settings file. */
export const noConfig: Config = toConfig({}, { file: null, position: () => undefined });

/**
 * Reads a settings file. Sections with a fault are left out of `config`, so that the others can be checked further.
 * @param options.shownAs the file as it should be named to the user
 */
export async function readConfig(options: { readonly file: string; readonly shownAs: string }): Promise<ReadConfig> {
  const yaml = await readYaml(options.file);
  const file = options.shownAs;
  if ('value' in yaml) return checkConfig({ ...yaml, file });
  return { config: { ...noConfig, file }, faults: yaml.map((fault) => ({ ...fault, file })) };
}

/** The same, of what was read already. */
export async function checkConfig({ file, value, position }: YamlFile): Promise<ReadConfig> {
  // A file in which everything is commented out says nothing, and that is allowed.
  if (value === null) return { config: toConfig({}, { file, position }), faults: [] };
  const { default: schema } = await import('../../schemas/config.schema.json', { with: { type: 'json' } });
  const result = await checkSchema<ConfigYaml>({ file, value, position }, schema);
  if ('value' in result) return { config: toConfig(result.value, { file, position }), faults: [] };
  const faulty = new Set(result.faults.map(({ path }) => path?.split('.', 1)[0]));
  const sections = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const sound: ConfigYaml = Object.fromEntries(sections.filter(([name]) => !faulty.has(name)));
  return { config: toConfig(sound, { file, position }), faults: result.faults };
}

type PolicyYaml = Omit<PolicySettings, 'onUnknown'> & { readonly 'on-unknown'?: 'fail' | 'advise' };
type ApprovalsYaml = Omit<ApprovalSettings, 'aiAssisted'> & {
  readonly 'ai-assisted'?: { readonly 'extra-approvals'?: number; readonly group?: string };
};
interface RulesYaml extends Pick<EnvironmentSource, 'enforcement' | 'limits'> {
  readonly approvals?: ApprovalsYaml;
  readonly policies?: Readonly<Record<string, PolicyYaml>>;
}
type EnvironmentYaml = Omit<EnvironmentSource, keyof RulesYaml> & RulesYaml;

/** What the schema allows. */
interface ConfigYaml
  extends RulesYaml,
    Partial<Pick<Config, 'owners' | 'scope' | 'critical' | 'exceptions' | 'groups'>> {
  readonly environments?: readonly EnvironmentYaml[];
  readonly 'policy-folders'?: readonly string[];
  readonly 'max-exception-days'?: number;
}

function toConfig(yaml: ConfigYaml, { file, position }: Pick<Config, 'file' | 'position'>): Config {
  return {
    file,
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
    exceptions: yaml.exceptions ?? [],
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

function toApprovals({ 'ai-assisted': assisted, ...rest }: ApprovalsYaml): ApprovalSettings {
  if (!assisted) return rest;
  const { 'extra-approvals': extraApprovals, group } = assisted;
  return {
    ...rest,
    aiAssisted: { ...(extraApprovals !== undefined && { extraApprovals }), ...(group !== undefined && { group }) },
  };
}

function toPolicies(policies: Readonly<Record<string, PolicyYaml>>): Config['policies'] {
  return Object.fromEntries(
    Object.entries(policies).map(([id, { 'on-unknown': onUnknown, ...rest }]) => [
      id,
      { ...rest, ...(onUnknown !== undefined && { onUnknown }) },
    ]),
  );
}

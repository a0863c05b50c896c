/** Applies the settings to policies: parameters, enforcement, approvals, or switched off. */
import { type Fault, PolicyError } from '../errors.ts';
import type { Config } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { Enforced, Enforcement, Parameter, Policy } from './policy.ts';
import { type SettingsFault, withLocation } from './settings-fault.ts';

/** Changes that the settings make to one policy. */
export interface PolicyOverride {
  readonly enabled?: boolean;
  readonly enforcement?: Enforcement;
  readonly approvals?: number;
  /** What advisory mode lowers it from. */
  readonly enforced?: Enforced;
  readonly onUnknown?: 'fail' | 'advise';
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

/** The settings file and the position in it, for fault messages. */
interface SettingsPath extends Pick<Config, 'file' | 'position'> {
  /** Path of the overrides in the settings file. */
  readonly path: readonly (string | number)[];
}

const nowhere: SettingsPath = { file: null, position: () => undefined, path: ['policies'] };

/**
 * Returns the policies with the overrides applied by policy ID. Disabled policies are left out.
 * @throws {PolicyError} with every unknown ID or parameter and every value of the wrong type
 */
export function applyOverrides(
  policies: readonly Policy[],
  tunings: Readonly<Record<string, PolicyOverride>>,
  where: Partial<SettingsPath> = {},
): readonly Policy[] {
  const settingsPath = { ...nowhere, ...where };
  const ids = new Set(policies.map(({ id }) => id));
  const faults: Fault[] = Object.keys(tunings)
    .filter((id) => !ids.has(id))
    .map((id) => toFault({ message: `unknown policy \`${id}\``, path: [id], hint: didYouMean(id, ids) }, settingsPath));
  const tuned = policies.flatMap((policy) => {
    const tuning = Object.hasOwn(tunings, policy.id) ? tunings[policy.id] : undefined;
    if (!tuning) return [policy];
    faults.push(...parameterFaults(policy, tuning).map((mistake) => toFault(mistake, settingsPath)));
    return tuning.enabled === false ? [] : [applyOverride(policy, tuning)];
  });
  if (faults.length > 0) throw new PolicyError(faults);
  return tuned;
}

function applyOverride(policy: Policy, tuning: PolicyOverride): Policy {
  const enforcement = tuning.enforcement ?? policy.enforcement;
  const approvals = enforcement === 'soft-mandatory' ? (tuning.approvals ?? Math.max(1, policy.approvals)) : 0;
  // What is forbidden outright must not be left to a policy that people can lift.
  const strict = enforcement === 'hard-mandatory' ? { every: true } : {};
  const overrides: NonNullable<PolicyOverride['parameters']> = { ...strict, ...tuning.parameters };
  const parameters = Object.fromEntries(
    Object.entries(policy.parameters).map(([name, parameter]) => [
      name,
      withValue(parameter, overrides[name]) ?? parameter,
    ]),
  );
  const onUnknown = tuning.onUnknown ?? policy.onUnknown;
  const { enforced } = tuning;
  return { ...policy, enforcement, approvals, onUnknown, parameters, ...(enforced && { enforced }) };
}

function toFault(mistake: SettingsFault, settingsPath: SettingsPath): Fault {
  return withLocation({ ...mistake, path: [...settingsPath.path, ...mistake.path] }, settingsPath);
}

const typesInWords: Readonly<Record<Parameter['type'], string>> = {
  string: 'text',
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
};

function parameterFaults(policy: Policy, tuning: PolicyOverride): readonly SettingsFault[] {
  return Object.entries(tuning.parameters ?? {}).flatMap(([name, value]): readonly SettingsFault[] => {
    const path = [policy.id, 'parameters', name];
    const parameter = Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined;
    if (!parameter) {
      const names = Object.keys(policy.parameters);
      const known = names.length > 0 ? `Parameters are ${names.join(', ')}.` : 'It has no parameters.';
      const hint = didYouMean(name, names) ?? known;
      return [{ message: `unknown parameter \`${name}\` of policy \`${policy.id}\``, path, hint }];
    }
    if (withValue(parameter, value)) return [];
    const hint = `The default is ${JSON.stringify(parameter.value)}.`;
    return [{ message: `must be ${typesInWords[parameter.type]}`, path, hint }];
  });
}

/** Returns the parameter with another value; undefined if the value does not fit its type. */
function withValue(parameter: Parameter, value: unknown): Parameter | undefined {
  const { type } = parameter;
  if (type === 'string') return typeof value === 'string' ? { type, value } : undefined;
  if (type === 'bool') return typeof value === 'boolean' ? { type, value } : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return type === 'double' || Number.isSafeInteger(value) ? { type, value } : undefined;
}

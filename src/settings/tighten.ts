/** Settings that extend others (`extends`): a file may only tighten what it extends. */
import { toSeconds } from '../model/durations.ts';
import { defaultApprovals } from '../source/default-settings.ts';
import { type ApprovalSettings, type Config, failOnNames, type PolicySettings } from '../source/settings.ts';
import { type Loosening, loosenings, type PolicyDefaults, type Rules } from './loosenings.ts';
import { strictestLimits } from './owner.ts';
import { policySettings } from './policy-settings.ts';

/**
 * Returns the settings of both files. Of numbers the stricter applies; lists are joined, the base first, because the
 * first match wins. What would loosen the base, or might, is an error instead. What the base leaves out has its default.
 */
export function tighten(
  base: Config,
  local: Config,
  defaults: PolicyDefaults,
): { readonly config: Config; readonly loosenings: readonly Loosening[] } {
  const config: Config = {
    ...tightenRules(base, local, defaults),
    file: local.file,
    extends: local.extends,
    limits: strictestLimits(base.limits, local.limits),
    policies: joinPolicies(base.policies, local.policies, defaults),
    environments: [
      ...base.environments,
      ...local.environments.map((each) => ({ ...each, ...tightenRules(base, each, defaults) })),
    ],
    owners: [...base.owners, ...local.owners],
    scope: local.scope.length > 0 ? local.scope : base.scope,
    critical: {
      addresses: [...(base.critical.addresses ?? []), ...(local.critical.addresses ?? [])],
      types: [...(base.critical.types ?? []), ...(local.critical.types ?? [])],
      tags: { ...local.critical.tags, ...base.critical.tags },
    },
    policyFolders: local.policyFolders,
    maxExceptionDays: base.maxExceptionDays,
    failOn: failOnNames.find((name) => name === base.failOn || name === local.failOn) ?? 'never',
    exceptions: base.exceptions,
    freezes: [...base.freezes, ...local.freezes],
    groups: { ...local.groups, ...base.groups },
    position: positionIn(base, local),
  };
  return { config, loosenings: loosenings(base, local, defaults) };
}

function tightenRules(base: Rules, local: Rules, defaults: PolicyDefaults): Rules {
  const approvals = joinApprovals(base.approvals ?? {}, local.approvals ?? {});
  const enforcement = local.enforcement ?? base.enforcement;
  return {
    ...(enforcement && { enforcement }),
    ...((base.approvals || local.approvals) && { approvals }),
    ...((base.limits || local.limits) && { limits: strictestLimits(base.limits ?? {}, local.limits ?? {}) }),
    policies: joinPolicies(base.policies ?? {}, local.policies ?? {}, defaults),
  };
}

function joinApprovals(base: ApprovalSettings, local: ApprovalSettings): ApprovalSettings {
  const { maxAge: age, breakGlassAge, aiAssisted } = defaultApprovals;
  const minimum = largest(base.minimum, local.minimum);
  const maxAge = stricter(shortest, { base: base.maxAge, local: local.maxAge, byDefault: age });
  const from = local.from ?? base.from;
  const glassAge = stricter(shortest, {
    base: base.breakGlass?.maxAge,
    local: local.breakGlass?.maxAge,
    byDefault: breakGlassAge,
  });
  const extraApprovals = stricter(largest, {
    base: base.aiAssisted?.extraApprovals,
    local: local.aiAssisted?.extraApprovals,
    byDefault: aiAssisted.extraApprovals,
  });
  const limits = strictestLimits(base.aiAssisted?.limits ?? {}, local.aiAssisted?.limits ?? {});
  return {
    ...local,
    ...base,
    ...(minimum !== undefined && { minimum }),
    ...(maxAge !== undefined && { maxAge }),
    ...(from && { from }),
    ...(base.breakGlass && { breakGlass: { ...base.breakGlass, ...(glassAge !== undefined && { maxAge: glassAge }) } }),
    ...((base.aiAssisted || local.aiAssisted) && {
      aiAssisted: {
        ...local.aiAssisted,
        ...base.aiAssisted,
        ...(extraApprovals !== undefined && { extraApprovals }),
        limits,
      },
    }),
  };
}

function joinPolicies(
  base: Config['policies'],
  local: Config['policies'],
  defaults: PolicyDefaults,
): Config['policies'] {
  const ids = [...new Set([...Object.keys(base), ...Object.keys(local)])];
  return Object.fromEntries(
    ids.map((id) => [id, joinPolicy(policySettings(base, id), policySettings(local, id), defaults(id)?.approvals)]),
  );
}

function joinPolicy(base: PolicySettings, local: PolicySettings, byDefault: number | undefined): PolicySettings {
  const approvals = stricter(largest, { base: base.approvals, local: local.approvals, byDefault });
  return { ...base, ...local, ...(approvals !== undefined && { approvals }) };
}

/** Lists of both files are joined: places of the base come first. */
function positionIn(base: Config, local: Config): Config['position'] {
  const counts: Readonly<Record<string, number>> = {
    environments: base.environments.length,
    owners: base.owners.length,
    exceptions: base.exceptions.length,
    freezes: base.freezes.length,
  };
  return ([section = '', index, ...rest], part) => {
    const count = counts[section];
    const inBase = (path: Loosening['path']) => {
      const at = base.position(path, part);
      return at && { ...at, ...(base.file !== null && { file: base.file }) };
    };
    const path = [section, ...(index === undefined ? [] : [index]), ...rest];
    if (count === undefined || typeof index !== 'number') return local.position(path, part) ?? inBase(path);
    if (index < count) return inBase(path);
    const own = [section, index - count, ...rest];
    const at = local.position(own, part);
    return at && { path: own, ...at };
  };
}

/** The default counts where the file says something about which the base says nothing. */
function stricter<T>(
  of: (a: T | undefined, b: T | undefined) => T | undefined,
  { base, local, byDefault }: Readonly<Record<'base' | 'local' | 'byDefault', T | undefined>>,
): T | undefined {
  return local === undefined ? base : of(base ?? byDefault, local);
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function shortest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (toSeconds(a) ?? 0) <= (toSeconds(b) ?? 0) ? a : b;
}

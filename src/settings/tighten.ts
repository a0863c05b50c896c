/** Settings that extend others (`extends`): a file may only tighten what it extends. */
import { toSeconds } from '../model/durations.ts';
import type { Enforcement } from '../source/policy.ts';
import {
  type ApprovalSettings,
  type Config,
  type EnvironmentSource,
  failOnNames,
  type PolicySettings,
} from '../source/settings.ts';
import { strictestLimits } from './owner.ts';

type Path = readonly (string | number)[];
type Rules = Pick<EnvironmentSource, 'enforcement' | 'approvals' | 'limits' | 'policies'>;

/** A part of the file that would loosen what it extends. */
export interface Loosening {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/**
 * Returns the settings of both files. Of numbers the stricter applies; lists are joined, the base first, because the
 * first match wins. What would loosen the base, or might, is an error instead.
 * @param defaults enforcement of a policy without settings; undefined: there is no such policy
 */
export function tighten(
  base: Config,
  local: Config,
  defaults: (policy: string) => Enforcement | undefined,
): { readonly config: Config; readonly loosenings: readonly Loosening[] } {
  const config: Config = {
    ...tightenRules(base, local),
    file: local.file,
    extends: local.extends,
    limits: strictestLimits(base.limits, local.limits),
    policies: joinPolicies(base.policies, local.policies),
    environments: [
      ...base.environments,
      ...local.environments.map((each) => ({ ...each, ...tightenRules(base, each) })),
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

function tightenRules(base: Rules, local: Rules): Rules {
  const approvals = joinApprovals(base.approvals ?? {}, local.approvals ?? {});
  const enforcement = local.enforcement ?? base.enforcement;
  return {
    ...(enforcement && { enforcement }),
    ...((base.approvals || local.approvals) && { approvals }),
    ...((base.limits || local.limits) && { limits: strictestLimits(base.limits ?? {}, local.limits ?? {}) }),
    policies: joinPolicies(base.policies ?? {}, local.policies ?? {}),
  };
}

function joinApprovals(base: ApprovalSettings, local: ApprovalSettings): ApprovalSettings {
  const minimum = largest(base.minimum, local.minimum);
  const maxAge = shortest(base.maxAge, local.maxAge);
  const from = local.from ?? base.from;
  const glassAge = shortest(base.breakGlass?.maxAge, local.breakGlass?.maxAge);
  const extraApprovals = largest(base.aiAssisted?.extraApprovals, local.aiAssisted?.extraApprovals);
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

function joinPolicies(base: Config['policies'], local: Config['policies']): Config['policies'] {
  const ids = [...new Set([...Object.keys(base), ...Object.keys(local)])];
  return Object.fromEntries(ids.map((id) => [id, joinPolicy(own(base, id), own(local, id))]));
}

function joinPolicy(base: PolicySettings, local: PolicySettings): PolicySettings {
  const approvals = largest(base.approvals, local.approvals);
  return { ...base, ...local, ...(approvals !== undefined && { approvals }) };
}

function loosenings(
  base: Config,
  local: Config,
  defaults: (policy: string) => Enforcement | undefined,
): readonly Loosening[] {
  const names = base.environments.map(({ name }) => name);
  return [
    ...rulesLoosenings(base, local, { path: [], defaults }),
    ...local.environments.flatMap((each, i) => [
      ...rulesLoosenings(base, each, { path: ['environments', i], defaults }),
      ...(names.includes(each.name)
        ? [loosening(['environments', i, 'name'], `the environment \`${each.name}\` is in the extended file`)]
        : []),
    ]),
    ...local.exceptions.map((_, i) => loosening(['exceptions', i], 'an exception loosens the extended file')),
    ...(base.scope.length > 0 && local.scope.some((name) => !base.scope.includes(name))
      ? [loosening(['scope'], `the scope is wider than in the extended file (${base.scope.join(', ')})`)]
      : []),
    ...Object.keys(local.groups)
      .filter((name) => Object.hasOwn(base.groups, name))
      .map((name) => loosening(['groups', name], `the group \`${name}\` is in the extended file`)),
    ...Object.keys(local.critical.tags ?? {})
      .filter((name) => Object.hasOwn(base.critical.tags ?? {}, name))
      .map((name) => loosening(['critical', 'tags', name], `the tag \`${name}\` is in the extended file`)),
  ];
}

function rulesLoosenings(
  base: Rules,
  local: Rules,
  { path, defaults }: { readonly path: Path; readonly defaults: (policy: string) => Enforcement | undefined },
): readonly Loosening[] {
  const { approvals: asked = {} } = local;
  const { approvals: given = {} } = base;
  const allowed = given.from ?? asked.from ?? [];
  const at = (...steps: Path): Path => [...path, ...steps];
  const lowered = local.enforcement === 'advisory' && base.enforcement !== 'advisory';
  return [
    ...(lowered ? [loosening(at('enforcement'), 'advisory mode loosens the extended file')] : []),
    ...((asked.from ?? []).every((name) => allowed.includes(name))
      ? []
      : [loosening(at('approvals', 'from'), `only these groups may approve: ${allowed.join(', ')}`)]),
    ...(asked.breakGlass && asked.breakGlass.group !== given.breakGlass?.group
      ? [loosening(at('approvals', 'break-glass'), 'the extended file does not allow this group to break the glass')]
      : []),
    ...(asked.people !== undefined && given.people === undefined
      ? [loosening(at('approvals', 'people'), 'one person alone loosens the extended file')]
      : []),
    ...(asked.aiAssisted?.group !== undefined &&
    (given.aiAssisted?.group ?? asked.aiAssisted.group) !== asked.aiAssisted.group
      ? [
          loosening(
            at('approvals', 'ai-assisted', 'group'),
            `the group is \`${given.aiAssisted?.group}\` in the extended file`,
          ),
        ]
      : []),
    ...Object.entries(local.policies ?? {}).flatMap(([id, settings]) => {
      const inBase = own(base.policies ?? {}, id);
      return policyLoosenings(settings, inBase, inBase.enforcement ?? defaults(id)).map(([key, message]) =>
        loosening(at('policies', id, key), message),
      );
    }),
  ];
}

const byStrength: readonly Enforcement[] = ['advisory', 'soft-mandatory', 'hard-mandatory'];

function policyLoosenings(
  local: PolicySettings,
  base: PolicySettings,
  given: Enforcement | undefined,
): readonly (readonly [key: string, message: string])[] {
  const { enforcement, off, onUnknown, parameters } = local;
  const lowered = enforcement && given && byStrength.indexOf(enforcement) < byStrength.indexOf(given);
  return [
    ...(off && !base.off ? [['off', 'the extended file does not switch this policy off'] as const] : []),
    ...(lowered ? [['enforcement', `the policy is ${given} in the extended file`] as const] : []),
    ...(onUnknown === 'advise' && base.onUnknown !== 'advise'
      ? [['on-unknown', 'the extended file does not let unknown values pass'] as const]
      : []),
    // Whether another value is stricter is unknown.
    ...(parameters ? [['parameters', 'parameters can be set in the extended file only'] as const] : []),
  ];
}

/** Only own properties, so that an ID such as `__proto__` is not found. */
function own(policies: Config['policies'], id: string): PolicySettings {
  return Object.hasOwn(policies, id) ? (policies[id] ?? {}) : {};
}

function loosening(path: Path, message: string): Loosening {
  return { path, message, hint: 'A file may only tighten what it extends. Change the extended file instead.' };
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
    const inBase = (path: Path) => {
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

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function shortest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (toSeconds(a) ?? 0) <= (toSeconds(b) ?? 0) ? a : b;
}

/** What a settings file must not do to the file that it extends. */
import { defaultApprovals } from '../source/default-settings.ts';
import type { Enforcement, PolicySource } from '../source/policy.ts';
import type { Config, EnvironmentSource, PolicySettings } from '../source/settings.ts';
import { enforcementRank, policySettings } from './policy-settings.ts';

type Path = readonly (string | number)[];

/** Settings that an environment can have as well. */
export type Rules = Pick<EnvironmentSource, 'enforcement' | 'approvals' | 'limits' | 'policies'>;

/** Returns what a policy asks for without settings; undefined: there is no such policy. */
export type PolicyDefaults = (policy: string) => Pick<PolicySource, 'enforcement' | 'approvals'> | undefined;

/** A part of the file that would loosen what it extends. */
export interface Loosening {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/** Returns the parts of `local` that would loosen `base`, or might. */
export function loosenings(base: Config, local: Config, defaults: PolicyDefaults): readonly Loosening[] {
  const names = base.environments.map(({ name }) => name);
  const owners = new Set([...base.owners.map(({ owner }) => owner), ...base.scope]);
  return [
    ...rulesLoosenings(base, local, { path: [], defaults }),
    ...local.environments.flatMap((each, i) => [
      ...rulesLoosenings(base, each, { path: ['environments', i], defaults }),
      ...(names.includes(each.name)
        ? [loosening(['environments', i, 'name'], `the environment \`${each.name}\` is in the extended file`)]
        : []),
    ]),
    ...local.exceptions.map((_, i) => loosening(['exceptions', i], 'an exception loosens the extended file')),
    ...local.owners.flatMap(({ owner }, i) =>
      owners.has(owner) ? [loosening(['owners', i, 'owner'], `the owner \`${owner}\` is in the extended file`)] : [],
    ),
    ...scopeLoosenings(base, local),
    ...groupLoosenings(base, local),
    ...Object.keys(local.critical.tags ?? {})
      .filter((name) => Object.hasOwn(base.critical.tags ?? {}, name))
      .map((name) => loosening(['critical', 'tags', name], `the tag \`${name}\` is in the extended file`)),
  ];
}

function scopeLoosenings(base: Config, local: Config): readonly Loosening[] {
  if (local.scope.length === 0) return [];
  if (base.scope.length > 0) {
    return local.scope.every((name) => base.scope.includes(name))
      ? []
      : [loosening(['scope'], `the scope is wider than in the extended file (${base.scope.join(', ')})`)];
  }
  // A declared scope replaces the one that follows from the owner of a directory.
  return base.owners.some(({ directories }) => directories)
    ? [loosening(['scope'], 'the scope follows from the owners of directories in the extended file')]
    : [];
}

/** Members of a further group could approve: those of owners and of `ai-assisted` may beside those of `from`. */
function groupLoosenings(base: Config, local: Config): readonly Loosening[] {
  const isRestricted = [base, ...base.environments].some(({ approvals }) => approvals?.from !== undefined);
  return Object.keys(local.groups).flatMap((name) => {
    if (Object.hasOwn(base.groups, name)) {
      return [loosening(['groups', name], `the group \`${name}\` is in the extended file`)];
    }
    return isRestricted ? [loosening(['groups', name], 'the extended file says whose approvals count')] : [];
  });
}

function rulesLoosenings(
  base: Rules,
  local: Rules,
  { path, defaults }: { readonly path: Path; readonly defaults: PolicyDefaults },
): readonly Loosening[] {
  const { approvals: asked = {} } = local;
  const { approvals: given = {} } = base;
  const allowed = given.from ?? asked.from ?? [];
  const seniors = given.aiAssisted?.group ?? defaultApprovals.aiAssisted.group;
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
    ...(asked.aiAssisted?.group !== undefined && asked.aiAssisted.group !== seniors
      ? [loosening(at('approvals', 'ai-assisted', 'group'), `the group is \`${seniors}\` in the extended file`)]
      : []),
    ...Object.entries(local.policies ?? {}).flatMap(([id, settings]) => {
      const inBase = policySettings(base.policies ?? {}, id);
      return policyLoosenings(settings, inBase, inBase.enforcement ?? defaults(id)?.enforcement).map(([key, message]) =>
        loosening(at('policies', id, key), message),
      );
    }),
  ];
}

function policyLoosenings(
  local: PolicySettings,
  base: PolicySettings,
  given: Enforcement | undefined,
): readonly (readonly [key: string, message: string])[] {
  const { enforcement, off, onUnknown, parameters } = local;
  const lowered = enforcement && given && enforcementRank(enforcement) < enforcementRank(given);
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

function loosening(path: Path, message: string): Loosening {
  return { path, message, hint: 'A file may only tighten what it extends. Change the extended file instead.' };
}

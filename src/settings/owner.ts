/** Finds owners: the first matching rule of the settings wins. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Change } from '../model/change.ts';
import { hasTag } from '../model/tags.ts';
import type { LimitsSource, OwnerSource } from '../source/settings.ts';
import { coversPath } from '../text/glob.ts';
import { toModuleMatcher } from './module-pattern.ts';

/** Looks up owners. */
export interface Owners {
  /** Owner of the object before this change; empty if there is none. */
  readonly of: (change: Change) => string;
  /** Owner by address and known attributes; empty if there is none. */
  readonly at: (address: string, values: unknown) => string;
  /** Owner of a directory or file of the repository, by directory rules only; null if there is none. */
  readonly ofPath: (path: string) => string | null;
}

const noOwners: Owners = { of: () => '', at: () => '', ofPath: () => null };

/**
 * Compiles the owner rules.
 * @param options.directory directory of the root module, relative to the repository; null if unknown
 */
export function toOwners(rules: readonly OwnerSource[], options: { readonly directory: string | null }): Owners {
  if (rules.length === 0) return noOwners;
  const { directory } = options;
  const ready = rules.map((rule) => ({
    owner: rule.owner,
    tags: rule.tags ?? {},
    isRoot: directory !== null && (rule.directories ?? []).some((pattern) => coversPath(pattern, directory)),
    matches: toAddressMatcher(rule.addresses ?? []),
    isIn: toModuleMatcher(rule.modules ?? []),
  }));
  const at = (address: string, values: unknown): string =>
    ready.find((rule) => rule.isRoot || rule.matches(address) || rule.isIn(address) || hasTag(values, rule.tags))
      ?.owner ?? '';
  return {
    // Tags before the change decide, so that a change cannot make itself the owner.
    of: ({ address, previousAddress, values }) => at(previousAddress ?? address, values.lazyBefore ?? values.lazyAfter),
    at,
    ofPath: (path) =>
      rules.find(({ directories = [] }) => directories.some((pattern) => coversPath(pattern, path)))?.owner ?? null,
  };
}

/** Returns the limits of each owner. If several rules of an owner set the same limit, the strictest applies. */
export function limitsByOwner(rules: readonly OwnerSource[]): ReadonlyMap<string, LimitsSource> {
  const byOwner = new Map<string, LimitsSource>();
  for (const { owner, limits } of rules) {
    if (limits) byOwner.set(owner, strictestLimits(byOwner.get(owner) ?? {}, limits));
  }
  return byOwner;
}

/** Returns the lower value of each limit, and only actions that both sides allow. */
export function strictestLimits(a: LimitsSource, b: LimitsSource): LimitsSource {
  const lower = (['destroys', 'replaces', 'share', 'dependents', 'score'] as const).flatMap((name) => {
    const given = [a[name], b[name]].filter((value) => value !== undefined);
    return given.length > 0 ? [[name, Math.min(...given)] as const] : [];
  });
  const actions = a.actions && b.actions ? a.actions.filter((action) => b.actions?.includes(action)) : undefined;
  const either = actions ?? a.actions ?? b.actions;
  return { ...Object.fromEntries(lower), ...(either && { actions: either }) };
}

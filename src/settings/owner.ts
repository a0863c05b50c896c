/** Who owns what: the first rule of the settings that matches. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Change } from '../model/change.ts';
import { hasTag } from '../model/tags.ts';
import type { LimitsSource, OwnerSource } from '../source/settings.ts';
import { coversPath } from '../text/glob.ts';
import { toModuleMatcher } from './module-pattern.ts';

export interface Owners {
  /** Who owns the object now, before the change moves it elsewhere; empty where nobody does. */
  readonly of: (change: Change) => string;
  /** Of an address, and of the attributes of what lies there as far as they are known. */
  readonly at: (address: string, values: unknown) => string;
  /** Of a directory or file of the repository, by directory rules alone; null: nobody. */
  readonly ofPath: (path: string) => string | null;
}

const nobody: Owners = { of: () => '', at: () => '', ofPath: () => null };

/** @param options.directory the root module's, from the top of the repository; null: not known */
export function toOwners(rules: readonly OwnerSource[], options: { readonly directory: string | null }): Owners {
  if (rules.length === 0) return nobody;
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
    // An object belongs to whom its present tags say: a change must not make itself an owner.
    of: ({ address, previousAddress, values }) => at(previousAddress ?? address, values.before ?? values.after),
    at,
    ofPath: (path) =>
      rules.find(({ directories = [] }) => directories.some((pattern) => coversPath(pattern, path)))?.owner ?? null,
  };
}

/** Limits by owner; where several rules of one owner set the same one, the strictest counts. */
export function limitsByOwner(rules: readonly OwnerSource[]): ReadonlyMap<string, LimitsSource> {
  const byOwner = new Map<string, LimitsSource>();
  for (const { owner, limits } of rules) {
    if (limits) byOwner.set(owner, strictest(byOwner.get(owner) ?? {}, limits));
  }
  return byOwner;
}

/** Of each limit the lower one, and only the actions that both allow. */
export function strictest(a: LimitsSource, b: LimitsSource): LimitsSource {
  const lower = (['destroys', 'replaces', 'share', 'dependents', 'score'] as const).flatMap((name) => {
    const given = [a[name], b[name]].filter((value) => value !== undefined);
    return given.length > 0 ? [[name, Math.min(...given)] as const] : [];
  });
  const actions = a.actions && b.actions ? a.actions.filter((action) => b.actions?.includes(action)) : undefined;
  const either = actions ?? a.actions ?? b.actions;
  return { ...Object.fromEntries(lower), ...(either && { actions: either }) };
}

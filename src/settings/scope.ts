/** What a change may touch. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import { toModuleMatcher } from './module-pattern.ts';

export interface Scope {
  /** Owners, modules and address patterns, as they were given. */
  readonly names: readonly string[];
  /** Nobody declared it: it follows from the owners of directories. */
  readonly inferred: boolean;
  readonly covers: (subject: { readonly address: string; readonly owner: string }) => boolean;
}

/**
 * A name that is no owner is a module, with all that is in it, or an address pattern.
 * @param declared one list or more: what each of them covers is in scope
 */
export function toScope(declared: readonly (readonly string[])[], options: { readonly inferred: boolean }): Scope {
  const parts = declared.map((names) => ({
    owners: new Set(names),
    matches: toAddressMatcher(names),
    isIn: toModuleMatcher(names),
  }));
  return {
    names: [...new Set(declared.flat())],
    inferred: options.inferred,
    covers: ({ address, owner }) =>
      parts.every(({ owners, matches, isIn }) => owners.has(owner) || matches(address) || isIn(address)),
  };
}

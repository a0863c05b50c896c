/** Scope: what a change may touch. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import { toModuleMatcher } from './module-pattern.ts';

/** A scope and its test. */
export interface Scope {
  /** Owners, modules and address patterns as given. */
  readonly names: readonly string[];
  /** true: the scope was not declared but follows from the owners of directories. */
  readonly inferred: boolean;
  readonly covers: (subject: { readonly address: string; readonly owner: string }) => boolean;
}

/**
 * Compiles a scope. A name that is not an owner is a module with everything in it, or an address pattern.
 * @param declared one or more lists; an address is in scope if each of them covers it
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

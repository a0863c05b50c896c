/** `policies/catalog/guesses/`: what a resource type that no file of the catalog lists is taken for. */
import type { RiskSource, TypeSource } from './catalog.ts';

export interface GuessSource {
  /** By the last words of a type's name, without its provider; the first rule that fits decides. */
  readonly rules: readonly {
    readonly ends: readonly string[];
    /** null: the words would mislead, nothing is guessed. */
    readonly entry: Pick<TypeSource, 'criticality' | 'data'> | null;
  }[];
  /** Words with which a type is none of what the rules say. */
  readonly unless: readonly string[];
  readonly guards: { readonly names: readonly string[]; readonly on: readonly unknown[] };
  readonly risks: readonly RiskSource[];
  /** Names of attributes that only what stores something has. */
  readonly sizes: readonly string[];
  /** Providers whose types are those of another provider. */
  readonly prefixes: readonly { readonly provider: string; readonly like: string }[];
  /** Types whose objects are of the kind that an attribute names. */
  readonly kinds: readonly {
    readonly type: string;
    readonly path: string;
    /** The kind is its first group. */
    readonly pattern?: string;
    /** The provider that has a type for each kind. */
    readonly like: string;
  }[];
}

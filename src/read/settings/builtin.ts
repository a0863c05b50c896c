/** The policies: those that come with the program, compiled into one file, and a user's own. */
import builtin from '../../../policies/builtin.json' with { type: 'json' };
import type { KnownActors } from '../../source/actor.ts';
import type { CommandRules } from '../../source/agent-commands.ts';
import type { CatalogSource } from '../../source/catalog.ts';
import type { PolicySource } from '../../source/policy.ts';

export { readPolicyFiles, tryPolicyFiles } from './policy-files.ts';

/** What `scripts/generate.mjs` wrote from `policies/`. */
export interface Builtin {
  readonly policies: readonly PolicySource[];
  /** What is known of resource types. */
  readonly catalog: CatalogSource;
  /** What shows that an agent took part, and which bots are none. */
  readonly actors: KnownActors;
  /** What a coding agent's command line is judged by. */
  readonly commands: CommandRules;
}

/** The built-in policies by id, the catalogue of resource types, the known actors and commands. */
export function readBuiltinPolicies(): Builtin {
  return builtin;
}

/** The built-in policies, compiled into one file, and the user's own. */
import builtin from '../../../policies/builtin.json' with { type: 'json' };
import type { KnownActors } from '../../source/actor.ts';
import type { CommandRules } from '../../source/agent-commands.ts';
import type { ToolRules } from '../../source/agent-tools.ts';
import type { CatalogSource } from '../../source/catalog.ts';
import type { PolicySource } from '../../source/policy.ts';
import type { PolicyExamples, PolicyTest } from '../../source/policy-test.ts';

/** What `scripts/generate.mjs` compiles from `policies/`. */
export interface Builtin {
  readonly policies: readonly PolicySource[];
  /** Knowledge of resource types. */
  readonly catalog: CatalogSource;
  /** Signs of an AI agent's involvement, and bots that are not agents. */
  readonly actors: KnownActors;
  /** Rules for the command lines of coding agents. */
  readonly commands: CommandRules;
  /** Rules for the tools of coding agents. */
  readonly tools: ToolRules;
}

/** Returns what the tests of the built-in policies show, by policy ID, so that `explain` need not run them. */
export async function readBuiltinExamples(): Promise<Readonly<Record<string, PolicyExamples>>> {
  const { default: examples } = await import('../../../policies/examples.json', { with: { type: 'json' } });
  return examples;
}

/** Returns the tests of the built-in policies, in the order of their IDs. */
export async function readBuiltinTests(): Promise<readonly PolicyTest[]> {
  const { default: tests } = await import('../../../policies/tests.json', { with: { type: 'json' } });
  return tests;
}

/** Returns the built-in policies, the catalog of resource types, the known actors and the command rules. */
export function readBuiltinPolicies(): Builtin {
  return builtin;
}

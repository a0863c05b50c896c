/** Functions that policies can call in addition to those of CEL. */
import type { Environment } from '@marcbachmann/cel-js';
import { matchesAddress, matchesGlob } from '../model/address.ts';

type Handler = (...args: never[]) => unknown;

/** `[signature, meaning, handler]` of each function. The reference in the documentation is generated from it. */
export const policyFunctions: readonly (readonly [signature: string, meaning: string, handler: Handler])[] = [
  [
    'addressMatches(string, string): bool',
    'whether an address (first) matches a pattern: `*` within a name or key, `[*]` any key, `**` any number of steps',
    (address: string, pattern: string) => matchesAddress(pattern, address),
  ],
  [
    'string.like(string): bool',
    'whether the text matches a pattern in which `*` stands for anything',
    (text: string, pattern: string) => matchesGlob(pattern, text),
  ],
  ['percent(double): string', 'a share as a percentage, e.g. `48%`', (share: number) => `${Math.round(share * 100)}%`],
  [
    'plural(int, string): string',
    'a number and its noun, e.g. `1 resource`, `3 resources`',
    (count: bigint, noun: string) => `${count} ${count === 1n ? noun : `${noun}s`}`,
  ],
  ['shell(string): string', 'the text as one argument of a shell command', quoteForShell],
];

/** Registers the functions and returns the same environment. An absent list or map is empty. */
export function registerFunctions(environment: Environment): Environment {
  environment.registerFunction('size(null): int', { handler: () => 0n, async: false });
  environment.registerFunction('null.size(): int', { handler: () => 0n, async: false });
  for (const type of ['string', 'int', 'double', 'bool']) environment.registerOperator(`${type} in null`, () => false);
  for (const [signature, description, handler] of policyFunctions) {
    environment.registerFunction(signature, { handler, description, async: false });
  }
  return environment;
}

// A `for_each` key may contain any character, and users paste the fix into a shell.
function quoteForShell(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

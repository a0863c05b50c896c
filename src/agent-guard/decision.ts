/** The decision on a command line, and the strictest of several. */
import type { Decision } from '../source/agent-commands.ts';
import type { Match } from './match.ts';
import type { SuspiciousTokens } from './suspicious-tokens.ts';

/** A file of the project that could not be read. */
export interface UnreadFile {
  readonly unread: string;
}

/**
 * Why a command line is not allowed: a matching rule, a suspicious text that cannot be parsed, a file that cannot be
 * read, or too much work.
 */
export type CommandReason = Match | SuspiciousTokens | UnreadFile | 'too much';

/** The decision on a command line. If it is not allowed, `because` is there, and `within` names the file that says so. */
export type CommandDecision =
  | { readonly decision: 'allow' }
  | { readonly decision: 'ask' | 'deny'; readonly because: CommandReason; readonly within?: string };

/** Decisions in order of strictness. */
export const strictness = { allow: 0, ask: 1, deny: 2 } as const;

/** Returns the stricter one; the first if both are the same. */
export function stricter(one: CommandDecision, other: CommandDecision): CommandDecision {
  return strictness[other.decision] > strictness[one.decision] ? other : one;
}

/** Returns the less strict one. */
export function atMost(decision: Decision, most: Decision): Decision {
  return strictness[decision] > strictness[most] ? most : decision;
}

/** The shape of `policies/agents/tools.yaml`: rules for the tools of coding agents, such as those of MCP servers. */
import type { Rule } from './agent-commands.ts';

/** The rules for tools of coding agents. Names of tools are matched with and without the name of their server. */
export interface ToolRules {
  /** Rules in order; the first match decides. */
  readonly rules: readonly ToolRule[];
  /** Arguments that hold command lines or SQL, which the rules for commands judge. */
  readonly lines: readonly ToolLine[];
  /** Tools that write or remove files. */
  readonly files: readonly ToolFile[];
  /** A tool that no rule names is asked about if its name has one of `words` and none of `reads` before it. */
  readonly unknown: {
    readonly words: readonly string[];
    readonly reads: readonly string[];
    /** Whole names of tools that are not asked about. */
    readonly except: readonly string[];
  };
}

/** One rule: which calls it matches, and the decision. */
export interface ToolRule extends Pick<Rule, 'id' | 'tools' | 'decision' | 'does' | 'way'> {
  /** Patterns of the values that each argument must have; a list matches if one of its values does. */
  readonly arguments?: Readonly<Record<string, readonly string[]>>;
  /** Consecutive words in any argument; case and punctuation are ignored. */
  readonly mentions?: readonly string[];
}

/** Arguments of tools that hold command lines. */
export interface ToolLine {
  readonly tools: readonly string[];
  /** Names of arguments. A list is the words of one line. */
  readonly arguments: readonly string[];
  /** The arguments are words of one line. */
  readonly joined?: boolean;
  /** A list holds lines, not words. */
  readonly each?: boolean;
  /** Words before the line: `aws`. With `sql`, the argument is text of SQL. */
  readonly before?: string;
}

/** Tools that write or remove the file that an argument names. */
export interface ToolFile {
  readonly tools: readonly string[];
  readonly arguments: readonly string[];
  readonly removes?: boolean;
}

/** What is known of commands that agents run: the shape of `policies/agents/commands.yaml`. Patterns are over parsed words, never over a line. */

/** From harmless to not at all. */
export type Decision = 'allow' | 'ask' | 'deny';

export interface CommandRules {
  /** Other names of programs, and how rules call them. Versions behind a name need not be listed. */
  readonly aliases: Readonly<Record<string, string>>;
  /** How the options of a program are read; programs that are not listed have none with a value of its own. */
  readonly tools: readonly Tool[];
  /** In order; the first that applies speaks. */
  readonly rules: readonly Rule[];
  /** More commands that provisioners are reported for; agents may run them. */
  readonly provisioners: readonly Rule[];
  /** Programs that run what stands in their arguments or comes through their standard input. */
  readonly runners: readonly Runner[];
  /** Programs that take their arguments as data, but for some that are lines for a shell. */
  readonly carriers: readonly Carrier[];
  /** Programs of which the arguments hold code in another language. */
  readonly interpreters: readonly Interpreter[];
  /** Programs that take their arguments as data: what `grep` looks for is never run. */
  readonly inert: readonly string[];
  /** Two lists; a text with a word of each smells of what the rules are about. */
  readonly smells: { readonly tools: readonly string[]; readonly words: readonly string[] };
  /** The right ways, by name: what to do instead. */
  readonly ways: Readonly<Record<string, string>>;
}

export interface Tool {
  readonly names: readonly string[];
  /** `single-dash`: `-auto-approve` and `--auto-approve` are the same option, and there are no clusters such as `-rf`. */
  readonly options?: 'single-dash';
  /** Options with a value in the next word. */
  readonly valued?: readonly string[];
  /** With one of these nothing happens: help, a dry run. */
  readonly harmless?: readonly string[];
}

export interface Rule {
  readonly id: string;
  /** Program names; `*` stands for any text. `>` is a redirection into a file, `=` an assignment. */
  readonly tools: readonly string[];
  /** Any of these sequences of words, options aside: `|` between alternatives, `*` any text (`\*` a star), `**` any words. */
  readonly words?: readonly string[];
  /** Any of these options, `-X DELETE` with its value. */
  readonly with?: readonly string[];
  /** Any word behind `words` that is no option. */
  readonly operands?: readonly string[];
  /** The last word that is no option. */
  readonly last?: readonly string[];
  /** Words in a row inside an argument or what comes through standard input; case and punctuation do not count. */
  readonly mentions?: readonly string[];
  readonly decision: Decision;
  /** It deletes data or infrastructure, or what protects it; a provisioner that runs it is reported. */
  readonly destroys?: boolean;
  /** What the command does, as the end of "it …". Not there where it is allowed. */
  readonly does?: string;
  /** A key of `ways`. */
  readonly way?: string;
}

export interface Runner {
  readonly names: readonly string[];
  readonly valued?: readonly string[];
  /** `NAME=value` may stand before the command. */
  readonly assignments?: boolean;
  /** How many words come before the command. */
  readonly skip?: number;
  /** The words are joined to a line that a shell reads. */
  readonly joins?: boolean;
  /** Adds words from standard input to the command. */
  readonly appends?: boolean;
  /** Options whose value is a line that a shell reads; letters of them may stand in a cluster (`-lc`). */
  readonly script?: readonly string[];
  /** Without a command, runs what comes through standard input. */
  readonly stdin?: boolean;
  /** Options before a script with which it is only read. */
  readonly idle?: readonly string[];
  /** Options whose value is the program; its arguments come later. */
  readonly program?: readonly string[];
  /** The command stands behind one of these words, up to `;` or `+`. */
  readonly after?: readonly string[];
  /** The command may stand anywhere among the words. */
  readonly anywhere?: boolean;
}

export interface Carrier {
  readonly names: readonly string[];
  /** How an argument begins that goes on as a line, or has one behind it; `*` any text but `=`. */
  readonly lines: readonly string[];
}

export interface Interpreter {
  readonly names: readonly string[];
  /** Options and words whose value is code. */
  readonly code: readonly string[];
  /** Options whose value is the name of a program in that language, and its arguments behind it. */
  readonly module?: readonly string[];
}

/** Finds the first destructive command of a script, with what it does; null where none is found for certain. */
export type FindDestructive = (script: string) => string | null;

/**
 * The shape of `policies/agents/commands.yaml`: rules for the commands of coding agents. Patterns match parsed words,
 * never a whole line.
 */

/** Decisions from harmless to forbidden. */
export type Decision = 'allow' | 'ask' | 'deny';

/** The rules for commands of coding agents. */
export interface CommandRules {
  /** Other names of programs, mapped to the names that rules use. Names with a version suffix need not be listed. */
  readonly aliases: Readonly<Record<string, string>>;
  /** How the options of a program are parsed. Unlisted programs have no options with separate values. */
  readonly tools: readonly Tool[];
  /** Rules in order; the first match decides. */
  readonly rules: readonly Rule[];
  /** More commands that provisioners are reported for; agents may run them. */
  readonly provisioners: readonly Rule[];
  /** Programs that run a command given in their arguments or on standard input. */
  readonly runners: readonly Runner[];
  /** Programs whose arguments are data, except for some that are shell commands. */
  readonly carriers: readonly Carrier[];
  /** Programs that run commands from a file of the project. */
  readonly entryPoints: readonly EntryPoint[];
  /** Programs whose arguments contain code in another language. */
  readonly interpreters: readonly Interpreter[];
  /** Programs whose arguments are data: the pattern of `grep` is never run. */
  readonly inert: readonly string[];
  /** Libraries for code in other languages that delete through a cloud's interface. */
  readonly libraries: readonly Library[];
  /** Two word lists. A text that contains a word of each is suspicious. */
  readonly suspicious: { readonly tools: readonly string[]; readonly words: readonly string[] };
  /** Recommended alternatives, by name. */
  readonly ways: Readonly<Record<string, string>>;
}

/** How the options of programs are parsed. */
export interface Tool {
  readonly names: readonly string[];
  /** `single-dash`: `-auto-approve` equals `--auto-approve`, and there are no clusters such as `-rf`. */
  readonly options?: 'single-dash';
  /** Options whose value is the next word. */
  readonly valued?: readonly string[];
  /** Options with which the program changes nothing: help, dry run. */
  readonly harmless?: readonly string[];
  /** Options whose value is a file that the program runs or sends; `@` and `file://` are prefixes of words. */
  readonly reads?: readonly string[];
}

/** One rule: which commands it matches, and the decision. */
export interface Rule {
  readonly id: string;
  /** Program names; `*` matches any text. `>` is a redirection to a file, `=` an assignment. */
  readonly tools: readonly string[];
  /**
   * Any of these word sequences, ignoring options: `|` separates alternatives, `*` matches any text (`\*` a star), `**`
   * any words.
   */
  readonly words?: readonly string[];
  /** Any of these options; `-X DELETE` includes the value. */
  readonly with?: readonly string[];
  /** Any word after `words` that is not an option. */
  readonly operands?: readonly string[];
  /** The last word that is not an option. */
  readonly last?: readonly string[];
  /** Consecutive words in an argument or on standard input; case and punctuation are ignored. */
  readonly mentions?: readonly string[];
  /** `mentions` are words of SQL, so comments and texts in single quotes do not count. */
  readonly sql?: boolean;
  readonly decision: Decision;
  /** It deletes data or infrastructure, or what protects it; a provisioner that runs it is reported. */
  readonly destroys?: boolean;
  /** What the command does, to complete "it …". Absent if the decision is `allow`. */
  readonly does?: string;
  /** A key of `ways`. */
  readonly way?: string;
}

/** Programs that run another command, such as `sudo` or `bash -c`. */
export interface Runner {
  readonly names: readonly string[];
  readonly valued?: readonly string[];
  /** Whether `NAME=value` may precede the command. */
  readonly assignments?: boolean;
  /** Number of words before the command. */
  readonly skip?: number;
  /** The words are joined to one shell command. */
  readonly joins?: boolean;
  /** Words from standard input are appended to the command. */
  readonly appends?: boolean;
  /** Options whose value is a shell command; single letters may be part of a cluster (`-lc`). */
  readonly script?: readonly string[];
  /** Without arguments it runs standard input. */
  readonly stdin?: boolean;
  /** Options with which a script is only read, not run. */
  readonly idle?: readonly string[];
  /** Options whose value is the program; its arguments follow later. */
  readonly program?: readonly string[];
  /** Words followed by the command, which ends at `;` or `+`. */
  readonly after?: readonly string[];
  /** The command may start at any word. */
  readonly anywhere?: boolean;
  /** The first word is a script file. `same`: it runs in the same shell, as with `source`. */
  readonly file?: 'child' | 'same';
}

/** Programs that run commands from a file of the project, such as `make` or `npm run`. */
export interface EntryPoint {
  readonly names: readonly string[];
  readonly format: 'make' | 'scripts' | 'task' | 'just' | 'sections' | 'compose' | 'program' | 'shell';
  /** Names of the file; the first one that exists counts. Of a program: patterns of its source files. */
  readonly files: readonly string[];
  /** The file is searched in the folders above too. */
  readonly above?: boolean;
  /** Options whose value is the file. */
  readonly file?: readonly string[];
  /** Options whose value is the folder. */
  readonly folder?: readonly string[];
  /** Words before the name, such as `run`. Without one of them, a word counts as a name if `bare`. */
  readonly verbs?: readonly string[];
  /** Words that are names themselves, such as `npm test`. */
  readonly bare?: readonly string[];
  /** Only words that begin with one of these are names: `npm:build`. */
  readonly prefixes?: readonly string[];
  /** Options whose value is a name, or several with commas. */
  readonly named?: readonly string[];
  /** Without a name everything in the file runs. */
  readonly all?: true;
  /** The file is source code. */
  readonly code?: true;
  /** More files of the same kind, such as `lib/tasks/*.rake`. */
  readonly more?: readonly string[];
  /** Of a program: the first word is its folder or file. */
  readonly operand?: true;
  /** Options whose value is a package of a workspace. */
  readonly workspace?: readonly string[];
  /** Options and words for all packages of a workspace. */
  readonly workspaces?: readonly string[];
}

/** A library for code in other languages, and its calls that destroy something. */
export interface Library {
  /** Words that show that the code uses it. */
  readonly names: readonly string[];
  /** Names of functions or classes; `*` matches any text. */
  readonly calls: readonly string[];
  /** Calls that match `calls` and are ordinary. */
  readonly except?: readonly string[];
}

/** Programs with some arguments that are shell commands. */
export interface Carrier {
  readonly names: readonly string[];
  /** Prefixes of arguments that continue as, or are followed by, a shell command; `*` matches any text without `=`. */
  readonly lines: readonly string[];
}

/** Programs that run code in another language. */
export interface Interpreter {
  readonly names: readonly string[];
  /** Options and words whose value is code. */
  readonly code: readonly string[];
  /** Options whose value is the name of a program in that language; its arguments follow. */
  readonly module?: readonly string[];
  /** Words before the file that only say that it runs, such as `deno run`. */
  readonly verbs?: readonly string[];
  /** How names of files in the language end, without the dot. */
  readonly files?: readonly string[];
}

/** Finds the first destructive command of a script, with what it does; null where none is found for certain. */
export type FindDestructive = (script: string) => string | null;

/** Recognizes programs by any spelling of their name: `tf`, `terraform-1.9`, `opentofu/opentofu:1.8`. */
import type { Carrier, CommandRules, EntryPoint, Interpreter, Rule, Runner, Tool } from '../source/agent-commands.ts';
import { type Certainty, matchAnyPattern, programName, unknownWords } from './shell/word.ts';

/** A rule for a program. `isTool` is `maybe` if the name of the program is partly unknown. */
export interface Candidate {
  readonly rule: Rule;
  readonly isTool: Exclude<Certainty, 'no'>;
}

const programsOf = new WeakMap<CommandRules, Programs>();

/** Looks up what the rules know about programs. Lookups are cached. */
export class Programs {
  private readonly rules: readonly Rule[];
  private readonly candidates = new Map<string, readonly Candidate[]>();
  private readonly names = new Map<string, string>();
  private readonly inertNames = new Map<string, boolean>();
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly tools: ReadonlyMap<string, Tool>;
  private readonly runners: ReadonlyMap<string, Runner>;
  private readonly carriers: ReadonlyMap<string, Carrier>;
  private readonly interpreters: ReadonlyMap<string, Interpreter>;
  private readonly entryPoints: ReadonlyMap<string, EntryPoint>;
  private readonly inert: readonly string[];
  /** Programs with a rule that asks or denies. */
  private readonly ruled: ReadonlySet<string>;

  /** Returns the lookup for these rules. Lines that are judged by the same rules share it. */
  static of(rules: CommandRules): Programs {
    const known = programsOf.get(rules) ?? new Programs(rules);
    programsOf.set(rules, known);
    return known;
  }

  private constructor({ aliases, tools, rules, runners, carriers, interpreters, entryPoints, inert }: CommandRules) {
    this.rules = rules;
    this.aliases = new Map(Object.entries(aliases));
    this.tools = byName(tools);
    this.runners = byName(runners);
    this.carriers = byName(carriers);
    this.interpreters = byName(interpreters);
    this.entryPoints = byName(entryPoints);
    this.inert = inert;
    this.ruled = new Set(rules.flatMap((rule) => (rule.decision === 'allow' ? [] : rule.tools)));
  }

  /** Returns the name that the rules use for the program, or the plain name if they have none. */
  nameOf(word: string): string {
    const before = this.names.get(word);
    if (before !== undefined) return before;
    const name = this.resolved(programName(word));
    this.names.set(word, name);
    return name;
  }

  /** Returns the rules for a program in the order in which they are written. */
  candidatesFor(name: string): readonly Candidate[] {
    const before = this.candidates.get(name);
    if (before) return before;
    const found = this.rules.flatMap((rule) => {
      const isTool = name === unknownWords ? 'maybe' : matchAnyPattern(rule.tools, name);
      return isTool === 'no' ? [] : [{ rule, isTool }];
    });
    this.candidates.set(name, found);
    return found;
  }

  private resolved(name: string): string {
    if (this.knows(name)) return this.aliases.get(name) ?? name;
    const unversioned = name.replace(/[-_.]?v?\d.*$/, '');
    const known = unversioned.length > 2 ? this.knows(unversioned) : this.aliases.has(unversioned);
    return known ? (this.aliases.get(unversioned) ?? unversioned) : name;
  }

  /** Whether a rule exists for the program, or the program runs other commands. */
  speaksOf(word: string): boolean {
    const name = this.nameOf(word);
    return this.ruled.has(name) || this.runners.has(name) || this.interpreters.has(name);
  }

  /**
   * Whether the name alone is a reason for caution. This excludes everyday programs such as `rm`, `git` or `make`.
   */
  isGuarded(word: string): boolean {
    const name = this.nameOf(word);
    return this.ruled.has(name) && !this.runners.has(name) && !this.interpreters.has(name) && !this.isInert(name);
  }

  tool(name: string): Tool | undefined {
    return this.tools.get(name);
  }

  runner(name: string): Runner | undefined {
    return this.runners.get(name);
  }

  carrier(name: string): Carrier | undefined {
    return this.carriers.get(name);
  }

  interpreter(name: string): Interpreter | undefined {
    return this.interpreters.get(name);
  }

  entryPoint(name: string): EntryPoint | undefined {
    return this.entryPoints.get(name);
  }

  /** Returns the interpreter of a file, by its `#!` line or else by how its name ends; undefined for a shell script. */
  interpreterOf(path: string, text: string): Interpreter | undefined {
    const shebang = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text);
    if (shebang) {
      const [, program = '', argument = ''] = shebang;
      return this.interpreter(this.nameOf(/(?:^|\/)env$/.test(program) ? argument : program));
    }
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    return [...this.interpreters.values()].find(({ files = [] }) => files.includes(ending));
  }

  isInert(name: string): boolean {
    const before = this.inertNames.get(name);
    if (before !== undefined) return before;
    const found = matchAnyPattern(this.inert, name) === 'yes';
    this.inertNames.set(name, found);
    return found;
  }

  private knows(name: string): boolean {
    return (
      this.aliases.has(name) ||
      this.ruled.has(name) ||
      this.tools.has(name) ||
      this.runners.has(name) ||
      this.interpreters.has(name) ||
      this.entryPoints.has(name) ||
      this.inert.includes(name)
    );
  }
}

function byName<T extends { readonly names: readonly string[] }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
}

/** The programs that are known, by whatever name they are called: `tf`, `terraform-1.9`, `opentofu/opentofu:1.8`. */
import type { Carrier, CommandRules, Interpreter, Rule, Runner, Tool } from '../source/agent-commands.ts';
import { type Certainty, fitsAny, programName, unknownWords } from './word.ts';

/** A rule that speaks of a program, or may. */
export interface Candidate {
  readonly rule: Rule;
  readonly isTool: Exclude<Certainty, 'no'>;
}

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
  private readonly inert: readonly string[];
  /** Those that rules speak of. */
  private readonly ruled: ReadonlySet<string>;

  constructor({ aliases, tools, rules, runners, carriers, interpreters, inert }: CommandRules) {
    this.rules = rules;
    this.aliases = new Map(Object.entries(aliases));
    this.tools = byName(tools);
    this.runners = byName(runners);
    this.carriers = byName(carriers);
    this.interpreters = byName(interpreters);
    this.inert = inert;
    this.ruled = new Set(rules.flatMap((rule) => (rule.decision === 'allow' ? [] : rule.tools)));
  }

  /** The name by which rules speak of it. */
  nameOf(word: string): string {
    const before = this.names.get(word);
    if (before !== undefined) return before;
    const name = this.resolved(programName(word));
    this.names.set(word, name);
    return name;
  }

  /** In the order of the rules. */
  candidatesFor(name: string): readonly Candidate[] {
    const before = this.candidates.get(name);
    if (before) return before;
    const found = this.rules.flatMap((rule) => {
      const isTool = name === unknownWords ? 'maybe' : fitsAny(rule.tools, name);
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

  /** Whether rules speak of it, or it runs others. */
  speaksOf(word: string): boolean {
    const name = this.nameOf(word);
    return this.ruled.has(name) || this.runners.has(name) || this.interpreters.has(name);
  }

  /** Whether its name alone says that something is at stake; not so for `rm`, `git` or `make`. */
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

  isInert(name: string): boolean {
    const before = this.inertNames.get(name);
    if (before !== undefined) return before;
    const found = fitsAny(this.inert, name) === 'yes';
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
      this.inert.includes(name)
    );
  }
}

function byName<T extends { readonly names: readonly string[] }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
}

/** Decides whether an agent may run a command line: allow, ask or deny, and why. */
import type { CommandRules, Decision, Interpreter, Runner } from '../source/agent-commands.ts';
import { Budget } from './budget.ts';
import { type Match, matchesOf } from './match.ts';
import { isOption } from './options.ts';
import { Programs } from './programs.ts';
import { fileName, newScope, readFile, type Scope } from './scope.ts';
import {
  findGuardedTool,
  findSuspiciousTokens,
  literalsIn,
  type SuspiciousTokens,
  tokensOf,
  wordsOf,
} from './suspicious-tokens.ts';
import { carriedLines, commandsAnywhere, unwrap } from './unwrap.ts';
import { type Invocation, type Visitor, walkSource } from './walk.ts';
import { isUnknown, withoutMarks } from './word.ts';

/** Why a command line is not allowed: a matching rule, a suspicious text that cannot be parsed, or too much work. */
export type CommandReason = Match | SuspiciousTokens | 'too much';

/** The decision on a command line; `because` is there if it is not allowed. */
export type CommandDecision =
  | { readonly decision: 'allow' }
  | { readonly decision: 'ask' | 'deny'; readonly because: CommandReason };

const order = { allow: 0, ask: 1, deny: 2 } as const;
const allowed: CommandDecision = { decision: 'allow' };
const maxDepth = 12;
const maxLength = 100_000;
/** The parser looks ahead for the end of each substitution, so many of them take quadratic time. */
const maxSubstitutions = 1_000;
/** Number of words after a tool name in code that are taken as its arguments. */
const maxTail = 30;

/**
 * Returns the strictest decision of all commands in the line. It never throws: a line that is too complex is `ask`.
 */
export function judgeCommandLine(line: string, rules: CommandRules, budget = new Budget()): CommandDecision {
  const source = withoutMarks(line);
  const judge = new CommandLineJudge(source, rules, budget);
  try {
    if (source.length > maxLength || source.split(/\$[({]|`|[<>]\(/, maxSubstitutions).length === maxSubstitutions)
      judge.giveUp();
    else judge.line(source, { cap: 'deny', direct: false });
  } catch {
    judge.giveUp();
  }
  return judge.found;
}

interface EvaluationMode {
  /** Upper limit of the decision. Commands guessed from arguments are uncertain, so they are never denied. */
  readonly cap: Decision;
  /** Look only at the command itself, not for further commands among its arguments. */
  readonly direct: boolean;
}

const guessed: EvaluationMode = { cap: 'ask', direct: true };

class CommandLineJudge {
  found: CommandDecision = allowed;
  private readonly source: string;
  private readonly rules: CommandRules;
  private readonly programs: Programs;
  private readonly scope: Scope;
  private depth = 0;
  private certainOnly = false;
  private isFlagged = false;

  constructor(source: string, rules: CommandRules, budget: Budget) {
    this.source = source;
    this.rules = rules;
    this.programs = new Programs(rules);
    this.scope = newScope(budget);
  }

  /** A line this complex is never needed for a harmless command, so it is not analyzed further. */
  giveUp(): void {
    this.add('ask', 'too much');
  }

  line(source: string, mode: EvaluationMode, input?: string): void {
    if (++this.depth > maxDepth) this.giveUp();
    else walkSource(source, this.visitor(mode), { scope: this.scope, input });
    this.depth--;
  }

  private visitor(mode: EvaluationMode): Visitor {
    return {
      command: (invocation) => this.command(invocation, mode),
      // Text that may or may not be shell code was already searched as plain text.
      unclear: (text) => {
        const guarded = mode.cap === 'deny' && findGuardedTool(text, this.rules, this.programs);
        if (guarded) this.add('ask', guarded);
        this.eachLine(text, mode);
      },
      hypothetical: (run) => {
        const before = this.certainOnly;
        this.certainOnly = true;
        run();
        this.certainOnly = before;
      },
    };
  }

  /**
   * A shell runs line by line until it meets the syntax error, and the parser may report the error elsewhere: a
   * nested here-document with the same delimiter ends both. So each line is judged on its own too.
   */
  private eachLine(text: string, mode: EvaluationMode): void {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 1) for (const line of lines) this.line(line, mode);
  }

  private command(invocation: Invocation, mode: EvaluationMode): void {
    const { words } = invocation;
    const [program = '', ...args] = words;
    const { programs } = this;
    for (const match of this.matches(invocation)) this.match(match, mode);
    const name = programs.nameOf(program);
    if (isUnknown(name)) {
      if (!this.isFlagged && !this.certainOnly) this.flagSuspicious(this.source);
      this.isFlagged ||= !this.certainOnly;
      return;
    }
    this.script(words, mode);
    const carrier = programs.carrier(name);
    if (carrier) for (const line of carriedLines(args, carrier)) this.line(line, { ...mode, direct: true });
    const interpreter = programs.interpreter(name);
    const runner = programs.runner(name);
    if (interpreter) this.code(interpreter, invocation, mode);
    else if (runner) this.run(invocation, runner, mode);
    else if (!mode.direct && !programs.isInert(name)) this.arguments(invocation);
  }

  private matches({ words, input }: Pick<Invocation, 'words' | 'input'>): readonly Match[] {
    const { budget, files } = this.scope;
    budget.spend(2 + words.length);
    const written =
      files.size === 0 ? [] : words.slice(1).map((word) => readFile(this.scope, word.replace(/^(?:-[^=]*=)?@?/, '')));
    const texts = [input, ...written].filter((text) => text !== undefined);
    for (const text of texts) budget.spendOn(text);
    return matchesOf(words, texts, this.programs);
  }

  private match({ rule, certainty, shown }: Match, mode: EvaluationMode): void {
    if (certainty === 'maybe' && this.certainOnly) return;
    const most: Decision = certainty === 'maybe' ? 'ask' : mode.cap;
    this.add(order[rule.decision] > order[most] ? most : rule.decision, { rule, certainty, shown });
  }

  /** Judges a script file: its text if this line wrote it, else its name, for example `tf.sh destroy`. */
  private script([program = '', ...args]: readonly string[], mode: EvaluationMode): void {
    const text = readFile(this.scope, program);
    if (text !== undefined) this.line(text, mode);
    else if (program.includes('/') || /\.(?:sh|bash|zsh|py|rb|js|mjs|ts|pl)$/.test(program)) {
      const name = fileName(program);
      const named = this.matches({ words: [name], input: undefined });
      if (named.some(({ rule }) => rule.decision === 'allow')) return;
      this.flagSuspicious(name);
      this.tails([...tokensOf(name.replace(/\.\w+$/, '')), ...args]);
    }
  }

  private run({ words, input, scope }: Invocation, runner: Runner, mode: EvaluationMode): void {
    const inner = unwrap({ words, input, scope }, runner, this.programs);
    const set = runner.assignments ? words.slice(1).filter((word) => /^\w+=/.test(word)) : [];
    for (const word of set) this.command({ words: ['=', word], input: undefined, scope }, mode);
    for (const command of inner.commands) {
      if (++this.depth > maxDepth) this.giveUp();
      else this.command({ words: command, input, scope }, mode);
      this.depth--;
    }
    const direct = runner.anywhere === true;
    for (const line of inner.lines) this.line(line, { ...mode, direct }, runner.joins ? input : undefined);
  }

  private code({ code, module = [] }: Interpreter, { words, input, scope }: Invocation, mode: EvaluationMode): void {
    const args = words.slice(1);
    const at = args.findIndex((arg) => code.some((option) => arg === option || cluster(arg, option)));
    if (at >= 0) this.text(args.slice(at).join(' '));
    const first = args.findIndex((arg) => !isOption(arg) || module.includes(arg));
    const file = args[first];
    if (file === undefined || file === '-') this.text(input ?? '');
    else if (module.includes(file)) this.command({ words: args.slice(first + 1), input, scope }, mode);
    else if (at < 0 || first < at) {
      const text = readFile(scope, file);
      const called = [file.includes('/') ? file : `./${file}`, ...args.slice(first + 1)];
      for (const match of this.matches({ words: called, input: undefined })) this.match(match, mode);
      if (text === undefined) this.script(called, mode);
      else this.text(text);
    }
  }

  /**
   * Code in other languages is not parsed. Its words are searched, and its string literals are judged as command
   * lines.
   */
  private text(text: string): void {
    if (this.certainOnly) return;
    this.flagSuspicious(text);
    this.tails(wordsOf(text));
    for (const literal of literalsIn(text)) if (/\s/.test(literal)) this.line(literal, guessed);
  }

  /** An unknown program may run its arguments as a command. */
  private arguments({ words, input, scope }: Invocation): void {
    const { programs } = this;
    const { commands, lines } = commandsAnywhere(words.slice(1), programs, scope);
    for (const tail of commands) {
      for (const match of this.matches({ words: tail, input }))
        if (match.certainty === 'yes') this.match(match, guessed);
      const runner = programs.runner(programs.nameOf(tail[0] ?? ''));
      if (runner) this.run({ words: tail, input, scope }, runner, guessed);
    }
    for (const line of lines) {
      if (findSuspiciousTokens(line, this.rules)) this.line(line, guessed);
      this.text(line);
    }
  }

  private tails(words: readonly string[]): void {
    for (const [at, word] of words.entries()) {
      if (!this.programs.isGuarded(word)) continue;
      for (const match of this.matches({ words: words.slice(at, at + maxTail), input: undefined }))
        if (match.certainty === 'yes') this.match(match, guessed);
    }
  }

  private flagSuspicious(text: string): void {
    this.scope.budget.spendOn(text);
    const suspicious = this.certainOnly ? null : findSuspiciousTokens(text, this.rules);
    if (suspicious) this.add('ask', suspicious);
  }

  private add(decision: Decision, because: CommandReason): void {
    if (decision !== 'allow' && order[decision] > order[this.found.decision]) this.found = { decision, because };
  }
}

/** Whether the argument is a cluster such as `-pe`, or `-e` with the code joined to it. */
function cluster(arg: string, option: string): boolean {
  if (!/^-\w$/.test(option)) return false;
  return /^-[a-zA-Z]+$/.test(arg) ? arg.endsWith(option.slice(1)) : /^-\w/.test(arg) && arg.startsWith(option);
}

/** A line that an agent wants to run → allow, ask or deny, and why. */
import type { CommandRules, Decision, Interpreter, Runner } from '../source/agent-commands.ts';
import { Budget } from './budget.ts';
import { type Match, matchesOf } from './match.ts';
import { isOption } from './options.ts';
import { Programs } from './programs.ts';
import { baseOf, newScope, readFile, type Scope } from './scope.ts';
import {
  findSuspiciousTokens,
  guardedIn,
  literalsIn,
  type SuspiciousTokens,
  tokensOf,
  wordsOf,
} from './suspicious-tokens.ts';
import { anywhere, carried, unwrap } from './unwrap.ts';
import { type Invocation, type Visitor, walkSource } from './walk.ts';
import { isUnknown, withoutMarks } from './word.ts';

/** Why a line is not simply run: a rule, what cannot be read, or that it is more than anybody reads. */
export type Because = Match | SuspiciousTokens | 'too much';

export type CommandDecision =
  | { readonly decision: 'allow' }
  | { readonly decision: 'ask' | 'deny'; readonly because: Because };

const order = { allow: 0, ask: 1, deny: 2 } as const;
const allowed: CommandDecision = { decision: 'allow' };
const maxDepth = 12;
const maxLength = 100_000;
/** The parser looks ahead for the end of each substitution. */
const maxSubstitutions = 1_000;
/** Words behind the name of a tool in code, which may be its arguments. */
const maxTail = 30;

/** Never throws: what is too much to look at, a person looks at. */
export function judgeCommandLine(line: string, rules: CommandRules, budget = new Budget()): CommandDecision {
  const source = withoutMarks(line);
  const judge = new Judge(source, rules, budget);
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
  /** The most that can come of it: in arguments of a program that is not known, nothing is certain. */
  readonly cap: Decision;
  /** Look only at the commands themselves, not at what may be one among their words. */
  readonly direct: boolean;
}

const guessed: EvaluationMode = { cap: 'ask', direct: true };

class Judge {
  found: CommandDecision = allowed;
  private readonly source: string;
  private readonly rules: CommandRules;
  private readonly programs: Programs;
  private readonly scope: Scope;
  private depth = 0;
  private sureOnly = false;
  private smelled = false;

  constructor(source: string, rules: CommandRules, budget: Budget) {
    this.source = source;
    this.rules = rules;
    this.programs = new Programs(rules);
    this.scope = newScope(budget);
  }

  /** Nobody writes such lines for something harmless: nothing in them needs to be known. */
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
      // Text that only may be a line has been looked at as text.
      unclear: (text) => {
        const guarded = mode.cap === 'deny' && guardedIn(text, this.rules, this.programs);
        if (guarded) this.add('ask', guarded);
        this.eachLine(text, mode);
      },
      unsure: (run) => {
        const before = this.sureOnly;
        this.sureOnly = true;
        run();
        this.sureOnly = before;
      },
    };
  }

  /**
   * A shell reads and runs line by line until it meets the fault, and the fault is not always where the parser finds it:
   * a here-document inside another one of the same name ends both.
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
      if (!this.smelled && !this.sureOnly) this.smell(this.source);
      this.smelled ||= !this.sureOnly;
      return;
    }
    this.script(words, mode);
    const carrier = programs.carrier(name);
    if (carrier) for (const line of carried(args, carrier)) this.line(line, { ...mode, direct: true });
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
    if (certainty === 'maybe' && this.sureOnly) return;
    const most: Decision = certainty === 'maybe' ? 'ask' : mode.cap;
    this.add(order[rule.decision] > order[most] ? most : rule.decision, { rule, certainty, shown });
  }

  /** A file that the line itself has written, or one of which the name says what it may be: `tf.sh destroy`. */
  private script([program = '', ...args]: readonly string[], mode: EvaluationMode): void {
    const text = readFile(this.scope, program);
    if (text !== undefined) this.line(text, mode);
    else if (program.includes('/') || /\.(?:sh|bash|zsh|py|rb|js|mjs|ts|pl)$/.test(program)) {
      const name = baseOf(program);
      const named = this.matches({ words: [name], input: undefined });
      if (named.some(({ rule }) => rule.decision === 'allow')) return;
      this.smell(name);
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

  /** Code in another language is not parsed: its words are looked at, and what it has in quotes as if it were run. */
  private text(text: string): void {
    if (this.sureOnly) return;
    this.smell(text);
    this.tails(wordsOf(text));
    for (const literal of literalsIn(text)) if (/\s/.test(literal)) this.line(literal, guessed);
  }

  /** A program that is not known may run its arguments. */
  private arguments({ words, input, scope }: Invocation): void {
    const { programs } = this;
    const { commands, lines } = anywhere(words.slice(1), programs, scope);
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

  private smell(text: string): void {
    this.scope.budget.spendOn(text);
    const smell = this.sureOnly ? null : findSuspiciousTokens(text, this.rules);
    if (smell) this.add('ask', smell);
  }

  private add(decision: Decision, because: Because): void {
    if (decision !== 'allow' && order[decision] > order[this.found.decision]) this.found = { decision, because };
  }
}

/** `-pe`, or `-e` with the code joined. */
function cluster(arg: string, option: string): boolean {
  if (!/^-\w$/.test(option)) return false;
  return /^-[a-zA-Z]+$/.test(arg) ? arg.endsWith(option.slice(1)) : /^-\w/.test(arg) && arg.startsWith(option);
}

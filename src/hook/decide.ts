/** A line that an agent wants to run → allow, ask or deny, and why. */

import type { CommandRules, Decision, Interpreter, Runner } from '../read/command-source.ts';
import { type Match, matchesOf } from './match.ts';
import { isOption } from './options.ts';
import { fileKey } from './scope.ts';
import { type Smell, smellOf } from './smell.ts';
import { anywhere, knownPrograms, runnerOf, unwrap } from './unwrap.ts';
import { type Invocation, type Visitor, walkSource } from './walk.ts';
import { isUnknown, programName, withoutMarks } from './word.ts';

export type Judgement =
  | { readonly decision: 'allow' }
  | { readonly decision: 'ask' | 'deny'; readonly because: Match | Smell };

const order = { allow: 0, ask: 1, deny: 2 } as const;
const allowed: Judgement = { decision: 'allow' };
const maxCommands = 1_000;
const maxDepth = 12;
const maxLength = 100_000;
/** The parser looks ahead for the end of each substitution. */
const maxSubstitutions = 1_000;

/** Never throws: where something goes wrong, or is too much, the smell of the line decides. */
export function decide(line: string, rules: CommandRules): Judgement {
  const source = withoutMarks(line);
  const judge = new Judge(source, rules);
  try {
    if (source.length > maxLength || source.split(/[$`]|<\(/, maxSubstitutions).length === maxSubstitutions)
      judge.smell(source);
    else judge.line(source);
  } catch {
    judge.smell(source);
  }
  return judge.found;
}

interface Mode {
  /** The most that can come of it: in arguments of a program that is not known, nothing is certain. */
  readonly cap: Decision;
  /** Look only at the commands themselves, not at what may be one among their words. */
  readonly direct: boolean;
}

class Judge {
  found: Judgement = allowed;
  private readonly source: string;
  private readonly rules: CommandRules;
  private readonly known: ReadonlySet<string>;
  private commands = 0;
  private depth = 0;
  private sureOnly = false;

  constructor(source: string, rules: CommandRules) {
    this.source = source;
    this.rules = rules;
    this.known = knownPrograms(rules);
  }

  line(source: string, mode: Mode = { cap: 'deny', direct: false }, scope?: Invocation['scope']): void {
    if (++this.depth > maxDepth) this.smell(this.source);
    else walkSource(source, this.visitor(mode), scope);
    this.depth--;
  }

  smell(text: string): void {
    const smell = smellOf(text, this.rules);
    if (smell && !this.sureOnly) this.add('ask', smell);
  }

  private visitor(mode: Mode): Visitor {
    return {
      command: (invocation) => this.command(invocation, mode),
      unclear: (text) => this.smell(text),
      unsure: (run) => {
        const before = this.sureOnly;
        this.sureOnly = true;
        run();
        this.sureOnly = before;
      },
    };
  }

  private command(invocation: Invocation, mode: Mode): void {
    const { words, input } = invocation;
    const [program = ''] = words;
    if (++this.commands > maxCommands) throw new RangeError('too many commands');
    for (const match of matchesOf(words, input, this.rules)) this.match(match, mode);
    const name = programName(program);
    if (isUnknown(name)) {
      this.smell(this.source);
      return;
    }
    this.script(program, invocation, mode);
    const interpreter = this.rules.interpreters.find(({ names }) => names.includes(name));
    if (interpreter) this.code(interpreter, invocation, mode);
    const runner = runnerOf(words, this.rules);
    if (runner) this.run(invocation, runner, mode);
    else if (!this.rules.inert.includes(name) && !interpreter && !mode.direct) this.tails(invocation);
  }

  private match({ rule, certainty, shown }: Match, mode: Mode): void {
    if (certainty === 'maybe' && this.sureOnly) return;
    const most: Decision = certainty === 'maybe' ? 'ask' : mode.cap;
    this.add(order[rule.decision] > order[most] ? most : rule.decision, { rule, certainty, shown });
  }

  /** A file that the line itself has written, or one with a name that smells. */
  private script(program: string, { scope }: Invocation, mode: Mode): void {
    const text = scope.files.get(fileKey(program));
    if (text !== undefined) this.line(text, mode, scope);
    else if (program.includes('/') || /\.(?:sh|bash|zsh|py|rb|js|mjs|ts|pl)$/.test(program))
      this.smell(fileOf(program));
  }

  private run({ words, input, scope }: Invocation, runner: Runner, mode: Mode): void {
    const inner = unwrap({ words, input, scope }, runner, this.known);
    for (const command of inner.commands) {
      if (++this.depth > maxDepth) this.smell(this.source);
      else this.command({ words: command, input, scope }, mode);
      this.depth--;
    }
    for (const line of inner.lines) this.line(line, { ...mode, direct: runner.anywhere === true }, scope);
  }

  /** Code in another language is not parsed: its words are looked at. */
  private code({ code }: Interpreter, { words, input, scope }: Invocation, mode: Mode): void {
    const args = words.slice(1);
    const at = args.findIndex((arg) =>
      code.some((option) => arg === option || (/^-\w$/.test(option) && cluster(arg, option))),
    );
    const file = args.find((arg) => !isOption(arg));
    if (at >= 0) this.smell(args.slice(at).join(' '));
    else if (file === undefined || file === '-') this.smell(input ?? '');
    else {
      for (const match of matchesOf([file], undefined, this.rules)) this.match(match, mode);
      this.smell(scope.files.get(fileKey(file)) ?? fileOf(file));
    }
  }

  /** A program that is not known may run its arguments. */
  private tails({ words, input, scope }: Invocation): void {
    const { commands, lines } = anywhere(words.slice(1), this.known);
    const mode: Mode = { cap: 'ask', direct: true };
    for (const tail of commands) {
      for (const match of matchesOf(tail, input, this.rules)) if (match.certainty === 'yes') this.match(match, mode);
      const runner = runnerOf(tail, this.rules);
      if (runner) this.run({ words: tail, input, scope }, runner, mode);
    }
    for (const line of lines) if (smellOf(line, this.rules)) this.line(line, mode, scope);
  }

  private add(decision: Decision, because: Match | Smell): void {
    if (decision !== 'allow' && order[decision] > order[this.found.decision]) this.found = { decision, because };
  }
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function cluster(arg: string, option: string): boolean {
  return /^-[a-zA-Z]+$/.test(arg) && arg.endsWith(option.slice(1));
}

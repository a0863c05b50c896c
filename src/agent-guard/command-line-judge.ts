/** Judges every command that a line would run, also those in scripts and Makefiles of the project. */
import type { CommandRules, Interpreter, Runner } from '../source/agent-commands.ts';
import type { ProjectFiles } from '../source/project-files.ts';
import { isCodeOption } from './code.ts';
import { CodeJudge } from './code-judge.ts';
import { Findings } from './findings.ts';
import { type Match, matchesOf } from './match.ts';
import { isOption, withoutVerb } from './options.ts';
import { Programs } from './programs.ts';
import { type EvaluationMode, fileAccess, isTooComplex, ProjectJudge, scriptsAmong } from './project-judge.ts';
import { textsReadBy } from './read-texts.ts';
import type { Budget } from './shell/budget.ts';
import { type InputUse, newScope, readFile, type Scope } from './shell/scope.ts';
import type { Invocation, Visitor } from './shell/visitor.ts';
import { walkSource } from './shell/walk.ts';
import { isUnknown, quoted, unknownText, unknownWords } from './shell/word.ts';
import { findGuardedTool, findSuspiciousTokens } from './suspicious-tokens.ts';
import { carriedLines, commandsAnywhere, unwrap } from './unwrap.ts';

const maxDepth = 12;

const guessed: EvaluationMode = { cap: 'ask', direct: true };

/** Collects the strictest decision of one command line. */
export class CommandLineJudge {
  readonly findings = new Findings();
  private readonly source: string;
  private readonly rules: CommandRules;
  private readonly programs: Programs;
  private readonly scope: Scope;
  private depth = 0;
  private isFlagged = false;
  private isExploring = false;
  private readonly inCode: CodeJudge;
  private readonly project: ProjectJudge;

  constructor(
    source: string,
    rules: CommandRules,
    { budget, files }: { readonly budget: Budget; readonly files: ProjectFiles | undefined },
  ) {
    this.source = source;
    this.rules = rules;
    this.programs = Programs.of(rules);
    this.scope = newScope(budget, files && fileAccess(files, this.findings));
    this.inCode = new CodeJudge({
      rules,
      programs: this.programs,
      findings: this.findings,
      budget,
      matches: (words) => this.matches({ words, input: undefined }),
      guessedLine: (line) => this.line(line, guessed),
    });
    this.project = new ProjectJudge({
      programs: this.programs,
      findings: this.findings,
      scope: this.scope,
      inCode: this.inCode,
      matches: (words) => this.matches({ words, input: undefined }),
      line: (line, mode) => this.line(line, mode),
    });
  }

  /** Judges the line. */
  start(): void {
    if (isTooComplex(this.source)) this.giveUp();
    else this.line(this.source, { cap: 'deny', direct: false });
  }

  /** A line this complex is never needed for a harmless command, so it is not analyzed further. */
  giveUp(): void {
    this.findings.add('ask', 'too much');
  }

  private line(source: string, mode: EvaluationMode, input?: string): void {
    if (++this.depth > maxDepth) this.giveUp();
    else walkSource(source, this.visitor(mode), { scope: this.scope, input });
    this.depth--;
  }

  private visitor(mode: EvaluationMode): Visitor {
    return {
      isFile: mode.isFile === true,
      inputUse: (words) => this.inputUse(words),
      command: (invocation) => this.command(invocation, mode),
      // Text that may or may not be shell code was already searched as plain text.
      unclear: (text) => {
        const guarded = mode.cap === 'deny' && findGuardedTool(text, this.rules, this.programs);
        if (guarded) this.findings.add('ask', guarded);
        this.eachLine(text, mode);
      },
      hypothetical: (run) => this.findings.hypothetically(run),
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

  private inputUse([program = '', ...args]: readonly string[]): InputUse {
    const name = this.programs.nameOf(program);
    const runner = this.programs.runner(name);
    const interpreter = this.programs.interpreter(name);
    const isBare = args.every((arg) => isOption(arg) || arg === '-') || args.includes('-s');
    if (runner?.file || interpreter) return isBare && !args.includes('-c') ? 'runs' : null;
    if (this.programs.tool(name)?.reads?.includes('<')) return 'runs';
    return runner?.stdin || runner?.appends ? 'passes' : null;
  }

  private command(invocation: Invocation, mode: EvaluationMode): void {
    const { words } = invocation;
    const [program = '', ...args] = words;
    const { programs } = this;
    for (const match of this.matches(invocation)) this.findings.addMatch(match, mode.cap);
    const name = programs.nameOf(program);
    if (isUnknown(name)) {
      this.unknownProgram(invocation, mode);
      for (const file of this.project.filesNamed(program))
        this.command({ ...invocation, words: [file, ...args] }, mode);
      return;
    }
    this.project.script(invocation, mode);
    const carrier = programs.carrier(name);
    if (carrier) for (const line of carriedLines(args, carrier)) this.line(line, { ...mode, direct: true });
    const interpreter = programs.interpreter(name);
    const runner = programs.runner(name);
    this.project.recipes(name, invocation, mode);
    if (interpreter) this.code(interpreter, invocation, mode);
    else if (runner) this.run(invocation, runner, mode);
    else if (!mode.direct && !programs.isInert(name)) this.arguments(invocation);
  }

  private unknownProgram(invocation: Invocation, mode: EvaluationMode): void {
    if (mode.isFile) {
      if (!mode.direct) this.arguments(invocation);
      this.anyFunction(invocation, mode);
    } else if (!this.findings.certainOnly) {
      if (!this.isFlagged) this.inCode.suspicious(this.source);
      this.isFlagged = true;
    }
  }

  /** `"$@"` may call any function of the script. */
  private anyFunction({ words: [program = ''], scope }: Invocation, mode: EvaluationMode): void {
    if (this.isExploring || (program !== unknownText && program !== unknownWords)) return;
    this.isExploring = true;
    for (const name of [...scope.functions.keys()]) this.line(quoted(name), { ...mode, cap: 'ask', direct: true });
    this.isExploring = false;
  }

  private matches({ words, input }: Pick<Invocation, 'words' | 'input'>): readonly Match[] {
    const { budget } = this.scope;
    budget.spend(2 + words.length);
    const [program = ''] = words;
    const name = this.programs.nameOf(program);
    const texts = [input, ...textsReadBy(words, this.programs.tool(name), this.scope)].filter(
      (text) => text !== undefined,
    );
    for (const text of texts) budget.spendOn(text);
    return matchesOf(words, texts, this.programs);
  }

  private run({ words, input, scope }: Invocation, runner: Runner, mode: EvaluationMode): void {
    const inner = unwrap({ words, input, scope }, runner, this.programs);
    const set = runner.assignments ? words.slice(1).filter((word) => /^\w+=/.test(word)) : [];
    for (const word of set) this.command({ words: ['=', word], input: undefined, scope }, mode);
    for (const command of inner.commands) {
      if (++this.depth > maxDepth) this.giveUp();
      else this.command({ words: asFile(command, runner), input, scope, sourced: runner.file === 'same' }, mode);
      this.depth--;
    }
    if (runner.anywhere) for (const script of scriptsAmong(words)) this.project.file(script, guessed);
    const direct = runner.anywhere === true;
    for (const line of inner.lines) this.line(line, { ...mode, direct }, runner.joins ? input : undefined);
  }

  private code(
    { code, module = [], files = [], verbs = [] }: Interpreter,
    { words, input, scope }: Invocation,
    mode: EvaluationMode,
  ): void {
    const args = withoutVerb(words.slice(1), verbs);
    const at = args.findIndex((arg) => code.some((option) => isCodeOption(arg, option)));
    if (at >= 0) {
      const given = args.slice(at).join(' ');
      this.inCode.code(given);
      this.project.imported(given.replace(/^-\S+\s+/, '').replaceAll(';', '\n'), files);
    }
    const first = args.findIndex((arg) => !isOption(arg) || module.includes(arg));
    const file = args[first];
    // An option that is not known may have a value before the script: `node --import tsx x.ts`.
    const named = args.findIndex((arg, i) => i > first && files.some((ending) => arg.endsWith(`.${ending}`)));
    if (file === undefined || file === '-') this.inCode.code(input ?? '');
    else if (module.includes(file)) {
      const [name = '', ...rest] = args.slice(first + 1);
      this.command({ words: [name, ...rest], input, scope }, mode);
      this.project.file([`./${name.replaceAll('.', '/')}`, ...rest], mode, { files });
    } else if (at < 0 || first < at) {
      this.codeFile(args.slice(first), { scope, files }, mode);
      if (first > 0 && named >= 0) this.codeFile(args.slice(named), { scope, files }, mode);
    }
  }

  private codeFile(
    [file = '', ...args]: readonly string[],
    { scope, files }: { readonly scope: Scope; readonly files: readonly string[] },
    mode: EvaluationMode,
  ): void {
    const text = readFile(scope, file);
    const called = [file.includes('/') ? file : `./${file}`, ...args];
    for (const match of this.matches({ words: called, input: undefined })) this.findings.addMatch(match, mode.cap);
    if (text === undefined) this.project.script({ words: called, input: undefined, scope }, mode, files);
    else this.inCode.code(text);
  }

  /** An unknown program may run its arguments as a command. */
  private arguments({ words, input, scope }: Invocation): void {
    const { programs } = this;
    const { commands, lines } = commandsAnywhere(words.slice(1), programs, scope);
    for (const tail of commands) {
      for (const match of this.matches({ words: tail, input }))
        if (match.certainty === 'yes') this.findings.addMatch(match, guessed.cap);
      const runner = programs.runner(programs.nameOf(tail[0] ?? ''));
      if (runner) this.run({ words: tail, input, scope }, runner, guessed);
    }
    for (const line of lines) {
      if (findSuspiciousTokens(line, this.rules)) this.line(line, guessed);
      this.inCode.code(line);
    }
  }
}

/** `bash deploy` reads a file in the current folder, and does not search for a program. */
function asFile(words: readonly string[], { file }: Runner): readonly string[] {
  const [program = '', ...args] = words;
  return file === undefined || program.includes('/') || isUnknown(program) ? words : [`./${program}`, ...args];
}

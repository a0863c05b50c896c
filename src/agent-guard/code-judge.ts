/** Judges code of other languages. It is not parsed: its words are searched, and its texts in quotes are judged as lines. */
import type { CommandRules } from '../source/agent-commands.ts';
import { commandTails, libraryCall, literalLines, withoutComments } from './code.ts';
import type { Findings } from './findings.ts';
import type { Match } from './match.ts';
import type { Programs } from './programs.ts';
import type { Budget } from './shell/budget.ts';
import { findSuspiciousTokens, literalsIn, wordsOf } from './suspicious-tokens.ts';

interface Given {
  readonly rules: CommandRules;
  readonly programs: Programs;
  readonly findings: Findings;
  readonly budget: Budget;
  readonly matches: (words: readonly string[]) => readonly Match[];
  /** Judges a line that may be a command; nothing in it is denied. */
  readonly guessedLine: (line: string) => void;
}

/** Adds what it finds to the findings. Nothing in code is certain, so it asks at most. */
export class CodeJudge {
  private readonly given: Given;

  constructor(given: Given) {
    this.given = given;
  }

  /** Judges code of a command line, such as the value of `python -c`. */
  code(text: string): void {
    if (this.given.findings.certainOnly) return;
    this.suspicious(text);
    this.tails(wordsOf(text));
    for (const line of literalLines(text)) this.given.guessedLine(line);
  }

  /**
   * Judges a file. It holds more words than a line, so that two suspicious ones in it say little.
   * @param how.imported it may not run as a whole, so that a sentence in it is no command
   */
  file(text: string, how: { readonly imported?: boolean } = {}): void {
    const code = withoutComments(text);
    const call = libraryCall(code, this.given.rules.libraries);
    if (call) this.given.findings.add('ask', call);
    // Words of a sentence are no command, but texts in a row are: `["terraform", "destroy"]`.
    this.tails(literalsIn(code).filter((literal) => !/\s/.test(literal)));
    const lines = literalLines(code).filter((line) => !how.imported || this.mayBeCommand(line));
    for (const line of lines) this.given.guessedLine(line);
    const scripts = literalsIn(code).filter((literal) => /^[\w./-]+\.(?:sh|bash)$/.test(literal));
    for (const script of new Set(scripts)) this.given.guessedLine(script.includes('/') ? script : `./${script}`);
  }

  private mayBeCommand(line: string): boolean {
    const [word = ''] = line.trim().split(/\s/, 1);
    return this.given.programs.speaksOf(word) || /[;&|$`]/.test(line) || !/^[A-Za-z]+$/.test(word);
  }

  /** Judges words in a row, such as `["terraform", "destroy"]`. */
  tails(words: readonly string[]): void {
    for (const tail of commandTails(words, this.given.programs)) this.certainMatches(tail);
  }

  /** Adds the rules that certainly apply to what may be a command. */
  certainMatches(words: readonly string[]): void {
    for (const match of this.given.matches(words))
      if (match.certainty === 'yes') this.given.findings.addMatch(match, 'ask');
  }

  /** Asks if the text names a tool and a destructive word. */
  suspicious(text: string): void {
    const { budget, findings, rules } = this.given;
    budget.spendOn(text);
    const suspicious = findings.certainOnly ? null : findSuspiciousTokens(text, rules);
    if (suspicious) findings.add('ask', suspicious);
  }
}

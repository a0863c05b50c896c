/** Collects the strictest decision while a command line is judged. */
import type { Decision } from '../source/agent-commands.ts';
import { atMost, type CommandDecision, type CommandReason, stricter } from './decision.ts';
import type { Match } from './match.ts';

/** The strictest decision so far, and where in the project the judged command stands. */
export class Findings {
  found: CommandDecision = { decision: 'allow' };
  /** Inside of a function that is not called yet, only what is certain counts. */
  certainOnly = false;
  /** Scripts and recipes that are being judged, with their arguments: one that calls itself is judged once. */
  private readonly open: string[] = [];
  /** The files that lead to the command, for messages. */
  private within: string | undefined;

  /** Takes note of a reason to ask or deny. */
  add(decision: Decision, because: CommandReason): void {
    if (decision === 'allow') return;
    const { within } = this;
    this.found = stricter(this.found, { decision, because, ...(within === undefined ? {} : { within }) });
  }

  /** Takes note of a matching rule; `cap` limits the decision. */
  addMatch({ rule, certainty, shown }: Match, cap: Decision): void {
    if (certainty === 'maybe' && this.certainOnly) return;
    this.add(atMost(rule.decision, certainty === 'maybe' ? 'ask' : cap), { rule, certainty, shown });
  }

  /** Runs `run` for code that may not run as written. */
  hypothetically(run: () => void): void {
    const before = this.certainOnly;
    this.certainOnly = true;
    run();
    this.certainOnly = before;
  }

  /** Whether the call is being judged already. */
  isOpen(call: readonly string[]): boolean {
    return this.open.includes(call.join('\n'));
  }

  /** Runs `run` for a file of the project, unless the same call is being judged already. */
  inFile(file: string, call: readonly string[], run: () => void): void {
    const key = call.join('\n');
    if (this.isOpen(call)) return;
    const before = this.within;
    this.open.push(key);
    this.within = before === undefined || before.split(' → ').at(-1) === file ? file : `${before} → ${file}`;
    run();
    this.within = before;
    this.open.pop();
  }
}

/** Asks the person at the terminal to type what will be destroyed, which counts as one approval. */
import { createInterface } from 'node:readline/promises';
import { lostAddresses } from '../model/plan.ts';
import { terminal } from '../report/escape.ts';
import type { Report } from '../verdict/report.ts';

/** What to type, and why. */
export interface Question {
  readonly says: string;
  readonly asks: string;
  /** Accepted answers, compared exactly. */
  readonly answers: readonly string[];
}

/** Whether a person can be asked: input and output are terminals. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Asks for the worst destroyed address or the number of destroyed objects; if nothing is destroyed, for the subject of
 * the worst finding.
 */
export function toQuestion(report: Pick<Report, 'changes' | 'findings'>): Question {
  const lost = lostAddresses(report);
  const subjects = report.findings.flatMap(({ subject }) => subject.address ?? []);
  const worst = subjects.find((address) => lost.includes(address)) ?? lost[0];
  if (worst === undefined) {
    const [subject = 'apply'] = subjects;
    const asks = `To approve and apply, type ${terminal(subject)}`;
    return { says: 'This plan has findings.', asks, answers: [subject] };
  }
  const several = lost.length > 1;
  return {
    says: several
      ? `This plan destroys ${lost.length} objects, including ${terminal(worst)}.`
      : `This plan destroys ${terminal(worst)}.`,
    asks: several
      ? `To approve and apply, type the address or the count (${lost.length})`
      : 'To approve and apply, type the address',
    answers: several ? [worst, String(lost.length)] : [worst],
  };
}

/** Returns true for an accepted answer, false for any other and for the end of input. */
export async function confirm({ says, asks, answers }: Question): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((done) => lines.once('close', () => done('')));
  try {
    const answer = await Promise.race([lines.question(`\n${says}\n${asks}. Anything else cancels.\n> `), closed]);
    return answers.includes(answer.trim());
  } finally {
    lines.close();
  }
}

/** Decides whether an agent may run a command line: allow, ask or deny, and why. */
import type { CommandRules } from '../source/agent-commands.ts';
import type { ProjectFiles } from '../source/project-files.ts';
import { CommandLineJudge } from './command-line-judge.ts';
import type { CommandDecision } from './decision.ts';
import { Budget } from './shell/budget.ts';
import { withoutMarks } from './shell/word.ts';

/**
 * Returns the strictest decision of all commands in the line. It never throws: a line that is too complex is `ask`.
 * Scripts, Makefiles and the like that the line runs are read from `files`; without it, only their names count.
 */
export function judgeCommandLine(
  line: string,
  rules: CommandRules,
  { budget = new Budget(), files }: { readonly budget?: Budget; readonly files?: ProjectFiles | undefined } = {},
): CommandDecision {
  const source = withoutMarks(line);
  const judge = new CommandLineJudge(source, rules, { budget, files });
  try {
    judge.start();
  } catch {
    judge.giveUp();
  }
  return judge.findings.found;
}

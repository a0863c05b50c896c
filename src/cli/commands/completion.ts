/** `firebreak completion`: prints a script that completes commands and options in the shell. */
import yargs, { type Argv } from 'yargs';
import type { ExitCode } from '../command.ts';

/** Adds the usage and examples of `firebreak completion`. */
export function options(parser: Argv) {
  return parser
    .usage('$0 completion\n\nPrints a script that completes commands and options in bash, zsh or fish ($SHELL).')
    .example('$0 completion >> ~/.bashrc', 'for bash, in new shells')
    .example('$0 completion >> ~/.zshrc', 'for zsh, in new shells');
}

/** Prints the script for the current shell. */
export async function run(): Promise<ExitCode> {
  yargs().scriptName('firebreak').completion('completion').showCompletionScript();
  return 0;
}

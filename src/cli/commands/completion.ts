/** `firebreak completion`: prints a script that completes commands and options in the shell. */
import yargs, { type Argv } from 'yargs';
import type { ExitCode } from '../command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** Adds the usage and examples of `firebreak completion`. */
export function options(parser: Argv) {
  return parser
    .usage('$0 completion [SHELL]\n\nPrints a script that completes commands and options in the shell.')
    .positional('shell', { choices: shells, describe: 'shell of the script (default: the one in $SHELL, else bash)' })
    .example('$0 completion bash >> ~/.bashrc', 'for bash, in new shells')
    .example('$0 completion zsh >> ~/.zshrc', 'for zsh, in new shells')
    .example('$0 completion fish > ~/.config/fish/completions/firebreak.fish', 'for fish');
}

/** Prints the script. */
export async function run({ shell }: { readonly shell: (typeof shells)[number] | undefined }): Promise<ExitCode> {
  // yargs reads the shell from here.
  if (shell !== undefined) process.env.SHELL = shell;
  yargs().scriptName('firebreak').completion('completion').showCompletionScript();
  return 0;
}

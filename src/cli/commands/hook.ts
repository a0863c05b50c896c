/** `firebreak hook`: judges a command before a coding agent runs it. */
import type { Argv } from 'yargs';
import { judgeCommandLine } from '../../agent-guard/decide.ts';
import type { CommandDecision } from '../../agent-guard/decision.ts';
import { toHookResponse } from '../../agent-guard/hook-response.ts';
import { toRequest } from '../../agent-guard/request.ts';
import { InputError } from '../../errors.ts';
import { readStream, UnreadableFileError } from '../../read/files/named-file.ts';
import { loadYaml, openProject } from '../../read/files/project-files.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import type { CommandRules } from '../../source/agent-commands.ts';
import type { ExitCode } from '../command.ts';

/** Adds the usage, options and examples of `firebreak hook`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 hook\n\nFor the hooks that coding agents call before they use a tool. Reads JSON from standard input, in the form of Claude Code\'s PreToolUse or as {"command": "…"}, and says whether that command line may run; prints nothing where it may. Exit 0, or in the plain form 1 where it may not. Exit 2, which stops the tool as well, where nothing could be read.',
    )
    .example(`echo '{"command": "terraform destroy"}' | $0 hook`, 'stopped, with what to do instead')
    .epilogue('How to install it, and what it cannot do: docs/agents.md');
}

/**
 * Judges the command on standard input and answers in the format of the agent. Returns 1 for a refused command in plain
 * form.
 */
export async function run(): Promise<ExitCode> {
  const { form, command, folder = process.cwd() } = toRequest(await readRequest());
  const { commands } = readBuiltinPolicies();
  const decision = command === null ? null : await judgeInProject(command, folder, commands);
  if (decision === null) return 0;
  const { output, stops } = toHookResponse(decision, form, commands);
  process.stdout.write(output);
  return stops && form === 'plain' ? 1 : 0;
}

/** Judges the line twice if it needs the YAML parser, so that other lines do not wait for it to load. */
async function judgeInProject(line: string, folder: string, rules: CommandRules): Promise<CommandDecision> {
  const files = openProject(folder);
  const decision = judgeCommandLine(line, rules, { files });
  if (!files.lacksYaml()) return decision;
  return judgeCommandLine(line, rules, { files: openProject(folder, await loadYaml()) });
}

/** In bytes. An agent sends a command, or the text of a file that it writes. */
const longestRequest = 16 * 1024 * 1024;

async function readRequest(): Promise<string> {
  try {
    return (await readStream(process.stdin, longestRequest)).toString('utf8');
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new InputError({
      message: `standard input holds more than ${longestRequest / 1024 / 1024} MiB, which is no request of an agent`,
      hint: 'send one tool call as JSON',
    });
  }
}

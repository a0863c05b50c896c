/** `firebreak hook`: judges a tool call before a coding agent makes it, and puts itself into the settings of agents. */
import type { Argv } from 'yargs';
import { judgeToolCall } from '../../agent-guard/agents/judge-tool-call.ts';
import { toRefusal } from '../../agent-guard/agents/reason.ts';
import { type Request, toRequest } from '../../agent-guard/agents/request.ts';
import { judgeCommandLine } from '../../agent-guard/decide.ts';
import type { CommandDecision } from '../../agent-guard/decision.ts';
import { InputError, UsageError } from '../../errors.ts';
import { readStream, UnreadableFileError } from '../../read/files/named-file.ts';
import { loadYaml, openProject } from '../../read/files/project-files.ts';
import { type Builtin, readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { repositoryTop } from '../../read/settings/find-settings.ts';
import type { ExitCode } from '../command.ts';

/** The arguments of `firebreak hook`. */
export interface HookArguments {
  readonly action: string | undefined;
  readonly agent: string | undefined;
  readonly command: string;
  readonly check: boolean;
  readonly uninstall: boolean;
  readonly dryRun: boolean;
}

/** The arguments of `firebreak hook` without any, which agents run before every tool call: yargs is spared then. */
export const plainHook: HookArguments = {
  action: undefined,
  agent: undefined,
  command: 'firebreak hook',
  check: false,
  uninstall: false,
  dryRun: false,
};

/** Adds the usage, options and examples of `firebreak hook`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 hook [install]\n\nWithout `install`, checks a tool call of a coding agent. Reads JSON from standard input, in the format of Claude Code, Cursor, Gemini CLI, GitHub Copilot, Kiro or OpenCode, or as {"command": "…"}, and answers in the same format. Prints nothing if the call is allowed. Exit status 2 (also refused): the input cannot be read.\n\nWith `install`, adds the hook to the settings of the agents in this repository.',
    )
    .positional('action', { type: 'string', choices: ['install'], describe: 'add the hook to the settings of agents' })
    .option('agent', {
      type: 'string',
      requiresArg: true,
      choices: ['claude', 'cursor', 'gemini', 'copilot', 'kiro', 'opencode'],
      describe: 'with install: only this agent (default: those with a folder in the repository)',
    })
    .option('command', {
      type: 'string',
      requiresArg: true,
      default: 'firebreak hook',
      describe: 'with install: the command line of the hook',
    })
    .option('check', { type: 'boolean', default: false, describe: 'with install: only test that a command is denied' })
    .option('uninstall', { type: 'boolean', default: false, describe: 'with install: remove the hook' })
    .option('dry-run', { type: 'boolean', default: false, describe: 'with install: only show the change' })
    .example(`echo '{"command": "terraform destroy"}' | $0 hook`, 'denied, with the safe way')
    .example('$0 hook install --agent claude', 'shows and makes the change of .claude/settings.json')
    .example('$0 hook install --check', 'calls each installed hook with `terraform destroy`')
    .epilogue('Formats of the agents, and limits of the hook: docs/agents.md');
}

/** Judges the call on standard input, or installs the hook. */
export async function run(args: HookArguments): Promise<ExitCode> {
  if (args.action === 'install') return install(args);
  if (args.check || args.uninstall || args.agent !== undefined)
    throw new UsageError({ message: '--agent, --check and --uninstall are for `firebreak hook install`' });
  const request = toRequest(await readRequest());
  const builtin = readBuiltinPolicies();
  const { stdout, stderr, code } = request.answer(toRefusal(await judgeInProject(request, builtin), builtin.commands));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return code;
}

/** Judges the call twice if it needs the YAML parser, so that other calls do not wait for it to load. */
async function judgeInProject(
  { call, folder = process.cwd() }: Request,
  { commands, tools }: Builtin,
): Promise<CommandDecision> {
  const files = openProject(folder);
  const decision = judgeToolCall(call, tools, (line) => judgeCommandLine(line, commands, { files }));
  if (!files.lacksYaml()) return decision;
  const withYaml = openProject(folder, await loadYaml());
  return judgeToolCall(call, tools, (line) => judgeCommandLine(line, commands, { files: withYaml }));
}

/** In bytes. An agent sends a command, or the text of a file that it writes. */
const longestRequest = 16 * 1024 * 1024;

async function readRequest(): Promise<string> {
  try {
    return (await readStream(process.stdin, longestRequest)).toString('utf8');
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new InputError({
      message: `standard input holds more than ${longestRequest / 1024 / 1024} MiB, more than any request of an agent`,
      hint: 'Send one tool call as JSON.',
    });
  }
}

async function install({ agent, command, check, uninstall, dryRun }: HookArguments): Promise<ExitCode> {
  // Loaded on demand: an agent waits for every start of the hook.
  const { checkHook, installHook } = await import('../hook-install/install-hook.ts');
  const root = (await repositoryTop(process.cwd())) ?? process.cwd();
  if (!check) {
    const lines = await installHook({ root, agent, command, uninstall, dryRun });
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
  const { lines, works } = await checkHook({ root, agent });
  process.stdout.write(`${lines.join('\n')}\n`);
  return works ? 0 : 1;
}

/** Reads what the hook of an agent sends. */
import { InputError } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';
import { type Answer, type Form, forms, type Given, type Refusal, toArguments } from './forms.ts';
import { type ToolCall, toLine } from './tool-call.ts';

/** A request to judge one tool call. */
export interface Request {
  readonly form: Form['name'];
  readonly call: ToolCall;
  /** The folder in which it runs, if the agent says so. */
  readonly folder?: string;
  /** Returns the answer in the form of the request; null: the tool may be used. */
  readonly answer: (refusal: Refusal | null) => Answer;
}

/** Tools of agents that run a command line, and nothing else. */
const shells: readonly string[] = ['Bash', 'bash', 'Shell', 'shell', 'run_shell_command', 'execute_bash', 'powershell'];

const editors: readonly string[] = ['Write', 'Edit', 'MultiEdit', 'NotebookEdit'];

/**
 * Returns the request in this JSON text.
 * @throws InputError if the text is not a request, so that a malformed one is not taken as allowed
 */
export function toRequest(text: string): Request {
  const given = parsed(text);
  if (!isObject(given)) throw refused('standard input is not a JSON object');
  const form = forms.find(({ isFormOf }) => isFormOf(given));
  const found = form?.read(given);
  if (!form || !found) throw refused('standard input has no `command`');
  const event = given.hook_event_name;
  if (event !== undefined && form.events && !form.events.includes(String(event)))
    throw refused(`this hook was called for ${shown(event)}, where it cannot block anything`);
  const args = toArguments(found.args);
  if (args === null) throw refused('the arguments of the tool are not a JSON object');
  const call: ToolCall = { tool: typeof found.tool === 'string' ? found.tool : '', args };
  checkCommand(call);
  return { form: form.name, call, ...folderOf(given, args), answer: (refusal) => form.answer(refusal, given) };
}

function checkCommand({ tool, args }: ToolCall): void {
  if (args.command === undefined && shells.includes(tool)) throw refused('the `command` of the tool is missing');
  if (
    editors.includes(tool) &&
    ![args.file_path, args.notebook_path, args.path].some((path) => typeof path === 'string')
  )
    throw refused('the `file_path` of the tool is not a string');
  for (const name of ['command', 'cmd', 'script'])
    if (args[name] !== undefined && toLine(args[name]) === null)
      throw refused(`\`${name}\` is neither a string nor a list of strings`);
}

function folderOf(given: Given, args: Given): { readonly folder?: string } {
  const [root] = Array.isArray(given.workspace_roots) ? given.workspace_roots : [];
  const folder = [args.working_directory, args.workdir, args.cwd, given.cwd, root].find(
    (path) => typeof path === 'string' && /^(?:\/|[A-Za-z]:[\\/])/.test(path),
  );
  return typeof folder === 'string' ? { folder } : {};
}

/** The name comes from outside, so only a plain word is repeated in a message. */
function shown(name: unknown): string {
  return typeof name === 'string' && /^\w{1,40}$/.test(name) ? `\`${name}\`` : 'another event';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError({ file: 'standard input', message: 'this is not JSON', hint }, { cause });
  }
}

const hint = 'Send {"tool_name", "tool_input": {"command"}}, or {"command"}: docs/agents.md';

function refused(message: string): InputError {
  return new InputError({ message, hint });
}

/** What an agent's hook is asked, in the two forms that are known. */
import { InputError } from '../errors.ts';
import { quoted } from './word.ts';

export interface Request {
  /** `claude`: Claude Code's `PreToolUse`, which others have taken over; `plain`: `{"command": "…"}`. */
  readonly form: 'claude' | 'plain';
  /** null: a tool that runs no command line. */
  readonly command: string | null;
}

/** @throws InputError for what is no such question: it must not pass as one that was answered */
export function toRequest(text: string): Request {
  const given = parsed(text);
  if (!isRecord(given)) throw refused('standard input holds no JSON object');
  const { tool_name: tool, tool_input: input, hook_event_name: event } = given;
  if (tool === undefined && input === undefined) {
    const command = toLine(given.command);
    if (command === null) throw refused('standard input names no `command`');
    return { form: 'plain', command };
  }
  if (event !== undefined && event !== 'PreToolUse')
    throw refused(`this hook is called for \`${String(event)}\`, and can stop nothing there`);
  if (!isRecord(input)) throw refused('`tool_input` is no JSON object');
  if (input.command === undefined) return { form: 'claude', command: null };
  const command = toLine(input.command);
  if (command === null) throw refused('`tool_input.command` is neither a string nor a list of strings');
  return { form: 'claude', command };
}

/** Some agents hand on the words themselves: `["bash", "-lc", "…"]`. */
function toLine(command: unknown): string | null {
  if (typeof command === 'string') return command;
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string')) return null;
  return command.map(quoted).join(' ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError({ file: 'standard input', message: 'this is no JSON', hint }, { cause });
  }
}

const hint =
  'a hook before a tool is used hands on {"tool_name", "tool_input": {"command"}}, or {"command"}: docs/agents.md';

function refused(message: string): InputError {
  return new InputError({ message, hint });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

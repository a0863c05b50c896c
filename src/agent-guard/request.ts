/** Reads what the hook of an agent sends: Claude Code's form or the plain form. */
import { InputError } from '../errors.ts';
import { isObject } from '../text/is-object.ts';
import { quoted } from './shell/word.ts';

/** A request to judge one tool call. */
export interface Request {
  /** `claude`: Claude Code's `PreToolUse`, which other agents use too; `plain`: `{"command": "…"}`. */
  readonly form: 'claude' | 'plain';
  /** The command line; null if the tool runs no command and writes no file. */
  readonly command: string | null;
  /** The folder in which it runs, if the agent says so. */
  readonly folder?: string;
}

/**
 * Returns the request in this JSON text.
 * @throws InputError if the text is not a request, so that a malformed one is not taken as allowed
 */
export function toRequest(text: string): Request {
  const given = parsed(text);
  if (!isObject(given)) throw refused('standard input holds no JSON object');
  const { tool_name: tool, tool_input: input, hook_event_name: event } = given;
  if (tool === undefined && input === undefined) {
    const command = toLine(given.command);
    if (command === null) throw refused('standard input names no `command`');
    return { form: 'plain', command, ...folderOf(given) };
  }
  if (event !== undefined && event !== 'PreToolUse')
    throw refused(`this hook is called for ${shown(event)}, and can stop nothing there`);
  if (!isObject(input)) throw refused('`tool_input` is no JSON object');
  return { form: 'claude', command: commandOf(tool, input), ...folderOf(given) };
}

function folderOf({ cwd }: Readonly<Record<string, unknown>>): { readonly folder?: string } {
  return typeof cwd === 'string' && cwd !== '' ? { folder: cwd } : {};
}

/**
 * Returns the command line in the tool input. A file that an editing tool writes is returned as a redirection, `>
 * file`.
 */
function commandOf(tool: unknown, input: Readonly<Record<string, unknown>>): string | null {
  const given = ['command', 'cmd', 'script'].filter((name) => input[name] !== undefined);
  if (given.length === 0 && tool === 'Bash') throw refused('`tool_input.command` is missing');
  if (typeof tool === 'string' && editors.includes(tool)) {
    const path = input.file_path ?? input.notebook_path;
    if (typeof path !== 'string') throw refused('`tool_input.file_path` is no string');
    return `> ${quoted(path)}`;
  }
  const lines = given.map((name) => {
    const line = toLine(input[name]);
    if (line === null) throw refused(`\`tool_input.${name}\` is neither a string nor a list of strings`);
    const more = name === 'script' ? null : toLine(input.args ?? null);
    return more === null ? line : `${line} ${more}`;
  });
  return lines.length > 0 ? lines.join('\n') : null;
}

const editors: readonly string[] = ['Write', 'Edit', 'MultiEdit', 'NotebookEdit'];

/** The name comes from outside, so only a plain word is repeated in a message. */
function shown(name: unknown): string {
  return typeof name === 'string' && /^\w{1,40}$/.test(name) ? `\`${name}\`` : 'another event';
}

/** Some agents send a list of words: `["bash", "-lc", "…"]`. */
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

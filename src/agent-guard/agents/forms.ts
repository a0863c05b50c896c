/**
 * The forms in which agents ask before they use a tool, and in which they read the answer. Which one it is shows by the
 * keys of the input. Sources: docs/agents.md.
 */
import { isObject } from '../../text/is-object.ts';
import type { ToolArguments } from './tool-call.ts';

/** A JSON object from an agent. */
export type Given = Readonly<Record<string, unknown>>;

/** A question or a refusal; nothing is said about what may run. */
export interface Refusal {
  readonly decision: 'ask' | 'deny';
  readonly reason: string;
}

/** What the hook writes, and its exit status. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: 0 | 1 | 2;
}

/** How one agent asks and reads. */
export interface Form {
  readonly name: 'claude' | 'cursor' | 'gemini' | 'copilot' | 'kiro' | 'opencode' | 'plain';
  /** Names of events before a tool is used. Other events are refused, since nothing can be stopped there. */
  readonly events?: readonly string[];
  readonly isFormOf: (given: Given) => boolean;
  /** Returns the tool and its arguments; null if they are not there. */
  readonly read: (given: Given) => { readonly tool: unknown; readonly args: unknown } | null;
  readonly answer: (refusal: Refusal | null, given: Given) => Answer;
}

const silent: Answer = { stdout: '', stderr: '', code: 0 };
const json = (value: object, code: Answer['code'] = 0): Answer => ({
  ...silent,
  stdout: `${JSON.stringify(value)}\n`,
  code,
});
const snakeCase = ({ tool_name: tool, tool_input: args }: Given) => ({ tool, args });
const has = (given: Given, ...keys: readonly string[]) => keys.some((key) => given[key] !== undefined);

/** Forms in the order in which they are tried; the last one takes what is left. */
export const forms: readonly Form[] = [
  {
    name: 'cursor',
    events: ['beforeShellExecution', 'beforeMCPExecution', 'preToolUse'],
    isFormOf: (given) =>
      has(given, 'cursor_version', 'conversation_id', 'generation_id', 'workspace_roots') ||
      /^(?:before|after)[A-Z]/.test(String(given.hook_event_name)),
    read: (given) =>
      given.hook_event_name === 'beforeShellExecution'
        ? { tool: 'Shell', args: { command: given.command } }
        : snakeCase(given),
    // Cursor reads `ask` before a shell command or an MCP tool, and takes it for `allow` in `preToolUse`.
    answer: (refusal, given) =>
      refusal === null
        ? json({ permission: 'allow' })
        : json({
            permission: given.hook_event_name === 'preToolUse' ? 'deny' : refusal.decision,
            user_message: refusal.reason,
            agent_message: refusal.reason,
          }),
  },
  {
    name: 'gemini',
    events: ['BeforeTool'],
    isFormOf: (given) => /^(?:Before|After)[A-Z]/.test(String(given.hook_event_name)),
    read: snakeCase,
    // There is no `ask`.
    answer: (refusal) =>
      refusal === null ? json({}) : json({ decision: 'deny', reason: refusal.reason, systemMessage: refusal.reason }),
  },
  {
    name: 'copilot',
    isFormOf: (given) => has(given, 'toolName', 'toolArgs'),
    read: ({ toolName: tool, toolArgs: args }) => ({ tool, args }),
    answer: (refusal) =>
      refusal === null
        ? silent
        : json({ permissionDecision: refusal.decision, permissionDecisionReason: refusal.reason }),
  },
  {
    name: 'kiro',
    events: ['preToolUse'],
    isFormOf: ({ hook_event_name: event }) => typeof event === 'string' && /^[a-z]/.test(event),
    read: snakeCase,
    // The exit status is all that it reads; what stands on standard error goes to the model.
    answer: (refusal) => (refusal === null ? silent : { stdout: '', stderr: `${refusal.reason}\n`, code: 2 }),
  },
  {
    name: 'claude',
    events: ['PreToolUse'],
    isFormOf: (given) => has(given, 'tool_name', 'tool_input', 'hook_event_name'),
    read: snakeCase,
    answer: (refusal, given) => {
      if (refusal === null) return silent;
      const decision = { permissionDecision: refusal.decision, permissionDecisionReason: refusal.reason };
      const output = { hookEventName: 'PreToolUse', ...decision };
      // GitHub Copilot sends this form too if its event is written `PreToolUse`, and reads the decision at the top.
      return json({ ...(has(given, 'timestamp') ? decision : {}), hookSpecificOutput: output });
    },
  },
  {
    name: 'opencode',
    isFormOf: (given) => typeof given.tool === 'string' && isObject(given.args),
    read: ({ tool, args }) => ({ tool, args }),
    answer: (refusal) => (refusal === null ? silent : json(refusal, 1)),
  },
  {
    name: 'plain',
    isFormOf: () => true,
    read: ({ command }) => (command === undefined ? null : { tool: 'shell', args: { command } }),
    answer: (refusal) => (refusal === null ? silent : json(refusal, 1)),
  },
];

/** Returns arguments that are an object, or a JSON text of one; null for anything else. */
export function toArguments(given: unknown): ToolArguments | null {
  if (isObject(given)) return given;
  if (typeof given !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(given);
    return isObject(parsed) ? parsed : { command: given };
  } catch {
    return { command: given };
  }
}

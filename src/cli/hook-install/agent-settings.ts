/**
 * Where each agent keeps its hooks, and how the one of Firebreak is put in and taken out. Sources: docs/agents.md.
 */
import { isObject } from '../../text/is-object.ts';

/** The settings of an agent as a parsed JSON object. */
export type SettingsJson = Readonly<Record<string, unknown>>;

/** The settings file of one agent. */
export interface AgentSettings {
  readonly name: 'claude' | 'cursor' | 'gemini' | 'copilot' | 'kiro' | 'opencode';
  /** As the agent is called. */
  readonly title: string;
  /** Paths in the repository, with `/`. One that ends with `/*.json` is every file in that folder. */
  readonly files: readonly string[];
  /** Returns the settings with the hook. It is the same object if the hook is there. */
  readonly add: (settings: SettingsJson, command: string) => SettingsJson;
  /** Returns the settings without the hook. */
  readonly remove: (settings: SettingsJson) => SettingsJson;
  /** A call that must be denied, in the form of the agent. */
  readonly sample: (folder: string) => object;
  /** Whether what the hook printed denies the call. */
  readonly isDenied: (result: { readonly stdout: string; readonly code: number | null }) => boolean;
}

/** Command lines that a hook of Firebreak starts with. */
const isOurs = (command: unknown): boolean =>
  typeof command === 'string' && /\bfirebreak(?:\.js)?['"]?\s+hook\b/.test(command);
const line = 'terraform destroy -auto-approve';

/** Adds an entry to the list of an event, unless one of Firebreak is in it. */
function withEntry(settings: SettingsJson, event: string, entry: object): SettingsJson {
  const hooks = isObject(settings.hooks) ? settings.hooks : {};
  const list = Array.isArray(hooks[event]) ? hooks[event] : [];
  if (list.some(hasOurs)) return settings;
  return { ...settings, hooks: { ...hooks, [event]: [...list, entry] } };
}

function hasOurs(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasOurs);
  if (isObject(value)) return [value.command, value.bash, value.powershell].some(isOurs) || hasOurs(value.hooks);
  return false;
}

/** Takes the entries of Firebreak out of all events, and what is empty then. */
function withoutEntries(settings: SettingsJson): SettingsJson {
  if (!isObject(settings.hooks)) return settings;
  const events = Object.entries(settings.hooks).flatMap(([event, list]) => {
    if (!Array.isArray(list) || !hasOurs(list)) return [[event, list] as const];
    const kept = list.flatMap(withoutOurs);
    return kept.length > 0 ? [[event, kept] as const] : [];
  });
  const { hooks: _, ...others } = settings;
  return events.length > 0 ? { ...others, hooks: Object.fromEntries(events) } : others;
}

/** Other commands of the same entry stay. */
function withoutOurs(entry: unknown): readonly unknown[] {
  if (!hasOurs(entry)) return [entry];
  if (!isObject(entry) || !Array.isArray(entry.hooks)) return [];
  const hooks = entry.hooks.filter((hook) => !hasOurs(hook));
  return hooks.length > 0 ? [{ ...entry, hooks }] : [];
}

function outputOf(stdout: string): SettingsJson {
  try {
    const parsed: unknown = JSON.parse(stdout);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** All agents whose settings are known. */
export const agentSettings: readonly AgentSettings[] = [
  {
    name: 'claude',
    title: 'Claude Code',
    files: ['.claude/settings.json'],
    add: (settings, command) =>
      withEntry(settings, 'PreToolUse', {
        matcher: 'Bash|Write|Edit|MultiEdit|NotebookEdit|mcp__.*',
        hooks: [{ type: 'command', command, timeout: 10 }],
      }),
    remove: withoutEntries,
    sample: (cwd) => ({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: line }, cwd }),
    isDenied: ({ stdout }) => {
      const { hookSpecificOutput: output } = outputOf(stdout);
      return isObject(output) && output.permissionDecision === 'deny';
    },
  },
  {
    name: 'cursor',
    title: 'Cursor',
    files: ['.cursor/hooks.json'],
    add: (settings, command) =>
      ['beforeShellExecution', 'beforeMCPExecution', 'preToolUse'].reduce(
        (all, event) =>
          withEntry(all, event, {
            command,
            timeout: 10,
            failClosed: true,
            ...(event === 'preToolUse' ? { matcher: 'Write|StrReplace|Edit|Delete' } : {}),
          }),
        { version: 1, ...settings } as SettingsJson,
      ),
    remove: withoutEntries,
    sample: (cwd) => ({ hook_event_name: 'beforeShellExecution', command: line, cwd, workspace_roots: [cwd] }),
    isDenied: ({ stdout }) => outputOf(stdout).permission === 'deny',
  },
  {
    name: 'gemini',
    title: 'Gemini CLI',
    files: ['.gemini/settings.json'],
    add: (settings, command) =>
      withEntry(settings, 'BeforeTool', {
        matcher: 'run_shell_command|write_file|replace|mcp_.*',
        // Milliseconds.
        hooks: [{ name: 'firebreak', type: 'command', command, timeout: 10_000 }],
      }),
    remove: withoutEntries,
    sample: (cwd) => ({
      hook_event_name: 'BeforeTool',
      tool_name: 'run_shell_command',
      tool_input: { command: line },
      cwd,
    }),
    isDenied: ({ stdout }) => outputOf(stdout).decision === 'deny',
  },
  {
    name: 'copilot',
    title: 'GitHub Copilot',
    files: ['.github/hooks/firebreak.json'],
    add: (settings, command) =>
      withEntry({ version: 1, ...settings }, 'preToolUse', {
        type: 'command',
        bash: command,
        powershell: command,
        timeoutSec: 10,
      }),
    remove: withoutEntries,
    sample: (cwd) => ({ sessionId: 'check', cwd, toolName: 'bash', toolArgs: { command: line } }),
    isDenied: ({ stdout }) => outputOf(stdout).permissionDecision === 'deny',
  },
  {
    name: 'kiro',
    title: 'Kiro CLI and Amazon Q Developer CLI',
    files: ['.kiro/agents/*.json', '.amazonq/cli-agents/*.json'],
    add: (settings, command) => withEntry(settings, 'preToolUse', { matcher: '*', command, timeout_ms: 10_000 }),
    remove: withoutEntries,
    sample: (cwd) => ({ hook_event_name: 'preToolUse', tool_name: 'execute_bash', tool_input: { command: line }, cwd }),
    isDenied: ({ code }) => code === 2,
  },
];

/** The plugin that OpenCode loads. It passes each call of a tool on, and stops the ones that may not run. */
export const openCodePlugin = {
  file: '.opencode/plugins/firebreak.js',
  text: (
    command: string,
  ) => `// Written by \`firebreak hook install --agent opencode\`. Asks Firebreak before a tool is used.
import { spawnSync } from 'node:child_process';

const Firebreak = async ({ directory }) => ({
  'tool.execute.before': async ({ tool }, { args }) => {
    const input = JSON.stringify({ tool, args: args ?? {}, cwd: directory ?? process.cwd() });
    const { status, stdout, stderr } = spawnSync(${JSON.stringify(command)}, { input, shell: true, encoding: 'utf8', timeout: 10_000 });
    if (status === 0) return;
    let reason = stderr || 'firebreak hook could not be run';
    try {
      reason = JSON.parse(stdout).reason;
    } catch {}
    throw new Error(reason);
  },
});

${'export'} { Firebreak };
`,
} as const;

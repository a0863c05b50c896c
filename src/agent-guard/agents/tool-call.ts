/** A call of a tool by an agent, with the command lines that it holds. */
import type { ToolFile, ToolLine, ToolRules } from '../../source/agent-tools.ts';
import { isObject } from '../../text/is-object.ts';
import { matchAnyPattern, quoted } from '../shell/word.ts';

/** Arguments of a tool by name. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** A call of a tool. */
export interface ToolCall {
  /** As the agent names it, often with its server: `mcp__terraform__create_run`. */
  readonly tool: string;
  readonly args: ToolArguments;
}

/**
 * Returns the names that a rule may use for the tool: the whole one, and what follows each separator, because agents
 * put the server before it in ways of their own (`mcp__s__t`, `@s/t`, `MCP:t`, `s_t`).
 */
export function toolNames(tool: string): readonly string[] {
  const starts = [...tool.matchAll(/[_\-/:.@]+/g)].map(({ index, 0: mark }) => index + mark.length);
  return [tool, ...starts.map((start) => tool.slice(start))].filter((name) => name !== '');
}

/** Whether a pattern describes one of the tool's names. */
export function isTool(patterns: readonly string[], tool: string): boolean {
  return toolNames(tool).some((name) => matchAnyPattern(patterns, name) === 'yes');
}

/**
 * Returns the command lines in the call. A file that it writes is returned as a redirection, `> file`, and one that
 * it removes as `rm file`.
 */
export function linesIn({ tool, args }: ToolCall, rules: Pick<ToolRules, 'lines' | 'files'>): readonly string[] {
  const lines = rules.lines.flatMap((rule) => (isTool(rule.tools, tool) ? linesOf(args, rule) : []));
  const files = rules.files.flatMap((rule) => (isTool(rule.tools, tool) ? filesOf(args, rule) : []));
  return [...new Set([...lines, ...files])];
}

function linesOf(args: ToolArguments, { arguments: names, joined, each, before }: ToolLine): readonly string[] {
  if (joined) {
    const words = names.map((name) => args[name]).filter((value) => typeof value === 'string');
    return words.length > 0 ? [[before, ...words.map(quoted)].join(' ')] : [];
  }
  return names.flatMap((name) => {
    const value = args[name];
    const texts = before === 'sql' || each ? textsIn(value) : [toLine(value)];
    return texts.flatMap((text) => {
      if (text === null) return [];
      if (before === 'sql') return name.startsWith('sql') || isSql(text) ? [`sql ${quoted(text)}`] : [];
      const more = Array.isArray(args.args) && name !== 'args' ? toLine(args.args) : null;
      return [[before, text, more].filter(Boolean).join(' ')];
    });
  });
}

function filesOf(args: ToolArguments, { arguments: names, removes }: ToolFile): readonly string[] {
  return names.flatMap((name) => textsIn(args[name]).map((path) => `${removes ? 'rm' : '>'} ${quoted(path)}`));
}

/** Returns a text as it is, and a list of words as one line: `["bash", "-lc", "…"]`. null: neither. */
export function toLine(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) return null;
  return value.map(quoted).join(' ');
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

/** A question in plain language may speak of dropping tables too. */
function isSql(text: string): boolean {
  return /^[\s;(]*(?:--.*\n\s*)*(?:select|insert|update|delete|drop|alter|truncate|create|with|begin|do|exec|call|grant|merge|set|explain)\b/i.test(
    text,
  );
}

/** Returns all values in the arguments as text, with the names of their keys. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  if (isObject(value))
    return Object.entries(value)
      .map(([key, each]) => `${key} ${textOf(each)}`)
      .join('\n');
  return String(value);
}

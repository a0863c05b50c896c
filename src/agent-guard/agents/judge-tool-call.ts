/** Decides whether an agent may call a tool: by its name and arguments, and by the command lines in them. */
import type { ToolRule, ToolRules } from '../../source/agent-tools.ts';
import { type CommandDecision, stricter } from '../decision.ts';
import { matchAnyPattern } from '../shell/word.ts';
import { mentions, tokensOf } from '../suspicious-tokens.ts';
import { isTool, linesIn, type ToolArguments, type ToolCall, textOf, toolNames } from './tool-call.ts';

const allowed: CommandDecision = { decision: 'allow' };

/**
 * Returns the strictest decision on the call.
 * @param judgeLine judges a command line
 */
export function judgeToolCall(
  call: ToolCall,
  rules: ToolRules,
  judgeLine: (line: string) => CommandDecision,
): CommandDecision {
  const lines = linesIn(call, rules).map(judgeLine);
  return [judgeByRules(call, rules), ...lines].reduce(stricter, allowed);
}

function judgeByRules({ tool, args }: ToolCall, { rules, unknown }: ToolRules): CommandDecision {
  const rule = rules.find((each) => applies(each, { tool, args }));
  if (rule) return rule.decision === 'allow' ? allowed : decided(rule, shownCall(tool, args, rule));
  if (unknown.except.includes(tool)) return allowed;
  const words = wordsOf(tool);
  const at = words.findIndex((word) => unknown.words.includes(word));
  if (at < 0 || words.slice(0, at).some((word) => unknown.reads.includes(word))) return allowed;
  const named: ToolRule = {
    id: 'tool-unknown',
    tools: [tool],
    decision: 'ask',
    does: `may ${words[at] ?? ''}, according to its name`,
    way: 'cloud',
  };
  return decided(named, shownCall(tool, args, named));
}

function decided(rule: ToolRule, shown: string): CommandDecision {
  const { decision } = rule;
  const { id, tools, does, way } = rule;
  const because = { rule: { id, tools, decision, ...(does && { does }), ...(way && { way }) }, shown };
  return decision === 'allow' ? allowed : { decision, because: { ...because, certainty: 'yes' } };
}

function applies({ tools, arguments: wanted, mentions: phrases }: ToolRule, { tool, args }: ToolCall): boolean {
  if (!isTool(tools, tool)) return false;
  if (!Object.entries(wanted ?? {}).every(([names, patterns]) => hasValue(args, names, patterns))) return false;
  if (!phrases) return true;
  const tokens = tokensOf(textOf(args));
  return phrases.some((phrase) => mentions(tokens, phrase));
}

/** `a|b` names either argument, and one with `?` may be missing. */
function hasValue(args: ToolArguments, names: string, patterns: readonly string[]): boolean {
  const values = names
    .replace(/\?$/, '')
    .split('|')
    .flatMap((name) => [args[name]].flat())
    .filter((value) => value !== undefined);
  if (values.length === 0) return names.endsWith('?');
  return values.some((value) => matchAnyPattern(patterns, String(value)) === 'yes');
}

/** The last part of the name, so that the name of a server decides nothing: `delete_all` of `mcp__drop-box__delete_all`. */
function wordsOf(tool: string): readonly string[] {
  const name = tool.split(/__|[/:.]/).findLast((part) => part !== '') ?? tool;
  return tokensOf(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2'));
}

/** Returns the name and the arguments that a rule looked at, on one line. */
function shownCall(tool: string, args: ToolArguments, rule: ToolRule): string {
  const names = Object.keys(rule.arguments ?? {}).flatMap((key) => key.replace(/\?$/, '').split('|'));
  const given = names.flatMap((name) => (args[name] === undefined ? [] : [`${name}=${String(args[name])}`]));
  const shown = [toolNames(tool)[0] ?? tool, ...given].join(' ').replace(/[\p{C}\p{Zl}\p{Zp}`]/gu, '');
  return shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
}

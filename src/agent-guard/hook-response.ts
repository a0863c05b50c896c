/**
 * Turns a decision into the response for the agent. The response says why the command is stopped and what to do
 * instead.
 */
import type { CommandRules } from '../source/agent-commands.ts';
import type { CommandDecision } from './decide.ts';
import type { Request } from './request.ts';

/**
 * What the hook writes to standard output, and whether the command is denied or needs confirmation. Claude Code reads
 * the decision from the JSON alone.
 */
export interface HookResponse {
  readonly output: string;
  readonly stops: boolean;
}

/** Returns the response in the form of the request: empty for `allow`, else one line of JSON. */
export function toHookResponse(
  judgement: CommandDecision,
  form: Request['form'],
  rules: Pick<CommandRules, 'ways'>,
): HookResponse {
  if (judgement.decision === 'allow') return { output: '', stops: false };
  const { decision } = judgement;
  const reason = reasonOf(judgement, rules);
  const json =
    form === 'plain'
      ? { decision, reason }
      : {
          hookSpecificOutput: {
            hookEventName: 'PreToolUse',
            permissionDecision: decision,
            permissionDecisionReason: reason,
          },
        };
  return { output: `${JSON.stringify(json)}\n`, stops: true };
}

function reasonOf(
  { decision, because }: Exclude<CommandDecision, { decision: 'allow' }>,
  { ways }: Pick<CommandRules, 'ways'>,
) {
  if (because === 'too much')
    return `Firebreak asks a person: this is longer or more deeply nested than is looked at. ${ways.person ?? ''}`;
  if ('tool' in because) {
    const { tool, word } = because;
    const spoken = word === undefined ? tool : `${tool} and ${word}`;
    return `Firebreak asks a person: a part of this cannot be read before it runs, and it speaks of ${spoken}. ${ways.person ?? ''}`;
  }
  const { rule, certainty, shown } = because;
  const way = ways[rule.way ?? ''] ?? '';
  if (certainty === 'maybe')
    return `Firebreak asks a person: what this runs is not known before it runs; it may be \`${shown}\`, and that ${rule.does}. ${way}`;
  const who = decision === 'deny' ? 'Firebreak stops this' : 'Firebreak asks a person';
  return `${who}: \`${shown}\` ${rule.does}. ${way}`;
}

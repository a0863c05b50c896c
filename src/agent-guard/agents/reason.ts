/** Says why a call is stopped and what to do instead. */
import type { CommandRules } from '../../source/agent-commands.ts';
import type { CommandDecision } from '../decision.ts';
import type { Refusal } from './forms.ts';

/** Returns the decision with its reason in words; null if the call is allowed. */
export function toRefusal(judgement: CommandDecision, rules: Pick<CommandRules, 'ways'>): Refusal | null {
  if (judgement.decision === 'allow') return null;
  return { decision: judgement.decision, reason: reasonOf(judgement, rules).trim() };
}

function reasonOf(
  { decision, because, within }: Exclude<CommandDecision, { decision: 'allow' }>,
  { ways }: Pick<CommandRules, 'ways'>,
) {
  if (because === 'too much')
    return `Firebreak asks a person: this is too long or too deeply nested to be checked. ${ways.person ?? ''}`;
  if ('unread' in because)
    return `Firebreak asks a person: ${plainName(because.unread)} is too big to be read before it runs, or there are too many files. ${ways.person ?? ''}`;
  const where = within === undefined ? '' : ` (in ${plainName(within)})`;
  if ('tool' in because) {
    const { tool, word } = because;
    const spoken = word === undefined ? tool : `${tool} and ${word}`;
    return `Firebreak asks a person: part of this cannot be read before it runs, and it mentions ${spoken}${where}. ${ways.person ?? ''}`;
  }
  const { rule, certainty, shown } = because;
  const way = ways[rule.way ?? ''] ?? '';
  if (certainty === 'maybe')
    return `Firebreak asks a person: what this runs is unknown before it runs. It may be \`${shown}\`${where}, which ${rule.does}. ${way}`;
  const who = decision === 'deny' ? 'Firebreak stops this' : 'Firebreak asks a person';
  return `${who}: \`${shown}\`${where} ${rule.does}. ${way}`;
}

/** Returns the name of a file on one line without control characters. */
function plainName(name: string): string {
  return name.replace(/[\p{C}\p{Zl}\p{Zp}`]/gu, '').slice(0, 200);
}

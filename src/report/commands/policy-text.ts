/** Describes a policy: what it evaluates, what it requires, why, and how to fix a finding. */
import type { Policy } from '../../policy/policy.ts';
import { parseTemplate } from '../../policy/template.ts';
import type { PolicyCase, PolicyExamples } from '../../source/policy-test.ts';
import { policyPageUrl } from '../../verdict/policy-page.ts';
import { terminal } from '../escape.ts';
import { remedyBlocks } from '../remedy.ts';
import { heading, labelled, type Page, paint, wrap } from '../text/text-layout.ts';
import { count, oneLine } from '../wording/words.ts';

/** A policy with what its test shows. */
export interface ExplainedPolicy extends PolicyExamples {
  readonly policy: Policy;
  /** Whether the policy reads a fact that may be unknown. */
  readonly canBeUnknown: boolean;
}

const column = 12;
const mostCases = 12;
const marks = { violated: '✗', unknown: '?', advisory: '!', nothing: '✓' } as const;

/**
 * Returns the lines for a terminal.
 * @param inEffect the policy with the settings applied, and the reason if they switch it off
 */
export function policyLines(
  page: Page,
  { policy, example, cases, canBeUnknown }: ExplainedPolicy,
  inEffect: { readonly policy: Policy; readonly off?: string } = { policy },
): readonly string[] {
  const section = (label: string, text: string): readonly string[] =>
    text.trim() === '' ? [] : labelled(page, label, terminal(oneLine(text)), { column });
  const parameters = Object.entries(policy.parameters).map(
    ([name, { type, value }]) => `${terminal(name)} (${type}, ${terminal(JSON.stringify(value))})`,
  );
  return [
    paint(page, 'bold', terminal(policy.title)),
    `${terminal(policy.id)}, ${strengthInEffect(policy, inEffect)}`,
    '',
    ...section('Why', policy.why),
    ...section(
      policy.require === 'false' ? 'Reports' : 'Applies to',
      `each ${policy.subject}${policy.when === 'true' ? '' : ` where ${policy.when}`}`,
    ),
    ...section('Requires', policy.require === 'false' ? '' : policy.require),
    ...section('Advisory', policy.advise === undefined ? '' : `where ${policy.advise}`),
    ...section('Unknown', canBeUnknown ? unknownInWords(policy) : ''),
    ...section('Settings', parameters.join(', ')),
    ...section('Docs', policy.builtIn ? policyPageUrl(policy.id) : ''),
    '',
    ...(example === null ? [] : labelled(page, 'Message', terminal(oneLine(example.message)), { column })),
    ...doLines(page, example?.remedy ?? plainRemedy(policy)),
    ...(policy.examples ?? []).flatMap((text, i) =>
      labelled(page, i === 0 ? 'Examples' : '', terminal(text), { column }),
    ),
    ...caseLines(page, cases),
  ].filter((line, i, all) => line !== '' || all[i - 1] !== '');
}

function strengthInEffect(policy: Policy, inEffect: { readonly policy: Policy; readonly off?: string }): string {
  const standard = strength(policy);
  const set = inEffect.off === undefined ? strength(inEffect.policy) : `off: ${terminal(inEffect.off)}`;
  return set === standard ? standard : `${set}. Without your settings: ${standard}`;
}

/** Returns the enforcement with its approvals, e.g. `soft-mandatory (2 approvals lift it)`. */
export function strength({ enforcement, approvals }: Policy): string {
  if (enforcement === 'advisory') return 'advisory (shown only)';
  if (enforcement === 'hard-mandatory') return 'hard-mandatory (no approval lifts it)';
  return `soft-mandatory (${count(approvals, 'approval')} ${approvals === 1 ? 'lifts' : 'lift'} it)`;
}

/** Returns how the policy treats unknown values, as a phrase. */
export function unknownInWords({ onUnknown }: Policy): string {
  return onUnknown === 'fail'
    ? 'a value known only after apply counts as a violation'
    : 'a value known only after apply gives an advisory';
}

/** Returns a template without expressions: field names stay in braces, longer expressions become an ellipsis. */
export function plainTemplate(text: string): string {
  const parts = parseTemplate(text);
  if ('offset' in parts) return text;
  return parts
    .map((part) => (typeof part === 'string' ? part : /^[\w.]+$/.test(part.expression) ? `{${part.expression}}` : '…'))
    .join('');
}

/** Returns the remedy of a policy that no example shows: the one for all other cases, if there are several. */
export function plainRemedy({ remedy, remedies = [] }: Pick<Policy, 'remedy' | 'remedies'>): string {
  const others = remedies.find(({ when }) => when === 'true');
  return plainTemplate(others ? `${others.remedy}\n\n${remedy}` : remedy);
}

function doLines(page: Page, remedy: string): readonly string[] {
  return remedyBlocks(remedy).flatMap(({ kind, lines: block }, i) =>
    kind === 'prose'
      ? labelled(page, i === 0 ? 'Fix' : '', terminal(block[0] ?? ''), { column })
      : ['', ...block.map((line) => `${' '.repeat(column + 2)}${paint(page, 'cyan', terminal(line))}`.trimEnd()), ''],
  );
}

function caseLines(page: Page, cases: readonly PolicyCase[]): readonly string[] {
  if (cases.length === 0) return [];
  const shown = cases.slice(0, mostCases);
  return [
    '',
    ...heading(page, `Test cases (${cases.length}: ✗ violated, ! advisory, ? unknown, ✓ no finding)`),
    ...shown.flatMap(({ name, says }) => wrap(page, terminal(name), { first: `  ${marks[says]} ` })),
    ...(cases.length > shown.length ? [`  + ${cases.length - shown.length} more`] : []),
  ];
}

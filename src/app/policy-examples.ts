/** Explains a policy by its tests: the cases, and the message for the first case that violates it. */
import { factClasses } from '../facts/facts.ts';
import { canBeUnknown } from '../policy/facts-read.ts';
import type { Policy } from '../policy/policy.ts';
import { type Judge, toJudgeInput } from '../policy-test/run.ts';
import type { ExplainedPolicy } from '../report/commands/policy-text.ts';
import type { PolicyCase, PolicyExample, PolicyTest, PolicyTestCase } from '../source/policy-test.ts';

/** Returns a policy with its test cases and the message of its first violation (null if no case violates it). */
export async function explainPolicy(
  policy: Policy,
  options: { readonly tests: readonly PolicyTest[]; readonly judge: Judge },
): Promise<ExplainedPolicy> {
  const cases = options.tests.filter((test) => test.policy === policy.id).flatMap((test) => test.cases);
  // A blocking violation is a better example than an advisory one.
  const ordered = [...cases].sort((a, b) => Number(isAdvice(a)) - Number(isAdvice(b)));
  let example: PolicyExample | null = null;
  for (const each of ordered) {
    if (example === null && (each.expect.violated ?? []).length > 0) {
      example = await exampleOf(policy, { case: each, judge: options.judge });
    }
  }
  return {
    policy,
    example,
    cases: cases.map((each): PolicyCase => ({ name: each.name, says: saysIn(each) })),
    canBeUnknown: canBeUnknown(policy, factClasses),
  };
}

async function exampleOf(
  policy: Policy,
  options: { readonly case: PolicyTestCase; readonly judge: Judge },
): Promise<PolicyExample | null> {
  const { outcomes } = await options.judge(toJudgeInput(policy.id, options.case));
  const found = outcomes.find(({ result }) => result === 'violated');
  return found ? { name: options.case.name, message: found.message, remedy: found.remedy } : null;
}

function isAdvice({ expect }: PolicyTestCase): boolean {
  return (expect.advisory ?? []).length > 0;
}

function saysIn({ expect }: PolicyTestCase): PolicyCase['says'] {
  const { violated = [], unknown = [], advisory = [] } = expect;
  if (violated.length + unknown.length === 0) return 'nothing';
  if (advisory.length === violated.length + unknown.length) return 'advisory';
  return violated.length > 0 ? 'violated' : 'unknown';
}

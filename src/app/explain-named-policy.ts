/** Explains a policy with its example and the cases of its test. */
import { dirname, join } from 'node:path';
import { factClasses } from '../facts/facts.ts';
import { canBeUnknown } from '../policy/facts-read.ts';
import type { Policy } from '../policy/policy.ts';
import { isThere } from '../read/files/is-there.ts';
import { readBuiltinExamples } from '../read/settings/builtin.ts';
import { readPolicyTests } from '../read/settings/policy-tests.ts';
import type { ExplainedPolicy } from '../report/commands/policy-text.ts';
import { judgeWith } from './judge-test-case.ts';
import { explainPolicy } from './policy-examples.ts';

/**
 * Returns the policy with this id and what its test shows; null if there is none.
 * @throws {PolicyError} if the test of a policy of the user's own is faulty
 */
export async function explainNamedPolicy(id: string, policies: readonly Policy[]): Promise<ExplainedPolicy | null> {
  const policy = policies.find((each) => each.id === id);
  if (!policy) return null;
  return policy.builtIn ? explainBuiltin(policy) : explainOwn(policy, policies);
}

async function explainBuiltin(policy: Policy): Promise<ExplainedPolicy> {
  const examples = (await readBuiltinExamples())[policy.id] ?? { example: null, cases: [] };
  return { policy, ...examples, canBeUnknown: canBeUnknown(policy, factClasses) };
}

async function explainOwn(policy: Policy, policies: readonly Policy[]): Promise<ExplainedPolicy> {
  const test = join(dirname(policy.file), `${policy.id}.test.yaml`);
  const tests = (await isThere(test)) ? await readPolicyTests([test]) : [];
  return explainPolicy(policy, { tests, judge: judgeWith(policies) });
}

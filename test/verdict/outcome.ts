/** Hand-made outcomes of policies: what decisions are tried with. */
import { factClasses } from '../../src/facts/facts.ts';
import { factsJudged } from '../../src/policy/facts-read.ts';
import type { Outcome, Policy } from '../../src/policy/policy.ts';
import { policy } from '../policy/sample.ts';

/** The address of the subject of a hand-made outcome. */
export const address = 'aws_db_instance.main';

/** An outcome on a change, with the enforcement and approvals of its policy. */
export function outcome(of: Partial<Policy> = {}, more: Partial<Outcome> = {}): Outcome {
  const owner = policy(of);
  return {
    policy: owner,
    subject: { kind: 'change', address, facts: {} },
    result: 'violated',
    enforcement: owner.enforcement,
    approvals: owner.enforcement === 'soft-mandatory' ? owner.approvals : 0,
    message: 'a message',
    judged: () => factsJudged(owner, factClasses),
    remedy: 'a remedy',
    ...more,
  };
}

/** From outcomes of policies to findings: their order, their properties and their fingerprints. */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/policy/policy.ts';
import { toFindings } from '../../src/verdict/decision.ts';
import { address, outcome } from './outcome.ts';

describe('findings', () => {
  const found = (outcomes: readonly Outcome[]) => toFindings({ outcomes, exceptions: [], now: undefined }).findings;

  it('are sorted by enforcement, approvals, policy and address, whatever the order of the outcomes', () => {
    const at = (where: string | undefined) => ({
      subject: { kind: 'change' as const, facts: {}, ...(where !== undefined && { address: where }) },
    });
    const sorted = [
      outcome({ id: 'z', enforcement: 'hard-mandatory', approvals: 0 }, at('z.z')),
      outcome({ id: 'y', approvals: 3 }, at('y.y')),
      outcome({ id: 'c', approvals: 1 }, at('a.b')),
      outcome({ id: 'd', approvals: 1 }, at(undefined)),
      outcome({ id: 'd', approvals: 1 }, at('A.a')),
      outcome({ id: 'd', approvals: 1 }, at('a.b')),
      outcome({ id: 'a', enforcement: 'advisory', approvals: 0 }, at('a.a')),
      outcome({ id: 'b', enforcement: 'advisory', approvals: 0 }, at('a.a')),
    ];
    const keys = (outcomes: readonly Outcome[]) =>
      found(outcomes).map((finding) => [finding.policy, finding.subject.address].join(' '));
    const expected = ['z z.z', 'y y.y', 'c a.b', 'd ', 'd A.a', 'd a.b', 'a a.a', 'b a.a'];
    const rotated = sorted.map((_, index) => [...sorted.slice(index), ...sorted.slice(0, index)]);
    for (const order of [sorted, sorted.toReversed(), ...rotated]) expect(keys(order)).toEqual(expected);
  });

  it('have what the policy and its outcome say', () => {
    const location = { file: 'main.tf', line: 3 };
    const [finding] = found([
      outcome(
        { title: 'A title', why: 'A reason', lesson: 7, approvals: 2 },
        { subject: { kind: 'change', address, location, facts: {} } },
      ),
    ]);
    expect(finding).toEqual({
      policy: 'sample',
      title: 'A title',
      enforcement: 'soft-mandatory',
      approvals: 2,
      result: 'violated',
      subject: { kind: 'change', address },
      message: 'a message',
      why: 'A reason',
      remedy: 'a remedy',
      lesson: 7,
      location,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('have no address, location and lesson if there is none', () => {
    const [finding] = found([outcome({}, { subject: { kind: 'plan', facts: {} }, result: 'unknown' })]);
    expect(finding).toMatchObject({ subject: { kind: 'plan' }, result: 'unknown' });
    expect(finding?.subject).not.toHaveProperty('address');
    expect(finding).not.toHaveProperty('lesson');
    expect(finding).not.toHaveProperty('location');
  });

  it('are recognized in later runs by a fingerprint of policy, subject and result', () => {
    const subject = { kind: 'plan', facts: {} } as const;
    const fingerprints = found([
      outcome(),
      outcome({ id: 'other' }),
      outcome({}, { subject: { ...subject, kind: 'resource', address } }),
      outcome({}, { subject: { kind: 'change', address: 'aws_db_instance.other', facts: {} } }),
      outcome({}, { result: 'unknown' }),
      outcome({}, { subject }),
    ]).map((finding) => finding.fingerprint);
    expect(new Set(fingerprints).size).toBe(6);
    const reworded = outcome({ title: 'Other title', why: 'Other reason' }, { message: 'Other message' });
    expect(found([reworded])[0]?.fingerprint).toBe(found([outcome()])[0]?.fingerprint);
  });

  it('keep their fingerprints between versions, since approvals and SARIF uploads refer to them', () => {
    expect(found([outcome()])[0]?.fingerprint).toBe('ff5a80195019f2af');
    expect(found([outcome({}, { subject: { kind: 'plan', facts: {} } })])[0]?.fingerprint).toBe('c8e44b953efc5a67');
  });
});

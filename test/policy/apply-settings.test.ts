import { describe, expect, it } from 'vitest';
import { applyOverrides } from '../../src/policy/apply-settings.ts';
import { policy } from './sample.ts';

const policies = [
  policy({ id: 'limit', parameters: { max: { type: 'int', value: 100 }, share: { type: 'double', value: 0.5 } } }),
  policy({ id: 'other' }),
];

describe('applyOverrides', () => {
  it('changes parameters within their type, and nothing else', () => {
    const [limit, other] = applyOverrides(policies, { limit: { parameters: { share: 1 } } });
    expect(limit?.parameters).toEqual({ max: { type: 'int', value: 100 }, share: { type: 'double', value: 1 } });
    expect(other).toBe(policies[1]);
  });

  it.each([
    [{ enforcement: 'advisory' }, 'advisory', 0],
    [{ enforcement: 'hard-mandatory', approvals: 3 }, 'hard-mandatory', 0],
    [{ approvals: 3 }, 'soft-mandatory', 3],
  ] as const)('%j', (tuning, enforcement, approvals) => {
    expect(applyOverrides(policies, { other: tuning })[1]).toMatchObject({ enforcement, approvals });
  });

  it('leaves nothing to a policy that people can lift, where one forbids outright', () => {
    const every = policy({ id: 'every', parameters: { every: { type: 'bool', value: false } } });
    const tuned = (enforcement: 'soft-mandatory' | 'hard-mandatory') =>
      applyOverrides([every], { every: { enforcement } })[0]?.parameters;
    expect(tuned('hard-mandatory')).toEqual({ every: { type: 'bool', value: true } });
    expect(tuned('soft-mandatory')).toEqual({ every: { type: 'bool', value: false } });
  });

  it('leaves out what is switched off', () => {
    expect(applyOverrides(policies, { limit: { enabled: false } }).map(({ id }) => id)).toEqual(['other']);
  });

  it('tells every mistake at once', () => {
    const tunings = {
      limt: {},
      limit: { parameters: { mx: 1, max: 1.5, share: 'all' } },
      other: { parameters: { __proto__: 1 } },
    };
    expect(() => applyOverrides(policies, tunings, { file: 'firebreak.yaml' })).toThrow(
      [
        'firebreak.yaml: policies.limt: unknown policy `limt`\n  Did you mean `limit`?',
        'firebreak.yaml: policies.limit.parameters.mx: unknown parameter `mx` of policy `limit`\n  Did you mean `max`?',
        'firebreak.yaml: policies.limit.parameters.max: must be a whole number\n  The default is 100.',
        'firebreak.yaml: policies.limit.parameters.share: must be a number\n  The default is 0.5.',
      ].join('\n'),
    );
  });
});

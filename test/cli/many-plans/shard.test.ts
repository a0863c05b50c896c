import { describe, expect, it } from 'vitest';
import { parseShare, plansOf } from '../../../src/cli/many-plans/shard.ts';

describe('parseShare', () => {
  it.each([
    ['2/5', {}, { index: 2, count: 5 }],
    ['1/1', {}, { index: 1, count: 1 }],
    ['auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, { index: 3, count: 4 }],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '10' }, { index: 1, count: 10 }],
    ['auto/6', { JOB_COMPLETION_INDEX: '5' }, { index: 6, count: 6 }],
    ['auto', { SYSTEM_JOBPOSITIONINPHASE: '1', SYSTEM_TOTALJOBSINPHASE: '2' }, { index: 1, count: 2 }],
    ['auto', { STRATEGY_JOB_INDEX: '1', STRATEGY_JOB_TOTAL: '2' }, { index: 2, count: 2 }],
  ])('%s with %j', (text, env, share) => {
    expect(parseShare(text, env)).toEqual(share);
  });

  it.each(['', '3', '0/3', '4/3', '1/', '1/0', '1.5/3', 'a/3', '1/b', '1/2/3', '-1/3', '1/10001', '/3'])(
    '%j is refused',
    (text) => {
      expect(() => parseShare(text, {})).toThrow(/is not a share of the plans\n {2}Write NUMBER\/COUNT/);
    },
  );

  it('says which variables are missing', () => {
    expect(() => parseShare('auto', {})).toThrow(
      /no variable with the number of this job\n {2}Set one of CI_NODE_INDEX,/,
    );
    expect(() => parseShare('auto', { JOB_COMPLETION_INDEX: '0' })).toThrow(/JOB_COMPLETION_INDEX is set\)\n.*auto\/4/);
    expect(() => parseShare('auto', { CI_NODE_INDEX: '5', CI_NODE_TOTAL: '4' })).toThrow(/is not a share/);
  });
});

it.each([1, 2, 3, 7])('%i shares hold each plan once', (count) => {
  const plans = ['a', 'b', 'c', 'd', 'e'];
  const shares = Array.from({ length: count }, (_, i) => plansOf({ index: i + 1, count }, plans));
  expect(shares.flat().toSorted()).toEqual(plans);
});

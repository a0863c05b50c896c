/** What is said of a plan after its verdict: of an apply only where it can come next. */
import { describe, expect, it } from 'vitest';
import { planHint } from '../../../src/cli/terraform/plan-hint.ts';
import type { Report } from '../../../src/verdict/report.ts';
import { complete } from '../../report/samples.ts';

const made = { where: 'the plan is tfplan', approve: 'tfplan', apply: 'firebreak apply tfplan' };
const [finding] = complete.findings;
if (!finding) throw new Error('the sample has no finding');
const { exception, ...open } = finding;
const soft: Report = { ...complete, verdict: 'fail', findings: [{ ...open, enforcement: 'soft-mandatory' }] };
const hard: Report = { ...complete, verdict: 'fail', findings: [{ ...open, enforcement: 'hard-mandatory' }] };

describe('the hint', () => {
  it.each([
    ['pass', { ...complete, verdict: 'pass' }, 'the plan is tfplan. To apply it: firebreak apply tfplan'],
    ['soft', soft, 'the plan is tfplan. It needs approvals (firebreak approve tfplan). Then: firebreak apply tfplan'],
    [
      'hard',
      hard,
      'the plan is tfplan. Hard-mandatory findings cannot be approved. Change the configuration and plan again.',
    ],
    [
      'hard among several',
      { schema: 'firebreak.report-set/1', verdict: 'fail', reports: [soft, hard] },
      'the plan is tfplan. Hard-mandatory findings cannot be approved. Change the configuration and plan again.',
    ],
    ['error', { ...complete, verdict: 'error' }, 'the plan is tfplan. Do not apply it: it has no verdict.'],
  ] as const)('%s', (_, result, hint) => {
    expect(planHint(result, made)).toBe(hint);
  });
});

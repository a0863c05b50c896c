/** The three facts that stand first, and the sentences that every format shares. */
import { describe, expect, test } from 'vitest';
import { rank } from '../../../src/report/ranking.ts';
import { approvals } from '../../../src/report/wording/approval-phrases.ts';
import { countsInWords, effectInWords } from '../../../src/report/wording/change-phrases.ts';
import {
  enforcedInWords,
  headline,
  needs,
  nextStep,
  nextStepOfSet,
  setHeadline,
  withPlanFile,
  worst,
} from '../../../src/report/wording/phrases.ts';
import { proseToText } from '../../../src/report/wording/prose.ts';
import type { Finding, Report } from '../../../src/verdict/report.ts';
import { approved, harmless, mixed, recreated, several, unchanged, unreadable } from '../samples.ts';

const zero = unchanged.counts;

test.each<[Partial<Report['counts']>, string]>([
  [{}, 'No resource changes'],
  [{ delete: 1 }, '1 to delete'],
  [{ delete: 2, create: 1 }, '2 to delete, 1 to create'],
  [{ delete: 1, replace: 2, update: 3 }, '1 to delete, 2 to replace, 3 to update'],
  [
    { create: 1, delete: 1, deposed: 1, actionInvocations: 2 },
    '1 to create, 1 deposed object to delete, 2 actions to invoke',
  ],
])('%j', (counts, words) => {
  expect(countsInWords({ ...zero, ...counts })).toBe(words);
});

function next(report: Report): string {
  return proseToText(nextStep(rank(report)));
}

function withFindings(findings: readonly Partial<Finding>[], more: Partial<Report> = {}): Report {
  const [model] = recreated.findings;
  if (!model) throw new Error('the sample has no finding');
  return {
    ...recreated,
    ...more,
    findings: findings.map((finding) => ({ ...model, remedy: 'Keep it.\n\nOr not.', ...finding })),
  };
}

test('advisory mode: what enforcing would do', () => {
  const enforced = { verdict: 'fail', findings: 46, approvals: 2 } as const;
  const advised = withFindings(
    [{ enforcement: 'advisory', enforced: { enforcement: 'soft-mandatory', approvals: 2 } }],
    {
      verdict: 'pass',
      enforced,
    },
  );
  expect(enforcedInWords(advised)).toBe('enforced, this would FAIL with 46 findings and need 2 approvals');
  expect(next(advised)).toBe('Fix the findings below. Advisory mode does not block this plan.');
  expect(rank(advised).lowered).toHaveLength(1);
  expect(needs(advised.findings[0] ?? { enforcement: 'advisory', approvals: 0 })).toBe('2 approvals');
  expect(enforcedInWords(harmless)).toBe('');
});

test('renamed resources: the command that writes their moved blocks', () => {
  const renames = [{ from: 'a.b', to: 'a.c', keep: [] }];
  const remedy = 'Add this block:\n\nmoved {\n  from = a.b\n  to   = a.c\n}';
  const renamed = withFindings([{ remedy }], { renames });
  expect(next(renamed)).toBe(
    'Add 1 moved block (`firebreak fix plan.json > moved.tf`) and plan again, or get 2 approvals from people other than the author.',
  );
  expect(next({ ...renamed, plan: { ...renamed.plan, file: 'a b; rm -rf' } })).toContain(
    'firebreak fix PLAN > moved.tf',
  );
  // A moved block does not fix a state in a local file.
  expect(next(withFindings([{}], { renames }))).toMatch(/^Change the plan, or get 2 approvals/);
});

describe('next step', () => {
  test('soft: how many people, or what to change', () => {
    const soft = withFindings([{ approvals: 1 }], {
      approvals: { required: 1, counted: 0, from: [], needs: [], ignored: [] },
    });
    expect(next(soft)).toBe('Change the plan, or get 1 approval from someone other than the author.');
    const two = { ...soft, approvals: { required: 2, counted: 0, from: [], needs: [], ignored: [] } };
    expect(next(two)).toBe('Change the plan, or get 2 approvals from people other than the author.');
    const one = { ...soft, approvals: { required: 2, counted: 1, from: ['alice'], needs: [], ignored: [] } };
    expect(next(one)).toBe('Change the plan, or get 1 more approval from someone other than the author.');
  });

  test('hard: what must change, and that nobody can lift it', () => {
    expect(next(mixed)).toBe(
      'Change the plan. Approvals cannot lift this finding: A plan that failed is not a plan (plan-errored).',
    );
  });

  test('error: the hint, else that nothing may be applied', () => {
    expect(next(unreadable)).toBe('Use Terraform 1.x, or a newer firebreak.');
    expect(next({ ...unreadable, errors: ['it broke'] })).toMatch(/^Do not apply\./);
  });

  test('pass: apply exactly this; with advisories, read them; without changes, nothing', () => {
    expect(next(harmless)).toBe('Safe to apply this plan file.');
    expect(next(unchanged)).toBe('Nothing to do.');
    expect(next(approved)).toBe('Apply this exact plan file. The approvals cover no other.');
    const advised = withFindings([{ enforcement: 'advisory' }], { verdict: 'pass' });
    expect(next(advised)).toBe('Safe to apply this plan file. 1 advisory below.');
  });

  test('a pass by exception says so', () => {
    const exception = { owner: 'a', reason: 'b', expires: '2026-12-31' };
    expect(next(withFindings([{ exception }], { verdict: 'pass' }))).toBe(
      'Passes by exception only: 1 finding accepted. Read the exceptions below before you apply.',
    );
  });
});

test('the worst thing is named by address where one can be', () => {
  expect(proseToText(worst(rank(recreated)))).toMatch(
    /^module\.environment\["prod"\]\.aws_rds_cluster\.costs would be deleted/,
  );
  expect(proseToText(worst(rank(harmless)))).toBe('Nothing is destroyed, replaced or forgotten.');
});

test('several plans: the approvals in the next step are the maximum', () => {
  const needing = (required: number): Report => ({
    ...mixed,
    findings: mixed.findings.filter(({ policy }) => policy === 'no-stateful-destroy'),
    approvals: { ...mixed.approvals, required, counted: 0, from: [] },
  });
  const plans = [rank(needing(1)), rank(needing(3))] as const;
  expect(proseToText(nextStepOfSet(plans))).toBe(
    'Change the plan, or get 3 approvals from people other than the author.',
  );
});

test('on one object, the loss is worse than a weak setting', () => {
  const found = (policy: string): Report['findings'][number] => ({
    ...(mixed.findings[0] as Finding),
    policy,
    message: `aws_db_instance.main: ${policy}`,
  });
  const report = { ...mixed, findings: ['encryption-weakened', 'no-stateful-destroy'].map(found) };
  expect(proseToText(worst(rank(report)))).toBe('aws_db_instance.main: no-stateful-destroy');
});

test('the headline says how many more depend on destroyed resources', () => {
  expect(headline(rank(recreated))).toBe(
    '41 to delete, 41 to create, 1 to update. 1 more resource depends on the deleted ones.',
  );
  expect(headline(rank(unreadable))).toContain('not a pass');
});

test('who is missing, and whose approval does not count', () => {
  const soft = withFindings([{ approvals: 2 }], {});
  const needs = (count: number, counted: number, senior: number) => [
    { count, counted, group: null },
    { count: 1, counted: senior, group: 'senior' },
  ];
  const next = (approvals: Report['approvals']): string => proseToText(nextStep(rank({ ...soft, approvals })));
  const none = { required: 3, counted: 0, from: [], needs: needs(3, 0, 0), ignored: [] };
  expect(next(none)).toMatch(/ or get 3 approvals from people other than the author, 1 of them from senior\.$/);
  const two = { ...none, counted: 2, from: ['a', 'b'], needs: needs(3, 2, 0) };
  expect(next(two)).toMatch(/ or get 1 more approval from someone other than the author, from senior\.$/);
  const three = { ...none, counted: 3, from: ['a', 'b', 'c'], needs: needs(3, 3, 0) };
  expect(next(three)).toMatch(/ or get 1 more approval from someone other than the author, from senior\.$/);
  expect(approvals({ ...soft, approvals: three })).toMatch(/^3 of 3 approvals given \(a, b, c\), none from senior\. /);
  const ignored = ['a', 'b', 'c', 'd', 'e', 'f'].map((who) => ({ who, why: 'too-early' as const }));
  expect(approvals({ ...soft, approvals: { ...none, ignored } })).toContain(
    'Not counted: a approved before this plan was reported; b ',
  );
  expect(approvals({ ...soft, approvals: { ...none, ignored } })).toContain('; 1 more.');
  expect(approvals({ ...soft, approvals: { ...three, needs: needs(3, 3, 1) } })).toBe(
    '3 of 3 approvals given (a, b, c).',
  );
});

test('approvals and several plans', () => {
  expect(approvals(harmless)).toBe('');
  expect(approvals(mixed)).toMatch(/^1 of 2 approvals given \(alice\)\./);
  expect(setHeadline(several)).toBe('4 plans: 1 fails and 3 pass. 2 approvals needed.');
});

test('a plan of several that could not be judged is not one without changes, and its error names the file once', () => {
  expect(effectInWords(unreadable)).toBe('Could not be judged');
  expect(effectInWords(unchanged)).toBe('No resource changes');
  const file = unreadable.plan.file;
  expect(proseToText(withPlanFile(unreadable, [`${file}: truncated`]))).toBe(`${file}: truncated`);
  expect(proseToText(withPlanFile(unreadable, ['truncated']))).toBe(`${file}: truncated`);
});

test('code in an error is code in every format', () => {
  const ranked = rank({ ...unreadable, errors: ['a.json: the output of `show -json`\n  Write it with `>`.'] });
  expect(worst(ranked)).toEqual(['a.json: the output of ', { code: 'show -json' }]);
  expect(nextStep(ranked)).toEqual(['Write it with ', { code: '>' }, '.']);
});

import { expect, it } from 'vitest';
import { type ThisPlan, verifyFaults } from '../../src/verdict/difference.ts';
import type { Report } from '../../src/verdict/report.ts';

const plan = { file: 'tfplan', sha256: 'aa', fingerprint: 'ff' };
const state = 's3 (bucket=acme), workspace test';
const report = (more: object = {}, verdict = 'pass') => ({ verdict, plan: { ...plan, state, ...more } }) as Report;
const faults = (judged: Report | undefined, now: Partial<ThisPlan> = {}, sameEffect = true) =>
  verifyFaults(judged, { ...plan, state, ...now }, { sameEffect, differences: () => [] });

it('the same bytes, or the same effect on the same state where that is enough', () => {
  expect(faults(report())).toEqual([]);
  expect(faults(report(), {}, false)).toEqual([]);
  expect(faults(report(), { sha256: 'bb' })).toEqual([]);
  expect(faults(report(), { sha256: 'bb' }, false)).toHaveLength(1);
  expect(faults(undefined)).toHaveLength(1);
  expect(faults(report({}, 'fail'))).toEqual(['the verdict on tfplan was fail, not pass']);
});

it('not the same effect on another state: that is judged by other rules', () => {
  const other = 's3 (bucket=acme), workspace prod';
  expect(faults(report(), { sha256: 'bb', state: other })).toEqual([
    `it is for another state: ${other} (judged: ${state})`,
  ]);
});

it('a plan in JSON does not name its state', () => {
  const { file, sha256, fingerprint } = plan;
  expect(verifyFaults(report(), { file, sha256, fingerprint }, { sameEffect: true, differences: () => [] })).toEqual(
    [],
  );
});

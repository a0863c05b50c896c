/** The tests of the built-in policies, each run once for all test files of a process. */
import { join } from 'node:path';
import { judgeWith } from '../../src/app/judge-test-case.ts';
import { type CaseResult, runPolicyTest } from '../../src/policy-test/run.ts';
import { readPolicyFiles } from '../../src/read/settings/policy-files.ts';
import { readPolicyTests } from '../../src/read/settings/policy-tests.ts';
import type { PolicyTest } from '../../src/source/policy-test.ts';

const root = join(import.meta.dirname, '..', '..');

export const policies = await readPolicyFiles([join(root, 'policies')]);
export const tests = await readPolicyTests([join(root, 'policies')]);

const judge = judgeWith(policies);
const results = new Map<PolicyTest, Promise<readonly CaseResult[]>>();

export function resultsOf(test: PolicyTest): Promise<readonly CaseResult[]> {
  const found = results.get(test) ?? runPolicyTest(test, judge);
  results.set(test, found);
  return found;
}

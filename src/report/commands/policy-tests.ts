/** Output of `test`: results in the form of a test runner. */
import { terminal } from '../escape.ts';
import { type Page, paint, wrap } from '../text/text-layout.ts';
import { count, list } from '../wording/words.ts';

/** Test results of one policy. */
export interface TestedPolicy {
  readonly id: string;
  readonly cases: readonly {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly failures: readonly string[];
  }[];
  /** Results that no case covers: violated, held, unknown. */
  readonly gaps: readonly string[];
}

/**
 * Returns the lines for a terminal: policies, gaps and a summary.
 * @param ok false: a case failed, or gaps count as failures and there are some
 */
export function testLines(page: Page, tested: readonly TestedPolicy[], ok: boolean): readonly string[] {
  const cases = tested.flatMap((policy) => policy.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const counts = [`${cases.length - failed} passed`, ...(failed > 0 ? [`${failed} failed`] : [])];
  return [
    ...tested.flatMap((policy) => policyLines(page, policy)),
    '',
    ...gapLines(page, tested),
    `${paint(page, ok ? 'pass' : 'fail', ok ? 'PASS' : 'FAIL')}   ${count(tested.length, 'policy', 'policies')}, ${count(cases.length, 'case')}: ${list(counts)}`,
  ];
}

function policyLines(page: Page, { id, cases }: TestedPolicy): readonly string[] {
  const bad = cases.filter(({ failures }) => failures.length > 0);
  const mark = bad.length > 0 ? paint(page, 'red', '✗') : cases.length > 0 ? paint(page, 'green', '✓') : '–';
  return [
    `${mark} ${terminal(id)} ${paint(page, 'dim', `(${bad.length > 0 ? `${bad.length} of ` : ''}${count(cases.length, 'case')})`)}`,
    ...bad.flatMap(({ name, file, line, failures }) => [
      ...wrap(page, `${terminal(name)} (${terminal(file)}:${line})`, { first: '  ✗ ' }),
      ...failures.flatMap((failure) =>
        failure.split('\n').flatMap((each) => wrap(page, terminal(each.trim()), { first: '      ' })),
      ),
    ]),
  ];
}

function gapLines(page: Page, tested: readonly TestedPolicy[]): readonly string[] {
  const gaps = tested.filter((policy) => policy.gaps.length > 0);
  if (gaps.length === 0) return [];
  return [
    paint(page, 'bold', `Missing test cases (${gaps.length})`),
    ...gaps.flatMap(({ id, cases, gaps: missing }) =>
      wrap(
        page,
        `${terminal(id)}: ${cases.length === 0 ? 'no test' : `no case in which something is ${list(missing).replace(' and ', ' or ')}`}`,
        { first: '  ! ' },
      ),
    ),
    '',
  ];
}

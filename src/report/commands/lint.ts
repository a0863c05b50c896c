/** Output of `lint`: one line for each finding, in a form that editors recognize. */
import type { Finding } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import { type Page, paint, wrap } from '../text/text-layout.ts';
import { count, list } from '../wording/words.ts';

/** Result of one module. */
export interface LintedModule {
  readonly dir: string;
  /** Whether there was an earlier version to compare with. */
  readonly compared: boolean;
  readonly findings: readonly Finding[];
}

/** Returns the lines for a terminal: the verdict, the findings, and modules that could not be compared. */
export function lintLines(
  page: Page,
  modules: readonly LintedModule[],
  { failed }: { readonly failed: boolean },
): readonly string[] {
  const findings = modules.flatMap((module) => module.findings);
  const blocking = findings.filter(blocks).length;
  const alone = modules
    .filter(({ compared }) => !compared)
    .map(({ dir }) => (dir === '.' ? 'this directory' : terminal(dir)));
  const verdict = failed ? paint(page, 'fail', 'FAIL') : paint(page, 'pass', 'PASS');
  const advisories = count(findings.length - blocking, 'advisory', 'advisories');
  return [
    `${verdict}   ${count(modules.length, 'module')}: ${count(blocking, 'finding')}, ${advisories}.`,
    ...findings.flatMap((finding) => findingLines(page, finding)),
    ...[...new Set(findings.flatMap(({ url = [] }) => url))].map((url) => `Docs   ${url}`),
    ...(alone.length > 0
      ? wrap(page, `No earlier version of ${list(alone)} to compare with, so removed guards are not reported there.`, {
          first: 'Note   ',
        })
      : []),
  ];
}

function findingLines(page: Page, finding: Finding): readonly string[] {
  const { policy, message, location, exception } = finding;
  const at = location ? `${terminal(location.file)}${location.line === undefined ? '' : `:${location.line}`}: ` : '';
  const carried = exception ? ` (excepted by ${terminal(exception.owner)} until ${exception.expires})` : '';
  const text = `${at}${terminal(policy)}: ${terminal(message)}${carried}`;
  return wrap(page, text, { first: blocks(finding) ? '  ✗ ' : '  ! ' });
}

function blocks({ enforcement, exception }: Finding): boolean {
  return enforcement !== 'advisory' && !exception;
}

/** Reads the reports that `-f json` wrote. */
import { InputError } from '../errors.ts';
import { readBytes } from '../read/plan/plan-bytes.ts';
import { isObject } from '../text/is-object.ts';
import { parseJson } from '../text/parse-json.ts';
import { fingerprintScheme } from '../verdict/fingerprint/fingerprint.ts';
import type { Report } from '../verdict/report.ts';

/**
 * Returns the reports in the file; null if the file contains something else, such as a plan.
 * @throws {InputError} if the file cannot be read, a report is incomplete, or its fingerprint has another scheme
 */
export async function readReports(file: string): Promise<readonly Report[] | null> {
  const text = (await readBytes(file, process.stdin)).toString('utf8');
  if (!/^\s*\{\s*"schema"\s*:\s*"firebreak\./.test(text)) return null;
  const value = parseJson(text);
  const reports = isObject(value) && value.schema === 'firebreak.report-set/1' ? value.reports : [value];
  if (Array.isArray(reports) && reports.length > 0 && reports.every(isReport)) {
    if (reports.every(({ plan }) => plan.fingerprintScheme === fingerprintScheme)) return reports;
    throw new InputError({
      file,
      path: '$.plan.fingerprintScheme',
      message: `the fingerprint in the report is not of scheme ${fingerprintScheme}`,
      hint: 'Check the plan again with this version of Firebreak (`firebreak check PLAN -f json=FILE`), and have it approved.',
    });
  }
  throw new InputError({
    file,
    message: 'not a complete Firebreak report',
    hint: 'Name a file that this version of Firebreak wrote with `firebreak check PLAN -f json=FILE`.',
  });
}

/** Checks the parts that are used: schema, plan, broken glass, and every finding and change with its address. */
function isReport(value: unknown): value is Report {
  if (!isObject(value) || value.schema !== 'firebreak.report/1' || !isObject(value.plan)) return false;
  const { plan, verdict, findings, changes, brokenGlass, brokenGlassBefore = [] } = value;
  const glass = (each: Readonly<Record<string, unknown>>): boolean =>
    [each.who, each.at, each.reason, each.fingerprint].every((text) => typeof text === 'string');
  return (
    isList(brokenGlassBefore, glass) &&
    (brokenGlass === undefined || (isObject(brokenGlass) && glass(brokenGlass))) &&
    [plan.file, plan.sha256, plan.fingerprint, verdict].every((text) => typeof text === 'string') &&
    isList(findings, ({ fingerprint, enforcement, policy }) =>
      [fingerprint, enforcement, policy].every((text) => typeof text === 'string'),
    ) &&
    isList(changes, ({ address, action }) => typeof address === 'string' && typeof action === 'string')
  );
}

function isList(value: unknown, holds: (item: Readonly<Record<string, unknown>>) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isObject(item) && holds(item));
}

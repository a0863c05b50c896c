/**
 * Renders the report as SARIF 2.1.0, one run per plan
 * (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), in the subset that GitHub accepts:
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */

import type { Log, Notification, Run } from 'sarif';
import type { Report, ReportSet } from '../../verdict/report.ts';
import { escapeInvisible } from '../json/json.ts';
import { rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { categories } from '../report-places.ts';
import { brokenGlassLines } from '../wording/broken-glass.ts';
import { verdictWord } from '../wording/phrases.ts';
import { type Result, toResults } from './sarif-results.ts';
import { toRules } from './sarif-rules.ts';
import { plainText } from './sarif-text.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Limit of GitHub for one file. */
const mostResults = 5_000;

/**
 * Returns a SARIF log with results worst first. Beyond 5,000 results the least severe are dropped, and a notification
 * says how many.
 */
export function sarif(report: Report | ReportSet, options: RenderOptions): string {
  const reports = 'reports' in report ? report.reports : [report];
  const all = reports.map((one) => toResults(rank(one), options));
  const kept = worst(all);
  const names = categories(reports, options.repository);
  const runs = reports.map((one, i) =>
    toRun(one, {
      results: kept[i] ?? [],
      of: all[i]?.length ?? 0,
      category: names[i] ?? '',
    }),
  );
  const log: Log = { $schema: schema, version: '2.1.0', runs };
  return `${escapeInvisible(JSON.stringify(log, null, 2))}\n`;
}

function toRun(
  report: Report,
  {
    results,
    of,
    category,
  }: {
    readonly results: readonly Result[];
    readonly of: number;
    readonly category: string;
  },
): Run {
  const { verdict, approvals, plan, tool } = report;
  const rules = toRules(report, new Set(results.map(({ ruleId }) => ruleId)));
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  return {
    tool: { driver: { name: 'Firebreak', version: plainText(tool.version), language: 'en-US', rules } },
    // GitHub takes the text before the last slash as category. Alerts of one category do not close those of another.
    automationDetails: { id: category },
    invocations: [
      {
        executionSuccessful: verdict !== 'error',
        toolExecutionNotifications: [
          ...[...(report.errors ?? []), ...brokenGlassLines(report)].map(
            (error): Notification => ({ level: 'error', message: { text: plainText(error) } }),
          ),
          ...(of > results.length ? [leftOut(of - results.length, of)] : []),
        ],
      },
    ],
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'Root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: results.map((result) => ({ ...result, ruleIndex: index.get(result.ruleId) ?? -1 })),
    properties: {
      verdict: verdictWord[verdict],
      approvals: { required: approvals.required, counted: approvals.counted },
      plan: { file: plainText(plan.file), sha256: plainText(plan.sha256), fingerprint: plainText(plan.fingerprint) },
    },
  };
}

function leftOut(number: number, of: number): Notification {
  const text = `The ${number} least severe of ${of} results are left out. The JSON report (--format json) has all.`;
  return { level: 'warning', message: { text } };
}

const byLevel = { error: 0, warning: 1, note: 2 } as const;

/** Keeps the most severe results of all runs together, in the order of each run. */
function worst(runs: readonly (readonly Result[])[]): readonly (readonly Result[])[] {
  const numbered = runs.flatMap((results, run) => results.map((result) => ({ run, result })));
  const kept = numbered.toSorted((a, b) => byLevel[a.result.level] - byLevel[b.result.level]).slice(0, mostResults);
  return runs.map((_, i) => kept.flatMap(({ run, result }) => (run === i ? result : [])));
}

/** Joins the reports of several machines: `firebreak check --merge part-*.json`. */
import { toReportSet } from '../../app/output.ts';
import { InputError } from '../../errors.ts';
import { readBytes } from '../../read/plan/plan-bytes.ts';
import { checkSchema } from '../../read/settings/schema-faults.ts';
import { parseJson } from '../../text/parse-json.ts';
import type { Report, ReportSet } from '../../verdict/report.ts';

interface Part {
  readonly file: string;
  readonly content: Report | ReportSet;
}

/**
 * Returns the reports of all files as one, in the order in which a single machine would have judged the plans.
 * The files are trusted: who can write one can write a verdict.
 * @throws {InputError} if a file is not a report of this version, there is no plan in them, or a share is missing or
 * given twice
 */
export async function mergeReports(given: readonly string[]): Promise<Report | ReportSet> {
  const { default: published } = await import('../../../schemas/report.schema.json', { with: { type: 'json' } });
  // The schema uses nothing that is new in the draft it names, which the checker does not know.
  const { $schema: _, $id: __, ...schema } = published;
  const parts: Part[] = [];
  for (const file of given) parts.push({ file, content: await readReport(file, schema) });
  const shares = parts.flatMap(({ file, content }) =>
    'shard' in content && content.shard ? [{ file, shard: content.shard, reports: content.reports }] : [],
  );
  const reports = parts.flatMap(({ content }) => reportsOf(content));
  if (reports.length === 0) throw incomplete(undefined, 'the reports hold no plan, so there is no verdict');
  const [first] = shares;
  if (!first) return toReportSet(reports);
  const other = parts.find(({ file }) => !shares.some((share) => share.file === file));
  if (other) throw incomplete(other.file, 'not a share of the plans (--shard), as the other reports are');
  const { count, plans } = first.shard;
  const odd = shares.find(({ shard }) => shard.count !== count || shard.plans !== plans);
  if (odd)
    throw incomplete(
      odd.file,
      `a share of another check: of ${odd.shard.plans} plans, not ${plans}, or in another number of shares`,
    );
  const numbers = shares.map(({ shard }) => shard.index);
  const twice = shares.find(({ shard }, i) => numbers.indexOf(shard.index) < i);
  if (twice) throw incomplete(twice.file, `share ${twice.shard.index} of ${count} is given twice`);
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !numbers.includes(index));
  if (missing.length > 0)
    throw incomplete(
      undefined,
      `${missing.length === 1 ? 'share' : 'shares'} ${missing.slice(0, 10).join(', ')} of ${count} missing`,
    );
  const inOrder = shares.toSorted((a, b) => a.shard.index - b.shard.index);
  const merged = Array.from({ length: plans }, (_, i) => inOrder[i % count]?.reports[Math.floor(i / count)]);
  const present = merged.filter((report) => report !== undefined);
  if (present.length < plans || reports.length !== plans)
    throw incomplete(undefined, `${reports.length} reports on ${plans} plans`);
  const files = present.map(({ plan }) => plan.file);
  const repeated = files.find((file, i) => files.indexOf(file) < i);
  if (repeated !== undefined) throw incomplete(undefined, `${repeated} is judged twice, so another plan is missing`);
  return toReportSet(present);
}

function reportsOf(content: Report | ReportSet): readonly Report[] {
  return 'reports' in content ? content.reports : [content];
}

function incomplete(file: string | undefined, message: string): InputError {
  return new InputError({
    ...(file !== undefined && { file }),
    message,
    hint: 'Give the report of every share of the same check: firebreak check … --shard 1/4 -f json=part-1.json',
  });
}

async function readReport(file: string, schema: Readonly<Record<string, unknown>>): Promise<Report | ReportSet> {
  const value = parseJson((await readBytes(file, process.stdin)).toString('utf8'));
  const checked = await checkSchema<Report | ReportSet>({ file, value, position: () => undefined }, schema);
  if ('value' in checked) return checked.value;
  throw new InputError({
    file,
    message: 'not a report of this version of Firebreak',
    hint: 'Name the files that `firebreak check PLAN -f json=FILE` wrote.',
  });
}

/** Writes reports to standard output and files in the requested formats. */
import { writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { repositoryTop } from '../read/settings/find-settings.ts';
import { guardLines } from '../report/escape.ts';
import { type Format, formatNames, loadRenderer } from '../report/formats.ts';
import type { RenderOptions } from '../report/render-options.ts';
import type { Report, ReportSet, Shard } from '../verdict/report.ts';
import { refuseOddOutput } from './output-path.ts';
import { systemReason } from './system-reason.ts';
import { wantsColour, widthOf } from './terminal.ts';

/** Exit code by verdict. */
export const exitCodes = { pass: 0, fail: 1, error: 2 } as const;

/**
 * Returns a single report unchanged, and several reports as a set with the worst verdict.
 * @param shard if these are the reports of a share: it is always a set
 */
export function toReportSet(reports: readonly Report[], shard?: Shard): Report | ReportSet {
  const [only, ...others] = reports;
  if (only && others.length === 0 && !shard) return only;
  const verdicts = reports.map((report) => report.verdict);
  const verdict = verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
  return { schema: 'firebreak.report-set/1', verdict, reports, ...(shard && { shard }) };
}

/** The arguments that `reportOptions` defines. */
export interface ReportArguments {
  /** `text`, `json=out.json`, … */
  readonly format: readonly string[];
  readonly explainPass: boolean;
  readonly details: boolean;
  readonly compact: boolean;
}

/** Adds `--format` and `--explain-pass` to a command. */
export function reportOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('format', {
      alias: 'f',
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      default: [] as string[],
      defaultDescription: 'text',
      describe: `${formatNames.slice(0, -1).join(', ')} or ${formatNames.at(-1)}; FORMAT=FILE writes to a file; may be repeated`,
    })
    .option('details', {
      type: 'boolean',
      default: false,
      describe: 'text: all changes, advisories and the blast radius',
    })
    .option('compact', { type: 'boolean', default: false, describe: 'text: only the first screen' })
    .option('explain-pass', { type: 'boolean', default: false, describe: 'list what every policy evaluated' });
}

/** Adds `--quiet` to a command. */
export function quietOption<T>(yargs: Argv<T>) {
  return yargs.option('quiet', {
    type: 'boolean',
    default: false,
    describe: 'print no report, only errors; reports to files are written',
  });
}

/** A format and the file to write it to. */
export interface OutputTarget {
  readonly format: Format;
  /** null: standard output. */
  readonly file: string | null;
}

/**
 * Parses values of `--format`: `text`, `json=out.json`, …
 * @param options.quiet leave out standard output
 * @throws {UsageError} for an unknown format, a missing file name, or two formats for standard output
 */
export function parseTargets(
  given: readonly string[],
  options: { readonly quiet?: boolean } = {},
): readonly OutputTarget[] {
  const targets = (given.length > 0 ? given : ['text']).map((text): OutputTarget => {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const format = formatNames.find((known) => known === name);
    if (!format) {
      throw new UsageError({
        message: `unknown format \`${name}\``,
        hint: `Write FORMAT or FORMAT=FILE. Formats are ${formatNames.join(', ')}.`,
      });
    }
    if (at >= 0 && at === text.length - 1)
      throw new UsageError({
        message: `no file after \`${text}\``,
        hint: `For example: ${name}=report.${name}`,
      });
    return { format, file: at < 0 ? null : text.slice(at + 1) };
  });
  if (targets.filter((target) => target.file === null).length > 1) {
    throw new UsageError({
      message: 'more than one format for standard output',
      hint: 'Write the others to files: -f text -f json=report.json',
    });
  }
  return options.quiet ? targets.filter(({ file }) => file !== null) : targets;
}

/** Returns the errors of a result without a verdict, for standard error where no report is printed; else empty. */
export function errorsOf(result: Report | ReportSet): string {
  const reports = 'reports' in result ? result.reports : [result];
  return reports
    .flatMap(({ errors = [] }) => errors)
    .map((error) => `firebreak: ${guardLines(error)}\n`)
    .join('');
}

/**
 * Renders the result for each target and writes it.
 * @throws {UsageError} for a file that cannot be written
 */
export async function writeReports(
  result: Report | ReportSet,
  targets: readonly OutputTarget[],
  options: Pick<RenderOptions, 'explainPass' | 'detail'> = { explainPass: false },
): Promise<void> {
  const onTerminal: RenderOptions = {
    ...standardOutput(),
    ...options,
    ...summaryOf(targets),
    ...(await hereInRepository()),
  };
  const printed: string[] = [];
  try {
    for (const { format, file } of targets) {
      const render = await loadRenderer(format);
      if (file === null) printed.push(render(result, onTerminal));
      else await write(file, render(result, { ...onTerminal, width: 100, colour: false }), 'the report');
    }
  } finally {
    // Last, since a runner reads files as soon as it reads a line that names them.
    for (const text of printed) process.stdout.write(text);
  }
}

/** Names the file of the Markdown report, if this run writes one. */
function summaryOf(targets: readonly OutputTarget[]): Pick<RenderOptions, 'summaryFile'> {
  const file = targets.find((target) => target.format === 'markdown' && target.file !== null)?.file;
  return file ? { summaryFile: resolve(file) } : {};
}

/**
 * Returns the options for rendering that the arguments ask for.
 * @throws {UsageError} if they ask for more and for less
 */
export function renderingOf({
  explainPass,
  details,
  compact,
}: Omit<ReportArguments, 'format'>): Pick<RenderOptions, 'explainPass' | 'detail'> {
  if (details && compact) {
    throw new UsageError({ message: '--details and --compact exclude each other', hint: 'Pass one of them.' });
  }
  return { explainPass, ...(details ? { detail: 'details' } : compact ? { detail: 'compact' } : {}) };
}

/** Paths in reports for code hosts are relative to the repository; empty outside of one. */
async function hereInRepository(): Promise<Pick<RenderOptions, 'repository'>> {
  const cwd = process.cwd();
  const top = await repositoryTop(cwd);
  return top === null ? {} : { repository: { top: withSlashes(top), cwd: withSlashes(cwd) } };
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}

/** Width (columns) and colour support of standard output. */
export function standardOutput(): { readonly width: number; readonly colour: boolean } {
  return { width: widthOf(process.env, process.stdout), colour: wantsColour(process.env, process.stdout) };
}

/**
 * Writes a file; `flag: 'wx'` refuses to overwrite one.
 * @param what names the content in the error message
 * @throws {UsageError} if the file cannot be written, or is a pipe or a link that leads elsewhere
 */
export async function write(
  file: string,
  text: string,
  what: string,
  options: { readonly flag?: 'w' | 'wx' } = {},
): Promise<void> {
  await refuseOddOutput(file, what);
  try {
    await writeFile(file, text, options);
  } catch (cause) {
    throw new UsageError(
      {
        file,
        message: `${what} cannot be written: ${systemReason(cause)}`,
        hint: 'Name a file in a writable folder.',
      },
      { cause },
    );
  }
}

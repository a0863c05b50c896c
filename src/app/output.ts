/** Where what was found goes: standard output, files, in the formats that were asked for. */
import { writeFile } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { repositoryTop } from '../read/settings/find-settings.ts';
import { type Format, formatNames, formats, type RenderOptions } from '../report/render.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { systemReason } from './system-reason.ts';
import { wantsColour, widthOf } from './terminal.ts';

/** By verdict. */
export const exitCodes = { pass: 0, fail: 1, error: 2 } as const;

/** One report as it is; several as a set with the worst verdict. */
export function toReportSet(reports: readonly Report[]): Report | ReportSet {
  const [only, ...others] = reports;
  if (only && others.length === 0) return only;
  const verdicts = reports.map((report) => report.verdict);
  const verdict = verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
  return { schema: 'firebreak.report-set/1', verdict, reports };
}

/** What `reportOptions` adds. */
export interface ReportArguments {
  /** `text`, `json=out.json` … */
  readonly format: readonly string[];
  readonly explainPass: boolean;
}

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
    .option('explain-pass', { type: 'boolean', default: false, describe: 'list what every policy looked at' });
}

export interface OutputTarget {
  readonly format: Format;
  /** null: standard output. */
  readonly file: string | null;
}

/**
 * `text`, `json=out.json` …
 * @throws UsageError for what is no format, no file, or a second one for standard output
 */
export function parseTargets(given: readonly string[]): readonly OutputTarget[] {
  const targets = (given.length > 0 ? given : ['text']).map((text): OutputTarget => {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const format = formatNames.find((known) => known === name);
    if (!format) {
      throw new UsageError({
        message: `there is no format \`${name}\``,
        hint: `formats: ${formatNames.join(', ')}; as FORMAT or FORMAT=FILE`,
      });
    }
    if (at >= 0 && at === text.length - 1)
      throw new UsageError({
        message: `no file is named behind \`${text}\``,
        hint: `for example ${name}=report.${name}`,
      });
    return { format, file: at < 0 ? null : text.slice(at + 1) };
  });
  if (targets.filter((target) => target.file === null).length > 1) {
    throw new UsageError({
      message: 'only one format can go to standard output',
      hint: 'send the others to files: -f text -f json=report.json',
    });
  }
  return targets;
}

/** @throws UsageError for a file that cannot be written */
export async function writeReports(
  result: Report | ReportSet,
  targets: readonly OutputTarget[],
  options: { readonly explainPass: boolean },
): Promise<void> {
  const onTerminal: RenderOptions = { ...standardOutput(), ...options, ...(await hereInRepository()) };
  for (const { format, file } of targets) {
    const rendered = formats[format](result, file === null ? onTerminal : { ...onTerminal, width: 100, colour: false });
    if (file === null) process.stdout.write(rendered);
    else await write(file, rendered, 'the report');
  }
}

/** Where the files of a report lie for a code host; nothing outside of a repository. */
async function hereInRepository(): Promise<Pick<RenderOptions, 'repository'>> {
  const cwd = process.cwd();
  const top = await repositoryTop(cwd);
  return top === null ? {} : { repository: { top: withSlashes(top), cwd: withSlashes(cwd) } };
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}

/** What standard output can show. */
export function standardOutput(): { readonly width: number; readonly colour: boolean } {
  return { width: widthOf(process.env, process.stdout), colour: wantsColour(process.env, process.stdout) };
}

/** @throws UsageError where the file cannot be written; `flag: 'wx'` refuses to overwrite one */
export async function write(
  file: string,
  text: string,
  what: string,
  options: { readonly flag?: 'w' | 'wx' } = {},
): Promise<void> {
  try {
    await writeFile(file, text, options);
  } catch (cause) {
    throw new UsageError(
      {
        file,
        message: `${what} cannot be written: ${systemReason(cause)}`,
        hint: 'name a file in a folder that exists and can be written to',
      },
      { cause },
    );
  }
}

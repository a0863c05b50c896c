/** `-f text` or `-f json`, and `--quiet`, for commands whose result is not a report. */
import type { Argv } from 'yargs';
import { standardOutput } from '../app/output.ts';
import { guardLines } from '../report/escape.ts';
import { escapeInvisible } from '../report/json/json.ts';
import type { Page } from '../report/text/text-layout.ts';

const choices = ['text', 'json'] as const;

/** Output format of a command whose result is not a report. */
export type PlainFormat = (typeof choices)[number];

/** Adds `--format` with the choices text and json to a command. */
export function withFormat<T>(yargs: Argv<T>) {
  return yargs.option('format', {
    alias: 'f',
    choices,
    requiresArg: true,
    default: 'text' as PlainFormat,
    describe: 'output format',
  });
}

/** Adds `--format` and `--quiet` to a command whose exit status is an answer of its own. */
export function withFormatAndQuiet<T>(yargs: Argv<T>) {
  return withFormat(yargs).option('quiet', {
    type: 'boolean',
    default: false,
    describe: 'print only errors; the exit status is the answer',
  });
}

/** Prints the result, unless `quiet`: lines for people, or the JSON value behind them. */
export function print(
  { format, quiet = false }: { readonly format: PlainFormat; readonly quiet?: boolean },
  result: { readonly lines: (page: Page) => readonly string[]; readonly json: unknown },
): void {
  if (quiet) return;
  const text =
    format === 'json'
      ? escapeInvisible(JSON.stringify(result.json, null, 2))
      : guardLines(result.lines(standardOutput()).join('\n'));
  process.stdout.write(`${text}\n`);
}

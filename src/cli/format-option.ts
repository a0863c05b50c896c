/** `-f text` or `-f json`, for commands whose result is not a report. */
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

/** Prints the result: lines for people, or the JSON value behind them. */
export function print(
  format: PlainFormat,
  result: { readonly lines: (page: Page) => readonly string[]; readonly json: unknown },
): void {
  const text =
    format === 'json'
      ? escapeInvisible(JSON.stringify(result.json, null, 2))
      : guardLines(result.lines(standardOutput()).join('\n'));
  process.stdout.write(`${text}\n`);
}

/** `firebreak record`: checks whether a record was changed, and counts what is in it. */
import { constants } from 'node:buffer';
import type { Argv } from 'yargs';
import { systemReason } from '../../app/system-reason.ts';
import { InputError, UsageError } from '../../errors.ts';
import { readNamedFile } from '../../read/files/named-file.ts';
import { readBytes } from '../../read/plan/plan-bytes.ts';
import { statsLines } from '../../report/commands/record-stats.ts';
import { terminal } from '../../report/escape.ts';
import { count } from '../../report/wording/words.ts';
import { verifyRecord } from '../../verdict/record/record.ts';
import { recordStats } from '../../verdict/record/record-stats.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';

/** Adds the usage, options and examples of `firebreak record`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 record verify FILE [--anchor HASH]\n$0 record stats FILE\n\n`verify` finds lines of a record (from `--record FILE`) that were edited, removed, added or reordered. With --anchor, it also finds a truncated end. `stats` counts findings, approvals and exceptions per policy, and how long approvals took. Exit status: 0 intact, 1 changed, 2 error.',
      )
      .positional('action', { choices: ['verify', 'stats'] as const, demandOption: true, describe: 'action' })
      .positional('file', { type: 'string', demandOption: true, describe: 'record file' })
      .option('anchor', {
        type: 'string',
        requiresArg: true,
        describe: 'hash that the record must contain: a `head` that this command printed before',
      })
      .example('$0 record verify verdicts.jsonl', 'then keep the printed head elsewhere')
      .example('$0 record verify verdicts.jsonl --anchor 3f2b…', 'is that line still in the record?')
      .example('$0 record stats verdicts.jsonl', 'findings and approvals per policy'),
  );
}

/** Number of faults printed: one edit can cause many. */
const shown = 20;

interface RecordArguments {
  readonly action: 'verify' | 'stats';
  readonly file: string;
  readonly anchor: string | undefined;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}

/** Verifies the record, or counts what is in it. Returns 1 if it was changed. */
export async function run(args: RecordArguments): Promise<ExitCode> {
  return args.action === 'stats' ? printStats(args) : verify(args);
}

/** @throws {UsageError} with --anchor, which would not be checked */
async function printStats({ file, anchor, ...output }: RecordArguments): Promise<ExitCode> {
  if (anchor !== undefined) {
    throw new UsageError({
      message: '--anchor is only for `record verify`',
      hint: 'Verify the record first: firebreak record verify FILE --anchor HASH',
    });
  }
  const text = await readText(file);
  const stats = recordStats(text);
  if (text.trim() !== '' && stats.verdicts.pass + stats.verdicts.fail + stats.verdicts.error === 0) {
    throw new InputError({ file, message: 'not a record of verdicts', hint: 'Name the file that --record wrote.' });
  }
  print(output, {
    lines: (page) => statsLines(stats, page),
    json: { schema: 'firebreak.record-stats/1', ...stats },
  });
  return 0;
}

async function verify(args: RecordArguments): Promise<ExitCode> {
  const anchor = args.anchor?.toLowerCase();
  if (anchor !== undefined && !/^[0-9a-f]{64}$/.test(anchor)) {
    throw new UsageError({
      message: '--anchor needs 64 hexadecimal digits',
      hint: 'Copy the head that `firebreak record verify` printed.',
    });
  }
  const { lines, head, repaired, faults } = verifyRecord(await readText(args.file), anchor);
  const sound = faults.length === 0;
  const more = faults.length - shown;
  print(args, {
    lines: () => [
      `${sound ? 'INTACT ' : 'CHANGED'} ${terminal(args.file)}: ${count(lines, 'line')}, head ${head}`,
      ...faults.slice(0, shown).map((fault) => `  ✗ ${fault}`),
      ...(more > 0 ? [`  + ${more} more`] : []),
      ...(repaired > 0
        ? [
            `  Before ${count(repaired, 'line')}, a writer stopped midway. Its partial line is in a separate file (\`repaired\`).`,
          ]
        : []),
      ...(sound && anchor === undefined
        ? ['  To detect a truncated record, keep the head elsewhere and pass it as --anchor.']
        : []),
    ],
    json: { schema: 'firebreak.record-check/1', sound, lines, head, anchor: anchor ?? null, repaired, faults },
  });
  return sound ? 0 : 1;
}

async function readText(file: string): Promise<string> {
  if (file === '-') return (await readBytes(file, process.stdin)).toString('utf8');
  const text = readNamedFile(file, constants.MAX_STRING_LENGTH).then((bytes) => bytes.toString('utf8'));
  return text.catch((cause: unknown) => {
    throw new InputError(
      {
        file,
        message: `the record cannot be read: ${systemReason(cause)}`,
        hint: 'Name the file that --record wrote.',
      },
      { cause },
    );
  });
}

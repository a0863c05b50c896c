/** `firebreak record`: checks whether a record was changed, and counts what is in it. */
import { constants } from 'node:buffer';
import type { Argv } from 'yargs';
import { systemReason } from '../../app/system-reason.ts';
import { InputError, UsageError } from '../../errors.ts';
import { readNamedFile } from '../../read/files/named-file.ts';
import { readBytes } from '../../read/plan/plan-bytes.ts';
import { statsLines } from '../../report/commands/record-stats.ts';
import { terminal } from '../../report/escape.ts';
import { count } from '../../report/phrases.ts';
import { verifyRecord } from '../../verdict/record.ts';
import { recordStats } from '../../verdict/record-stats.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormat } from '../format-option.ts';

/** Adds the usage, options and examples of `firebreak record`. */
export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 record verify FILE [--anchor HASH]\n$0 record stats FILE\n\nverify finds lines of a record (`--record FILE`) that were edited, taken out, put in or reordered; with the hash of a line that was kept elsewhere also that its end was cut off. Exit 0 sound, 1 not, 2 cannot be read. stats counts how often each policy fired, was lifted, excepted or broken, and how long approvals took.',
      )
      .positional('action', { choices: ['verify', 'stats'] as const, demandOption: true, describe: 'what to do' })
      .positional('file', { type: 'string', demandOption: true, describe: 'the record' })
      .option('anchor', {
        type: 'string',
        requiresArg: true,
        describe: 'hash of a line that must be there: the `head` that this command printed before',
      })
      .example('$0 record verify verdicts.jsonl', 'and keep the head that it prints')
      .example('$0 record verify verdicts.jsonl --anchor 3f2b…', 'whether that is still in it')
      .example('$0 record stats verdicts.jsonl', 'which policies fire, and what becomes of it'),
  );
}

/** Number of faults printed: one edit can cause many. */
const shown = 20;

interface RecordArguments {
  readonly action: 'verify' | 'stats';
  readonly file: string;
  readonly anchor: string | undefined;
  readonly format: PlainFormat;
}

/** Verifies the record, or counts what is in it. Returns 1 if it was changed. */
export async function run(args: RecordArguments): Promise<ExitCode> {
  return args.action === 'stats' ? printStats(args) : verify(args);
}

/** @throws {UsageError} with --anchor, which would not be checked */
async function printStats({ file, format, anchor }: RecordArguments): Promise<ExitCode> {
  if (anchor !== undefined) {
    throw new UsageError({
      message: '--anchor is for `record verify`: stats believes the record',
      hint: 'verify the record first: firebreak record verify FILE --anchor HASH',
    });
  }
  const stats = recordStats(await readText(file));
  print(format, {
    lines: (page) => statsLines(stats, page),
    json: { schema: 'firebreak.record-stats/1', ...stats },
  });
  return 0;
}

async function verify(args: RecordArguments): Promise<ExitCode> {
  const anchor = args.anchor?.toLowerCase();
  if (anchor !== undefined && !/^[0-9a-f]{64}$/.test(anchor)) {
    throw new UsageError({
      message: '--anchor takes the 64 hex digits of a hash',
      hint: 'as `record verify` prints it',
    });
  }
  const { lines, head, repaired, faults } = verifyRecord(await readText(args.file), anchor);
  const sound = faults.length === 0;
  const more = faults.length - shown;
  print(args.format, {
    lines: () => [
      `${sound ? 'SOUND ' : 'BROKEN'} ${terminal(args.file)}: ${count(lines, 'line')}, head ${head}`,
      ...faults.slice(0, shown).map((fault) => `  ✗ ${fault}`),
      ...(more > 0 ? [`  + ${more} more`] : []),
      ...(repaired > 0
        ? [`  Before ${count(repaired, 'line')} a writer had died; what it left was put aside (\`repaired\`).`]
        : []),
      ...(sound && anchor === undefined
        ? ['  Without --anchor nobody can see whether the end was cut off: keep the head elsewhere.']
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
        hint: 'Name the file that was given to --record.',
      },
      { cause },
    );
  });
}

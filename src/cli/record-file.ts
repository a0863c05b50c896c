/** Appends verdicts to the record: one writer at a time, and nothing lost where one of them dies in mid-write. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { emptyRecord, type Head, headOf, type RecordInput, toRecordLine } from '../verdict/record.ts';
import { withLock } from './file-lock.ts';

/** Lines are read from the end in steps of this size. */
const step = 64 * 1024;

/**
 * One line for each verdict, on the disk when this returns.
 * @throws {UsageError} where it cannot be written, or its last line is not what was written
 */
export async function appendRecord(file: string, verdicts: readonly RecordInput[]): Promise<void> {
  await withLock(file, async () => {
    const handle = await open(file, 'a+', 0o644).catch((cause: unknown) => {
      throw new UsageError(
        { file, message: 'the record cannot be written', hint: 'Name a file in a folder that can be written to.' },
        { cause },
      );
    });
    try {
      const { last, partial } = await readEnd(handle);
      const repaired = partial.length === 0 ? undefined : await putAside(file, handle, partial);
      let head = await headBehind(file, last);
      const lines: string[] = [];
      for (const [index, verdict] of verdicts.entries()) {
        const line = toRecordLine(verdict, head, index === 0 ? repaired : undefined);
        head = headOf(line) ?? head;
        lines.push(`${line}\n`);
      }
      await handle.appendFile(lines.join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

interface End {
  /** The last whole line, without its newline; null in an empty file. */
  readonly last: Buffer | null;
  /** What stands behind it. */
  readonly partial: Buffer;
}

async function readEnd(handle: FileHandle): Promise<End> {
  const { size } = await handle.stat();
  let tail = Buffer.alloc(0);
  for (let from = size; from > 0; ) {
    const length = Math.min(step, from);
    from -= length;
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
    tail = Buffer.concat([buffer, tail]);
    const end = tail.lastIndexOf(0x0a);
    const start = end < 0 ? -1 : tail.lastIndexOf(0x0a, end - 1);
    if (end > 0 && (start >= 0 || from === 0)) {
      return { last: tail.subarray(start + 1, end), partial: tail.subarray(end + 1) };
    }
  }
  return { last: null, partial: tail };
}

/** First the copy, then the cut: whoever dies in between leaves both. */
async function putAside(
  file: string,
  handle: FileHandle,
  partial: Buffer,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const sha256 = createHash('sha256').update(partial).digest('hex');
  await writeFile(`${file}.partial-${sha256.slice(0, 12)}`, partial, { flush: true });
  const { size } = await handle.stat();
  await handle.truncate(size - partial.length);
  return { bytes: partial.length, sha256 };
}

async function headBehind(file: string, last: Buffer | null): Promise<Head> {
  if (last === null) return emptyRecord;
  const head = headOf(last.toString('utf8'));
  if (head) return head;
  throw new UsageError({
    file,
    message: 'the last line of the record is not what was written there, so nothing can follow it',
    hint: 'See what happened with `firebreak record verify`; keep the file, and begin another one.',
  });
}

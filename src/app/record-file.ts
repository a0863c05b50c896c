/** Appends verdicts to the record with one writer at a time, and repairs the record if a writer crashed. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat, writeFile } from 'node:fs/promises';
import { isFirebreakError, UsageError } from '../errors.ts';
import { realPath } from '../read/files/real-path.ts';
import { emptyRecord, type Head, parseHead, type RecordInput, toRecordLine } from '../verdict/record/record.ts';
import { withLock } from './file-lock.ts';
import { refuseOddOutput } from './output-path.ts';
import { systemReason } from './system-reason.ts';

const changedLineEndings = {
  message: 'the record has changed line endings (CRLF), so no line can be added',
  hint: "Restore them with sed -i 's/\\r$//', and add `-text` to .gitattributes.",
} as const;

/** Bytes per step when lines are read from the end. */
const step = 64 * 1024;

/**
 * Appends one line for each verdict and syncs it to disk.
 * @throws {UsageError} if the file cannot be written, or its last line was changed
 */
export async function appendRecord(file: string, verdicts: readonly RecordInput[]): Promise<void> {
  await refuseOddRecord(file);
  // Resolves links, so that all writers use the same lock.
  const path = await realPath(file);
  await withLock(path, async () => {
    try {
      const handle = await open(path, 'a+', 0o644);
      try {
        await append({ file, path, handle }, verdicts);
      } finally {
        await handle.close();
      }
    } catch (cause) {
      if (isFirebreakError(cause)) throw cause;
      throw new UsageError(
        {
          file,
          message: `the record cannot be written: ${systemReason(cause)}`,
          hint: 'Without a record nothing passes. Free disk space, or name a file in a writable folder.',
        },
        { cause },
      );
    }
  });
}

/**
 * Checks the path of a record, which need not exist.
 * @throws {UsageError} for a folder, a device, and a link out of its folder
 */
export async function refuseOddRecord(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || found.isFile()) return refuseOddOutput(file, 'the record');
  throw new UsageError({
    file,
    message: `the record must be a file, not a ${found.isDirectory() ? 'folder' : 'device or pipe'}`,
    hint: 'Name a file. It need not exist.',
  });
}

interface Record {
  /** The path as given by the user. */
  readonly file: string;
  readonly path: string;
  readonly handle: FileHandle;
}

async function append({ file, path, handle }: Record, verdicts: readonly RecordInput[]): Promise<void> {
  const { last, partial } = await readEnd(handle);
  // A last line that only lacks its newline (removed by an editor) is complete.
  const whole = parseHead(partial.toString('utf8'));
  const repaired = partial.length === 0 || whole ? undefined : await putAside(path, handle, partial);
  let head = whole ?? headBehind(file, last);
  const lines: string[] = whole ? ['\n'] : [];
  for (const [index, verdict] of verdicts.entries()) {
    const line = toRecordLine(verdict, head, index === 0 ? repaired : undefined);
    head = parseHead(line) ?? head;
    lines.push(`${line}\n`);
  }
  await handle.appendFile(lines.join(''));
  await handle.sync();
}

interface End {
  /** The last complete line without its newline; null in an empty file. */
  readonly last: Buffer | null;
  /** Bytes after the last complete line. */
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

/** Copies before truncating: a crash in between loses nothing. */
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

function headBehind(file: string, last: Buffer | null): Head {
  if (last === null) return emptyRecord;
  const line = last.toString('utf8');
  const head = parseHead(line);
  if (head) return head;
  if (line.endsWith('\r')) throw new UsageError({ file, ...changedLineEndings });
  throw new UsageError({
    file,
    message: 'the last line of the record was changed, so no line can be added',
    hint: 'Run `firebreak record verify`, keep the file as evidence, and start a new one.',
  });
}

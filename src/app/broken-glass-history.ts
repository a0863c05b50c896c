/** Reads from the record which broken glass nobody has reviewed yet. A record that somebody edited says nothing. */
import { constants } from 'node:buffer';
import { UsageError } from '../errors.ts';
import { readNamedFile } from '../read/files/named-file.ts';
import { verifyRecord } from '../verdict/record/record.ts';
import { unreviewedBrokenGlass } from '../verdict/record/record-history.ts';
import type { PastBrokenGlass } from '../verdict/report-approvals.ts';
import { refuseOddRecord } from './record-file.ts';
import { systemReason } from './system-reason.ts';

/**
 * Returns the plans that passed by broken glass and that nobody else has reviewed; none if there is no record yet.
 * @throws {UsageError} if the record is there and cannot be read, or its lines were changed
 */
export async function readBrokenGlass(record: string | undefined): Promise<readonly PastBrokenGlass[]> {
  if (record === undefined) return [];
  await refuseOddRecord(record);
  const text = await readRecord(record);
  // A crash leaves an incomplete last line, which the next verdict moves aside.
  const [fault] = verifyRecord(text.slice(0, text.lastIndexOf('\n') + 1)).faults;
  if (fault === undefined) return unreviewedBrokenGlass(text);
  throw new UsageError({
    file: record,
    message: `the record is damaged, so unreviewed break-glass uses are unknown: ${fault}`,
    hint: 'Run `firebreak record verify`, keep the file as evidence, and start a new one.',
  });
}

async function readRecord(record: string): Promise<string> {
  try {
    return (await readNamedFile(record, constants.MAX_STRING_LENGTH)).toString('utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw new UsageError(
      {
        file: record,
        message: `the record cannot be read: ${systemReason(cause)}`,
        hint: 'It lists the break-glass uses that still need a review. Name a file that can be read and written, or start a new one.',
      },
      { cause },
    );
  }
}

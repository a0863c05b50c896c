/** Reads from the record which broken glass nobody has reviewed yet. */
import { constants } from 'node:buffer';
import { UsageError } from '../errors.ts';
import { readNamedFile } from '../read/files/named-file.ts';
import { unreviewedBrokenGlass } from '../verdict/record-history.ts';
import type { PastBrokenGlass } from '../verdict/report-approvals.ts';
import { systemReason } from './system-reason.ts';

/**
 * Returns the plans that passed by broken glass and that nobody else has reviewed; none if there is no record yet.
 * @throws {UsageError} if the record is there and cannot be read
 */
export async function readBrokenGlass(record: string | undefined): Promise<readonly PastBrokenGlass[]> {
  if (record === undefined) return [];
  try {
    return unreviewedBrokenGlass((await readNamedFile(record, constants.MAX_STRING_LENGTH)).toString('utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new UsageError(
      {
        file: record,
        message: `the record cannot be read: ${systemReason(cause)}`,
        hint: 'It says which broken glass is still to be reviewed. Name a file that can be read and written, or begin another one.',
      },
      { cause },
    );
  }
}

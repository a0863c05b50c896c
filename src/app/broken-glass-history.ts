/** Reads from the record which broken glass nobody has reviewed yet. */
import { readFile } from 'node:fs/promises';
import { unreviewedBrokenGlass } from '../verdict/record-history.ts';
import type { PastBrokenGlass } from '../verdict/report-approvals.ts';

/**
 * Returns the plans that passed by broken glass and that nobody else has reviewed. A record that is not there yet, or
 * cannot be read, has none: writing to it fails later, and then nothing passes.
 */
export async function readBrokenGlass(record: string | undefined): Promise<readonly PastBrokenGlass[]> {
  if (record === undefined) return [];
  const text = await readFile(record, 'utf8').catch(() => '');
  return unreviewedBrokenGlass(text);
}

/** How many worker threads judge many plans. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Bytes of plans from which a thread is worth its start, which takes as long as judging about 2 MB. */
const bytesPerThread = 4_000_000;
/** Memory that judging takes, as a multiple of the plan. */
const memoryPerByte = 8;
const mostThreads = 8;

/** The program of a thread. In the sources and in a single executable there is none, and the main thread does everything. */
export const threadFile = new URL('./thread.js', import.meta.url);

/**
 * Returns the number of threads that are worth their start and have enough memory for the largest plans; 1: the main
 * thread does everything.
 */
export async function threadCount(files: readonly string[], program = threadFile): Promise<number> {
  // Only the main thread reads standard input.
  if (files.length < 2 || files.includes('-') || !existsSync(fileURLToPath(program))) return 1;
  const sizes = await Promise.all(files.map(sizeOf));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const inMemory = Math.floor(freemem() / (memoryPerByte * Math.max(1, ...sizes)));
  const counts = [availableParallelism(), mostThreads, files.length, Math.floor(total / bytesPerThread), inMemory];
  return Math.max(1, Math.min(...counts));
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

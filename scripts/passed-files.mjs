// Stands in for fs-extra in the worker of an executable: the files that the program passed along.
import { basename } from 'node:path';
import { workerData } from 'node:worker_threads';

export async function readFile(path) {
  return Buffer.from(workerData.files[basename(path)]);
}

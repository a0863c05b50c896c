/**
 * Parses HCL in a thread of its own, because the parser is synchronous WASM that nothing else could stop.
 * Plain JavaScript, because Node 20 starts no worker from TypeScript source.
 */
import { parentPort } from 'node:worker_threads';
import hcl2json from '@cdktf/hcl2json';

/** @param {{ id: number, text: string }[]} batch */
async function answer(batch) {
  for (const { id, text } of batch) {
    try {
      parentPort?.postMessage({ id, body: await hcl2json.parse('file', text) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

parentPort?.on('message', answer);

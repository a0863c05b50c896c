/**
 * Parses HCL in a thread of its own, because the parser is synchronous WASM that nothing else could stop.
 * Plain JavaScript, because Node 20 starts no worker from TypeScript source.
 */
import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';

// V8 would optimise the parser after a few small files, and the process then waits for that at its end: 0.3 s for
// nothing. A hundred times its own default still optimises what a large file needs. To be set before the parser loads.
setFlagsFromString('--wasm-tiering-budget=180000000');
const { default: hcl2json } = await import('@cdktf/hcl2json');

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

/** Runs the project's TypeScript in scripts. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The top of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles TypeScript first: the oldest supported Node cannot run it. */
export async function loadProgram(contents) {
  const folder = join(root, 'node_modules', '.cache', 'generate');
  const outfile = join(folder, 'program.mjs');
  await mkdir(folder, { recursive: true });
  await copyFile('src/read/configuration/hcl-worker.mjs', join(folder, 'hcl-worker.mjs'));
  const common = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  };
  await build({ ...common, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile });
  return import(`${pathToFileURL(outfile)}?${process.hrtime.bigint()}`);
}

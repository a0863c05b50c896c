// Builds the GitHub Action and the command line that it puts on PATH into dist/, which is committed because the runner
// starts them from there.
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildPrograms, buildWorker, parsers } from './single-file.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await buildPrograms('dist', { index: 'src/action/main.ts', firebreak: 'src/cli/firebreak.ts' });
await buildWorker('dist/hcl-worker.mjs');
for (const [name, file] of Object.entries(parsers)) await copyFile(file, `dist/${name}`);

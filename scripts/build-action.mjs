// Builds the GitHub Action and the command line that it puts on PATH into dist/, which is committed because the runner
// starts them from there.
import { fileURLToPath } from 'node:url';
import { buildSingleFiles } from './single-file.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await buildSingleFiles('dist', { index: 'src/action/main.ts', firebreak: 'src/cli/firebreak.ts' });

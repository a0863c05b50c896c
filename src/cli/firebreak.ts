/** The program. */
import { hideBin } from 'yargs/helpers';
import { run } from './run.ts';

// A reader that stops early, as `head` does, is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`firebreak: the report cannot be written: ${error.message}\n`);
  process.exit(2);
});

process.exitCode = await run(hideBin(process.argv));

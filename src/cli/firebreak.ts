/** The entry point of the program. */
import { run } from './run.ts';

// A reader such as `head` that stops early is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`firebreak: the report cannot be written: ${error.message}\n`);
  process.exit(2);
});

// No top-level `await`, because some bundles are CommonJS.
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

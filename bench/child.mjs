// Runs one command a number of times and prints the CPU seconds of one run, without what this process used itself.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [repeat, input, command, ...args] = process.argv.slice(2);
const before = ticks();
let status = 0;
for (let i = 0; i < Number(repeat); i += 1) {
  ({ status } = spawnSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }));
}
process.stdout.write(JSON.stringify({ status, seconds: (ticks() - before) / 100 / Number(repeat) }));

/** Hundredths of a second that finished children used. */
function ticks() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return Number(fields[13]) + Number(fields[14]);
}

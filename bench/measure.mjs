// CPU time and peak memory of whole processes, as the operating system accounts for them. Linux.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const child = join(import.meta.dirname, 'child.mjs');
const gnuTime = '/usr/bin/time';

/**
 * Runs the commands in turn, so that a change of the machine's speed meets all of them.
 * @param options.repeat how often a command runs for one figure: the clock of the system ticks every 10 ms
 * @returns for each command the least CPU seconds and its peak memory; null if it could not judge
 */
export function measure(commands, { runs, cwd, input = '', repeat = 1 }) {
  const options = { cwd, input, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } };
  const results = commands.map((command) => ({
    seconds: Number.POSITIVE_INFINITY,
    mebibytes: peakOf(command, options),
  }));
  for (let run = 0; run < runs; run += 1) {
    commands.forEach((command, i) => {
      // A process of its own for each figure: the usage of children is known only as a sum.
      const { stdout } = spawnSync(process.execPath, [child, String(repeat), input, ...command], options);
      const { status, seconds } = JSON.parse(stdout);
      if (status === null || status > 1) results[i] = null;
      else if (results[i]) results[i].seconds = Math.min(results[i].seconds, seconds);
    });
  }
  return results;
}

/** In MiB; null without GNU time. */
function peakOf(command, options) {
  if (!existsSync(gnuTime)) return null;
  const { stderr } = spawnSync(gnuTime, ['-f', 'peak=%M', ...command], options);
  const kilobytes = /peak=(\d+)/.exec(stderr ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

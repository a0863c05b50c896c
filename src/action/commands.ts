/** Prevents text in the log from being executed as a command by the runner. */
import { randomUUID } from 'node:crypto';

/** Runs `work` with the runner's commands disabled, because its output may contain text of untrusted authors. */
export async function withoutCommands(work: () => void | Promise<void>): Promise<void> {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    await work();
  } finally {
    process.stdout.write(`\n::${token}::\n`);
  }
}

/** Text in a log that must not become a command to the runner. */
import { randomUUID } from 'node:crypto';

/** While it works, nothing that is written is a command to the runner: anybody may have written a part of it. */
export async function withoutCommands(work: () => void | Promise<void>): Promise<void> {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    await work();
  } finally {
    process.stdout.write(`\n::${token}::\n`);
  }
}

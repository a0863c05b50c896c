/** Workflow commands, and text that must not become one. */
import { randomUUID } from 'node:crypto';

/** `::error file=a.tf,line=1::message`, on one line. */
export function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escapeData(message)}\n`;
}

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

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

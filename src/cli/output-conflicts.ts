/** Rejects output paths that would overwrite an input or another output, before anything is written. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { OutputTarget } from '../app/output.ts';
import { type Fault, UsageError } from '../errors.ts';
import { realPath } from '../read/files/real-path.ts';
import type { JudgeArguments } from './judge-context.ts';

interface NamedPath {
  /** Name for messages, e.g. `the plan`. */
  readonly what: string;
  readonly file: string;
}

/** Returns the files and folders that a judging command reads, as far as they are named. */
export function inputsOf(args: Omit<JudgeArguments, 'record'>, plans: readonly string[]): readonly NamedPath[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ...plans.map((file) => ['the plan', file] as const),
    ['the settings', args.config],
    ['the approvals', args.approvals],
    ['the allowed signers', args.allowedSigners],
    ['the list of changed files', args.changedFiles],
    ...args.actor.map((file) => ['the file with the author of the change', file] as const),
  ];
  return named.flatMap(([what, file]) => (file === undefined || file === '-' ? [] : [{ what, file }]));
}

/** Returns the files that reports and the record are written to. */
export function outputsOf(targets: readonly OutputTarget[], record: string | undefined): readonly NamedPath[] {
  const reports = targets.flatMap(({ format, file }) =>
    file === null ? [] : [{ what: `the report (${format})`, file }],
  );
  return [...reports, ...(record === undefined ? [] : [{ what: 'the record', file: record }])];
}

/**
 * Compares files, not names: two links to one file are a conflict.
 * @throws {UsageError} with every file that would be overwritten
 */
export async function refuseOverwritingInputs(
  outputs: readonly NamedPath[],
  inputs: readonly NamedPath[],
): Promise<void> {
  const taken = new Map<string, NamedPath>();
  for (const input of inputs) {
    for (const key of await keysOf(input.file)) if (!taken.has(key)) taken.set(key, input);
  }
  const faults: Fault[] = [];
  for (const output of outputs) {
    const keys = await keysOf(output.file);
    const other = keys.map((key) => taken.get(key)).find((found) => found !== undefined);
    if (other) faults.push(overwrites(output, other.what));
    else if (/^firebreak\.ya?ml$/.test(basename(keys[0] ?? ''))) faults.push(overwrites(output, 'the settings'));
    for (const key of keys) taken.set(key, output);
  }
  if (faults.length > 0) throw new UsageError(faults);
}

function overwrites({ what, file }: NamedPath, other: string): Fault {
  return {
    file,
    message: `the same file for ${what} and ${other}`,
    hint: `Name another file for ${what}.`,
  };
}

/** Identifies a file by path and, if it exists, by device and inode. Devices and pipes never conflict. */
async function keysOf(file: string): Promise<readonly string[]> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  if (found !== null && !found.isFile() && !found.isDirectory()) return [];
  const path = await realPath(file);
  return found === null ? [path] : [path, `${found.dev}:${found.ino}`];
}

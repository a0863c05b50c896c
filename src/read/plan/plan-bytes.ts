/** Reads the bytes of a plan from a file or from standard input. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Fault, InputError, UsageError } from '../../errors.ts';
import { suggest } from '../../text/did-you-mean.ts';
import { readNamedFile, readStream, UnreadableFileError } from '../files/named-file.ts';
import { diagnoseTooLong } from './not-a-plan.ts';

/** In bytes: Node reads no longer files. What is longer than a string can be is only read lazily (`plan-reader.ts`). */
export const largestPlan = 2 ** 31 - 1;

/** Standard input of the process, or any stream of bytes. */
export interface Stdin extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
}

/**
 * Returns all bytes of the file, or of standard input for `-`.
 * @throws {UsageError} if standard input is a terminal
 * @throws {InputError} if nothing can be read, or too much
 */
export async function readBytes(file: string, stdin: Stdin): Promise<Buffer> {
  if (file === '-') return readStdin(stdin);
  return readOrExplain(file, () => readNamedFile(file, largestPlan));
}

async function readStdin(stdin: Stdin): Promise<Buffer> {
  if (stdin.isTTY) {
    throw new UsageError({
      message: 'no plan on standard input (`-`): it is a terminal',
      hint: 'Pipe a plan in: `terraform show -json tfplan | firebreak check -`, or name a file.',
    });
  }
  return readOrExplain('-', () => readStream(stdin, largestPlan));
}

async function readOrExplain(file: string, read: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await read();
  } catch (error) {
    const fault = codeOf(error) === 'ENOENT' ? await explainMissing(file) : explain(error);
    throw new InputError({ file, ...fault }, { cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function explain(error: unknown): Pick<Fault, 'message' | 'hint'> {
  const code = codeOf(error);
  if (error instanceof UnreadableFileError && error.code === 'TOO_LARGE') {
    return diagnoseTooLong(error.size, largestPlan);
  }
  if (code === 'NOT_A_FILE') {
    return {
      message: 'this is a named pipe or a device, not a plan',
      hint: 'Give a file, or pipe the plan in: `terraform show -json tfplan | firebreak check -`.',
    };
  }
  if (code === 'EISDIR') {
    return {
      message: 'a directory, not a plan',
      hint: 'Name the plan file.',
    };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      message: 'no permission to read the file',
      hint: 'Check its permissions, those of its directory, and the current user.',
    };
  }
  return { message: `the plan cannot be read (${code})`, hint: 'Check the path and the disk.' };
}

/** Names that look like plans; suggested if no name is similar to the given one. */
const PLAN_LIKE = /\.(?:json|tfplan|plan|out)$|^tfplan/;

async function explainMissing(file: string): Promise<Pick<Fault, 'message' | 'hint'>> {
  const directory = dirname(file);
  const message = 'no such file';
  const names = await readdir(directory).catch(() => null);
  if (names === null) return { message, hint: `Check the path. The directory ${directory} cannot be read either.` };
  const show = (name: string): string => printable(directory === '.' ? name : join(directory, name));
  const near = suggest(basename(file), names);
  if (near !== undefined) return { message, hint: `Did you mean ${show(near)}?` };
  const plans = names
    .filter((name) => PLAN_LIKE.test(name))
    .sort()
    .slice(0, 3)
    .map(show);
  const hint =
    plans.length > 0
      ? `Did you mean ${alternatives(plans)}?`
      : 'Check the path. No file in that directory looks like a plan.';
  return { message, hint };
}

/** Returns `a, b or c`. */
function alternatives(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' or ');
}

/** File names may contain escape sequences for the terminal. */
function printable(name: string): string {
  return name.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
}

/**
 * Finds state files in the source tree: state belongs in a remote backend, because it contains secrets in clear text.
 */
import { opendir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StateFile } from '../../source/plan-and-configuration.ts';
import { isObject } from '../../text/is-object.ts';
import { readStart } from '../files/bounded-read.ts';
import { git } from '../git/git-command.ts';

const NAME = /\.tfstate(?:\.[^/]*backup|\.backup)?$/;
/** Directories of tools: people do not put state there, and they can be very large. */
const SKIPPED = new Set(['.terraform', '.git', 'node_modules', '.terragrunt-cache', '.terragrunt-stack']);
const DEEPEST = 6;
const MOST_ENTRIES = 20_000;
const WHOLE = 1024 * 1024;

/**
 * Searches below `dirs`, at most 6 levels deep and 20,000 entries in total, without following links. Files that Git
 * ignores or does not track are left out, because they are on this disk only.
 *
 * @returns absolute paths, sorted; `complete` is false if a limit was reached
 */
export async function findStateFiles(options: {
  readonly dirs: readonly string[];
  readonly dataDir: string;
}): Promise<{ readonly files: readonly StateFile[]; readonly complete: boolean }> {
  const found = new Set<string>();
  const seen = new Set<string>();
  let entries = 0;

  async function walk(dir: string, depth: number): Promise<void> {
    if (seen.has(dir) || dir === options.dataDir || entries >= MOST_ENTRIES) return;
    seen.add(dir);
    const handle = await opendir(dir).catch(() => null);
    if (handle === null) return;
    for await (const entry of handle) {
      entries += 1;
      if (entries > MOST_ENTRIES) return;
      const path = join(dir, entry.name);
      if (entry.isDirectory() && depth < DEEPEST && !SKIPPED.has(entry.name)) await walk(path, depth + 1);
      if (!entry.isDirectory() && NAME.test(entry.name) && (await isState(path))) found.add(path);
    }
  }

  for (const dir of options.dirs) await walk(dir, 0);
  const files = await committed([...found]);
  return { files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), complete: entries < MOST_ENTRIES };
}

/** Asks Git folder by folder, because each may be in a different repository. */
async function committed(files: readonly string[]): Promise<StateFile[]> {
  const kept: StateFile[] = [];
  for (const cwd of new Set(files.map((file) => dirname(file)))) {
    const inside = files.filter((file) => dirname(file) === cwd);
    const names = inside.map((file) => basename(file));
    const listed = await git(['--literal-pathspecs', 'ls-files', '-z', '--', ...names], { cwd });
    const tracked = listed && new Set(listed.toString('utf8').split('\0'));
    for (const file of inside) {
      if (tracked === null) kept.push({ file, tracked });
      else if (tracked.has(basename(file))) kept.push({ file, tracked: true });
    }
  }
  return kept;
}

/**
 * A state has a version and a lineage or serial; a state encrypted by OpenTofu has `encrypted_data` instead of a
 * version.
 */
async function isState(path: string): Promise<boolean> {
  const read = await readStart(path, WHOLE);
  if (read === null) return false;
  // Terraform writes version, serial and lineage first, so the start of a large state is enough.
  if (read.whole === null) return /"version"\s*:\s*\d/.test(read.start) && /"(?:lineage|serial)"\s*:/.test(read.start);
  try {
    const document: unknown = JSON.parse(read.whole);
    if (!isObject(document) || isObject(document.backend)) return false;
    const versioned = typeof document.version === 'number' || typeof document.encrypted_data === 'string';
    return versioned && (typeof document.lineage === 'string' || typeof document.serial === 'number');
  } catch {
    return false;
  }
}

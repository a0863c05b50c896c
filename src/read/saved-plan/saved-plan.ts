/** Opens a saved plan (the zip that `plan -out` writes): reads its backend and the configuration it was made from. */
import { InputError } from '../../errors.ts';
import type { SavedPlan } from '../../source/plan-and-configuration.ts';
import { readConfigurationFromTexts } from '../configuration/configuration.ts';
import { readTfplan } from './tfplan.ts';
import { unzip, ZipError, type ZipLimits } from './zip.ts';

/** Input of `readConfigurationFromTexts`: one entry per module call, with texts by file name. */
type SavedModule = Parameters<typeof readConfigurationFromTexts>[0]['modules'][number];

/**
 * Far above what Terraform writes (the `tfplan` of 10,000 resources has about 20 MB), and still safe to unpack in
 * memory.
 */
const LIMITS: ZipLimits = { entries: 20_000, entryBytes: 256 * 2 ** 20, totalBytes: 384 * 2 ** 20 };

const TFPLAN = 'tfplan';
const STATE = 'tfstate';
const MANIFEST = 'tfconfig/modules.json';
const MODULE_FILES = 'tfconfig/m-';

/**
 * Returns backend and configuration of a saved plan, and the lineage of its state. Nothing else of the state is kept.
 * @throws {InputError} if the zip is damaged, malicious or not a plan
 */
export async function readSavedPlan(options: { readonly file: string; readonly bytes: Buffer }): Promise<SavedPlan> {
  const { file, bytes } = options;
  const read = (name: string): boolean => name === TFPLAN || name === MANIFEST || name.startsWith(MODULE_FILES);
  const entries = unpack(file, bytes, read);
  const tfplan = entries.get(TFPLAN);
  if (tfplan === undefined) {
    throw new InputError({
      file,
      message: 'not a saved plan: this zip archive has no entry `tfplan`',
      hint: 'A saved plan is what `terraform plan -out=FILE` writes.',
    });
  }
  const modules = modulesOf(entries, file);
  const configuration =
    modules === null ? null : await readConfigurationFromTexts({ root: file, origin: 'saved-plan', modules });
  const { backend, partial } = readTfplan(tfplan);
  // For other backends the settings identify the state.
  const state = backend?.kind === 'local' ? unpack(file, bytes, (name) => name === STATE).get(STATE) : undefined;
  return { backend, partial, lineage: lineageOf(state), configuration };
}

/** The lineage comes first in a state. An empty state has none, and an encrypted one does not show it. */
function lineageOf(state: Buffer | undefined): string | null {
  return /^\{[^{[]{0,500}?"lineage": ?"([0-9a-f-]{36})"/.exec(state?.toString('latin1', 0, 1_000) ?? '')?.[1] ?? null;
}

function unpack(file: string, bytes: Buffer, wanted: (name: string) => boolean): ReadonlyMap<string, Buffer> {
  try {
    return unzip(bytes, wanted, LIMITS);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw damaged(file, error.message, error);
  }
}

function damaged(file: string, what: string, cause?: unknown): InputError {
  const hint = 'Plan again with `terraform plan -out=FILE`, and copy the file in binary mode.';
  return new InputError({ file, message: `the saved plan ${what}`, hint }, { cause });
}

/**
 * Returns the modules of `tfconfig/`, the root module first; null if the plan contains no configuration.
 * @see https://github.com/hashicorp/terraform/blob/main/internal/plans/planfile/config_snapshot.go
 */
function modulesOf(entries: ReadonlyMap<string, Buffer>, file: string): readonly SavedModule[] | null {
  const manifest = entries.get(MANIFEST);
  if (manifest === undefined) return null;
  const modules = new Map<string, { readonly dir: string; readonly files: Map<string, string> }>();
  for (const { key, dir } of recordsOf(manifest, file)) modules.set(key, { dir, files: new Map() });
  for (const [name, content] of entries) {
    if (!name.startsWith(MODULE_FILES)) continue;
    const slash = name.lastIndexOf('/');
    const module = modules.get(name.slice(MODULE_FILES.length, slash));
    // Terraform rejects such a plan too.
    if (module === undefined) throw damaged(file, 'holds files of a module that its list of modules does not name');
    module.files.set(name.slice(slash + 1), content.toString('utf8'));
  }
  return [...modules]
    .map(([key, module]) => ({ address: addressOf(key), ...module }))
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

function recordsOf(manifest: Buffer, file: string): readonly { readonly key: string; readonly dir: string }[] {
  const records = parseList(manifest.toString('utf8'));
  if (records === null) throw damaged(file, 'has a list of modules that is not JSON');
  return records.map((record) => {
    const { Key: key, Dir: dir } =
      typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {};
    if (typeof key !== 'string' || typeof dir !== 'string') throw damaged(file, 'has a damaged list of modules');
    return { key, dir };
  });
}

function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** `network.subnets` → `module.network.module.subnets`; module names contain no dots. */
function addressOf(key: string): string {
  return key === ''
    ? ''
    : key
        .split('.')
        .map((name) => `module.${name}`)
        .join('.');
}

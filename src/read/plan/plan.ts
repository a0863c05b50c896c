/**
 * Reads one plan (JSON or saved plan) from a file or standard input. A file that is not a plan is an error, never "no
 * changes".
 */
import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { InputError } from '../../errors.ts';
import type { PlanSource } from '../../source/plan-and-configuration.ts';
import { readEmbeddedYaml } from './embedded-yaml.ts';
import {
  diagnoseBytes,
  diagnoseDuplicateKey,
  diagnoseSeveralDocuments,
  diagnoseText,
  diagnoseTooLong,
  diagnoseTruncated,
  NOT_TEXT,
  notAPlan,
} from './not-a-plan.ts';
import { readBytes, type Stdin } from './plan-bytes.ts';
import { envelopeFaults } from './plan-envelope.ts';
import { type PlanText, readPlanText } from './plan-text.ts';

/** Where to read a plan from, and how to show a saved plan. */
export interface ReadPlanOptions {
  /** Path of the plan, or `-` for standard input. */
  readonly file: string;
  /** Where to read the bytes if not from `file`: a private copy. Messages name `file`. */
  readonly copy?: string | undefined;
  /** The binary that shows a saved plan; default: `terraform`, then `tofu`, from PATH. */
  readonly terraform?: string | undefined;
  /** Directory in which the saved plan's providers are initialised; default: the plan's directory. */
  readonly dir?: string | undefined;
  /** Default: the process's own. */
  readonly stdin?: Stdin | undefined;
  /** Default: the process's own. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Called before a step that may take long. */
  readonly onProgress?: ((step: string) => void) | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a plan and checks its envelope. If a saved plan cannot be shown as JSON, `json` is null and `failure` gives the
 * reason; backend and configuration are still returned.
 * @throws {InputError} if the file is not a plan, with what it is and what to do
 * @throws {UsageError} if standard input is a terminal, or `dir` does not exist
 */
export async function readPlan(options: ReadPlanOptions): Promise<PlanSource> {
  const { file, copy = file } = options;
  const bytes = await readBytes(copy, options.stdin ?? process.stdin);
  const sha256 = digest(bytes);
  if (!isSavedPlan(bytes)) return { file, sha256, ...(await parsePlan(bytes, file)) };

  // Loaded on demand: the unpacking code takes as long to load as a small plan to judge.
  const { readSavedPlan } = await import('../saved-plan/saved-plan.ts');
  const saved = await readSavedPlan({ file, bytes });
  try {
    return { file, sha256, saved, ...(await showSaved(options, sha256)) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { file, sha256, saved, json: null, failure: error };
  }
}

async function showSaved(
  options: ReadPlanOptions,
  sha256: string,
): Promise<Pick<PlanSource, 'json' | 'yaml'> & { readonly shownBy: string }> {
  const { file, copy = file, dir, terraform, env, onProgress } = options;
  if (copy === '-') {
    throw new InputError({
      file,
      message: 'a saved plan on standard input cannot be shown as JSON',
      hint: 'Terraform can show only files. Name the saved plan, or pipe in the output of `terraform show -json`.',
    });
  }
  const { showPlan } = await import('../saved-plan/terraform-show.ts');
  onProgress?.('terraform show -json');
  let shownBy = '';
  const shown = await showPlan({
    onShown: (binary) => {
      shownBy = binary;
    },
    plan: copy,
    name: file,
    cwd: dir ?? dirname(file),
    terraform,
    env: env ?? process.env,
  });
  // Terraform read the file by itself: make sure that it read the same bytes.
  if (digest(await readBytes(copy, process.stdin)) !== sha256) {
    throw new InputError({
      file,
      message: 'the saved plan changed while Firebreak read it',
      hint: 'Wait until the plan is written, or plan to another file.',
    });
  }
  return { ...(await parsePlan(shown, file)), shownBy };
}

/** Whether the bytes start like a zip file, the format of `plan -out`. */
function isSavedPlan(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function parsePlan(bytes: Buffer, file: string): Promise<Pick<PlanSource, 'json' | 'yaml'>> {
  const json = parsePlanBytes(bytes, file);
  const yaml = await readEmbeddedYaml(json);
  return yaml.size === 0 ? { json } : { json, yaml };
}

function parsePlanBytes(bytes: Buffer, file: string): JsonObject {
  const known = diagnoseBytes(bytes);
  if (known) throw new InputError({ file, ...known });
  const text = readPlanText(bytes);
  if (text.found !== 'json') throw new InputError({ file, ...nameFault(text, bytes.length) });
  const kind = notAPlan(text.value);
  if (kind)
    throw new InputError({ file, message: kind.message, ...(kind.hint === undefined ? {} : { hint: kind.hint }) });
  const json = withFormatVersion(text.value as JsonObject);
  const faults = envelopeFaults(json, file);
  if (faults.length > 0) throw new InputError(faults);
  return json;
}

function nameFault(text: Exclude<PlanText, { found: 'json' }>, bytes: number): ReturnType<typeof diagnoseText> {
  switch (text.found) {
    case 'too-long':
      return diagnoseTooLong(bytes, constants.MAX_STRING_LENGTH);
    case 'not-text':
      return NOT_TEXT;
    case 'repeated':
      return diagnoseDuplicateKey(text.key);
    case 'several':
      return diagnoseSeveralDocuments(text.text, text.modules);
    case 'cut-off':
      return diagnoseTruncated(text.text, bytes);
    case 'other':
      return diagnoseText(text.text, bytes);
  }
}

/**
 * HCP Terraform's `plans/:id/json-output-redacted` is a plan with `plan_format_version` instead of `format_version`.
 */
function withFormatVersion(json: JsonObject): JsonObject {
  const { plan_format_version: version, ...rest } = json;
  return version === undefined || 'format_version' in json ? json : { format_version: version, ...rest };
}

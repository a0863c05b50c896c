/** Checks the shape of the parts of a plan's JSON that Firebreak relies on. Unknown fields are accepted. */
import type { ErrorObject } from 'ajv';
import type { Fault } from '../../errors.ts';
import { contradictions } from './contradictions.ts';
import { collectFaults, isPlan } from './generated/plan-envelope.mjs';
import { typeName } from './not-a-plan.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Number of faults that are listed: a file with one fault often has many. */
const SHOWN = 10;

/**
 * Returns the faults of the envelope (the first ten, then their number); empty for a valid plan. Values are never
 * quoted.
 */
export function envelopeFaults(json: JsonObject, file: string): readonly Fault[] {
  const version = faultOfVersion(json.format_version);
  if (version) return [{ file, path: '$.format_version', ...version }];
  try {
    if (isPlan(json)) return shortened(contradictions(json, file), file);
    collectFaults(json);
    return toFaults(collectFaults.errors ?? [], file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ file, message: 'modules nested too deeply', hint: 'No Terraform plan looks like this.' }];
  }
}

/**
 * Accepts formats 0.1 (Terraform 0.12) to 1.x. New fields do not raise the minor version, so only the major is checked.
 */
function faultOfVersion(version: unknown): Pick<Fault, 'message' | 'hint'> | null {
  const hint = 'Supported formats are 0.1 (Terraform 0.12) to 1.x (Terraform 1.1 and later, OpenTofu).';
  if (typeof version !== 'string')
    return { message: `expected a string such as "1.2", found ${typeName(version)}`, hint };
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:[.+-][\w.+-]*)?$/.exec(version) ?? [];
  if (major === undefined) return { message: 'expected a version such as "1.2", found another string', hint };
  if (major === '1' || (major === '0' && minor !== '0')) return null;
  return {
    message: `unsupported plan format ${major}.${minor}`,
    hint: `${hint} Try a newer version of Firebreak.`,
  };
}

function toFaults(errors: readonly ErrorObject[], file: string): readonly Fault[] {
  const hint = 'Terraform and OpenTofu do not write such plans. Check the unchanged output of `terraform show -json`.';
  const faults = errors.map((error) => ({ file, path: jsonPath(error), message: messageOf(error), hint }));
  return shortened(faults, file);
}

/** The hint follows the last fault. */
function shortened(all: readonly (Fault & { readonly hint: string })[], file: string): readonly Fault[] {
  const faults: Fault[] = all.slice(0, SHOWN).map(({ hint: _, ...fault }) => fault);
  if (all.length > SHOWN) faults.push({ file, message: `and ${all.length - SHOWN} more errors of this kind` });
  const last = faults.pop();
  const hint = all[0]?.hint;
  return last && hint !== undefined ? [...faults, { ...last, hint }] : [];
}

function messageOf(error: ErrorObject): string {
  if (error.keyword === 'type') {
    const expected = [error.params.type].flat().join(' or ');
    return `expected ${expected}, found ${typeName(error.data)}`;
  }
  if (error.keyword === 'required') return 'expected a value, found nothing';
  return 'expected at least one action, found none';
}

/**
 * Returns a JSON path such as `$.resource_changes[3].change.actions`; keys that are not plain names are put in
 * brackets.
 */
function jsonPath(error: ErrorObject): string {
  const steps = error.instancePath.split('/').slice(1);
  if (error.keyword === 'required') steps.push(String(error.params.missingProperty));
  return steps.reduce((path, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (/^\d+$/.test(key)) return `${path}[${key}]`;
    return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
  }, '$');
}

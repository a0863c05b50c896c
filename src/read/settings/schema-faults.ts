/** Describes what a JSON Schema rejects in a file, with positions. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Fault } from '../../errors.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { extraName, stepsOf } from './schema-path.ts';
import { type ValidSubset, validSubset } from './valid-subset.ts';
import type { YamlFile } from './yaml.ts';

/** Compiled schemas: compiling takes longer than checking a hundred files. */
const compiled = new WeakMap<object, Promise<ValidateFunction>>();

async function compile(schema: Readonly<Record<string, unknown>>): Promise<ValidateFunction> {
  const { Ajv } = await import('./schema-checker.ts');
  return new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema);
}

function fits<T>(validate: ValidateFunction, value: unknown): value is T {
  return validate(value);
}

/**
 * Returns the value if the file fits the schema, whose type is `T`; otherwise every fault and the valid part of the
 * file.
 */
export async function checkSchema<T>(
  yaml: YamlFile,
  schema: Readonly<Record<string, unknown>>,
): Promise<{ readonly value: T } | { readonly faults: readonly Fault[]; readonly valid: ValidSubset }> {
  const compiling = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, compiling);
  const validate = await compiling;
  const { value } = yaml;
  if (fits<T>(validate, value)) return { value };
  const errors = (validate.errors ?? []).filter((error, _, all) => !isSecondary(error, all));
  return { faults: errors.map((error) => toFault(yaml, error)), valid: validSubset(value, validate) };
}

/** Errors that follow from another one: `if` repeats `then`, and `const` repeats an `enum` at the same path. */
function isSecondary({ keyword, instancePath }: ErrorObject, all: readonly ErrorObject[]): boolean {
  const isNone = (other: ErrorObject): boolean => other.keyword === 'enum' && other.instancePath === instancePath;
  return keyword === 'if' || (keyword === 'const' && all.some(isNone));
}

function toFault(yaml: YamlFile, error: ErrorObject): Fault {
  const path = stepsOf(yaml.value, error);
  const extra = extraName(error);
  const at = extra === undefined ? yaml.position(path) : yaml.position([...path, extra], 'key');
  const { message, hint } = inWords(error, extra);
  return {
    message,
    file: yaml.file,
    ...(at && { line: at.line, column: at.column }),
    ...(path.length > 0 && { path: path.join('.') }),
    ...(hint !== undefined && { hint }),
  };
}

function inWords(
  error: ErrorObject,
  extra: string | undefined,
): { readonly message: string; readonly hint?: string | undefined } {
  const { keyword, params, parentSchema, message = 'is not valid' } = error;
  if (extra !== undefined) {
    const known = Object.keys(asObject(parentSchema?.properties));
    const hint =
      didYouMean(extra, known) ??
      (known.length > 0 ? `known are ${known.filter((name) => name !== '$schema').join(', ')}` : undefined);
    // An unusual key may be a line of another file that a link led to, so it is not quoted.
    const key = /^[\w.-]{1,60}$/.test(extra) ? `\`${extra}\`` : 'this key';
    return keyword === 'propertyNames'
      ? { message: `${key} is not a valid name`, hint: 'use letters and digits, e.g. `maxShare`' }
      : { message: `${key} is not known here`, hint };
  }
  if (keyword === 'required') return { message: `\`${String(params.missingProperty)}\` is missing` };
  if (keyword === 'enum') {
    const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : [];
    return { message: `must be one of ${allowed.join(', ')}`, hint: didYouMean(String(error.data), allowed) };
  }
  if (keyword === 'pattern' && typeof parentSchema?.description === 'string') {
    return { message: 'does not have the form that is needed here', hint: parentSchema.description };
  }
  if (keyword === 'const') {
    const reason: unknown = parentSchema?.description;
    return {
      message: `must be ${String(params.allowedValue)}, because of what else is set`,
      hint: typeof reason === 'string' ? reason : undefined,
    };
  }
  if (keyword === 'type') return { message: `must be of type ${String(params.type).replaceAll(',', ' or ')}` };
  return { message };
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

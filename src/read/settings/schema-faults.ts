/** Describes what a JSON Schema rejects in a file, with positions. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Fault } from '../../errors.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { isDay } from '../../text/is-day.ts';
import { isMoment } from '../../text/is-moment.ts';
import { extraName, stepsOf } from './schema-path.ts';
import { type ValidSubset, validSubset } from './valid-subset.ts';
import type { YamlFile } from './yaml.ts';

/** Compiled schemas: compiling takes longer than checking a hundred files. */
const compiled = new WeakMap<object, Promise<ValidateFunction>>();

async function compile(schema: Readonly<Record<string, unknown>>): Promise<ValidateFunction> {
  const { Ajv } = await import('./schema-checker.ts');
  return new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    // What to write instead, for the people who read our messages.
    keywords: ['hint'],
    formats: { day: isDay, moment: isMoment },
  }).compile(schema);
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

/**
 * Errors that follow from another one at the same path: `if` repeats `then`, `const` an `enum`, and `pattern` a more
 * exact keyword.
 */
function isSecondary({ keyword, instancePath }: ErrorObject, all: readonly ErrorObject[]): boolean {
  const hasOther = (name: string): boolean =>
    all.some((other) => other.keyword === name && other.instancePath === instancePath);
  const stronger: Readonly<Record<string, readonly string[]>> = {
    const: ['enum'],
    pattern: ['format', 'minLength', 'propertyNames'],
  };
  return keyword === 'if' || (stronger[keyword] ?? []).some(hasOther);
}

function toFault(yaml: YamlFile, error: ErrorObject): Fault {
  const path = stepsOf(yaml.value, error);
  const extra = extraName(error);
  const at = yaml.position(extra === undefined ? path : [...path, extra], 'key');
  const { message, hint } = inWords(error, extra);
  return {
    message,
    file: yaml.file,
    ...(at && { line: at.line, column: at.column }),
    ...(path.length > 0 && { path: path.join('.') }),
    ...(hint !== undefined && { hint }),
  };
}

interface Words {
  readonly message: string;
  readonly hint?: string | undefined;
}

function inWords(error: ErrorObject, extra: string | undefined): Words {
  const { keyword, params, parentSchema } = error;
  if (extra !== undefined) return unknownKey(error, extra);
  const own: unknown = parentSchema?.hint;
  const hint = typeof own === 'string' ? own : undefined;
  switch (keyword) {
    case 'required':
      return { message: `\`${String(params.missingProperty)}\` is missing`, hint };
    case 'enum': {
      const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : [];
      return { message: `must be one of ${allowed.join(', ')}`, hint: didYouMean(String(error.data), allowed) };
    }
    case 'const':
      return {
        message: `must be ${String(params.allowedValue)}, because of another key`,
        hint: hint ?? asText(parentSchema?.description),
      };
    case 'pattern':
    case 'format':
      return { message: 'wrong format', hint: hint ?? asText(parentSchema?.description) };
    case 'type':
      return { message: `must be ${[params.type].flat().map(typeInWords).join(' or ')}`, hint };
    case 'minLength':
      return { message: 'must not be empty', hint };
    case 'maxLength':
      return { message: `longer than ${String(params.limit)} characters`, hint };
    case 'minItems':
      return { message: 'must not be empty', hint };
    case 'maxItems':
      return { message: `more than ${String(params.limit)} entries`, hint };
    case 'minimum':
      return { message: `must be at least ${String(params.limit)}`, hint };
    case 'maximum':
      return { message: `must be at most ${String(params.limit)}`, hint };
    default:
      return { message: error.message ?? 'not valid', hint };
  }
}

function unknownKey({ keyword, parentSchema }: ErrorObject, extra: string): Words {
  const known = Object.keys(asObject(parentSchema?.properties));
  // An unusual key may be a line of another file that a link led to, so it is not quoted.
  const key = /^[\w.-]{1,60}$/.test(extra) ? ` \`${extra}\`` : '';
  if (keyword === 'propertyNames')
    return { message: `invalid name${key}`, hint: 'Use letters and digits, e.g. `maxShare`.' };
  const allowed = known.filter((name) => name !== '$schema');
  const hint = didYouMean(extra, known) ?? (allowed.length > 0 ? `Known keys are ${allowed.join(', ')}.` : undefined);
  return { message: `unknown key${key}`, hint };
}

const types: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function typeInWords(type: unknown): string {
  return types[String(type)] ?? String(type);
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

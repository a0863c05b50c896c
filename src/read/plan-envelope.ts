/** Checks the shape of what we rely on in a plan's JSON; what Terraform adds later passes unseen. */
import { Ajv, type ErrorObject, type SchemaObject } from 'ajv';
import type { Fault } from '../errors.ts';
import { typeName } from './plan-kind.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const object = { type: 'object' } as const;
const texts = { type: 'array', items: text } as const;
const listOf = (items: SchemaObject): SchemaObject => ({ type: 'array', items });
const mapOf = (values: SchemaObject): SchemaObject => ({ type: 'object', additionalProperties: values });
const shape = (properties: SchemaObject, ...required: readonly string[]): SchemaObject => ({
  type: 'object',
  properties,
  required,
});
const ref = (name: string): SchemaObject => ({ $ref: `#/$defs/${name}` });

const actions = { type: 'array', items: text, minItems: 1 } as const;

/** What entries of `resource_changes`, of states and of configurations have in common. */
const resource = { address: text, mode: text, type: text, name: text } as const;
const identified = { required: ['address', 'type'] } as const;

/**
 * Shallow on purpose: `before`, `after` and all values stay unchecked, they belong to the providers.
 * Names as in Terraform's `internal/command/jsonplan`, `jsonstate` and `jsonconfig`.
 */
const SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    terraform_version: text,
    timestamp: text,
    complete: flag,
    applyable: flag,
    errored: flag,
    resource_changes: listOf({ ...ref('change'), ...identified }),
    // HCP's redacted plans name no address here.
    resource_drift: listOf(ref('change')),
    deferred_changes: listOf(shape({ resource_change: { ...ref('change'), ...identified } }, 'resource_change')),
    output_changes: mapOf(shape({ actions }, 'actions')),
    action_invocations: listOf(ref('invocation')),
    deferred_action_invocations: listOf(shape({ action_invocation: ref('invocation') }, 'action_invocation')),
    prior_state: shape({ values: shape({ root_module: ref('stateModule') }) }),
    planned_values: shape({ root_module: ref('stateModule') }),
    configuration: shape({ provider_config: mapOf(object), root_module: ref('configModule') }),
    variables: mapOf(object),
    checks: listOf(shape({ address: object, status: text })),
    relevant_attributes: listOf(shape({ resource: text, attribute: { type: 'array' } }, 'resource')),
  },
  $defs: {
    change: shape(
      {
        ...resource,
        previous_address: text,
        deposed: text,
        provider_name: text,
        action_reason: text,
        change: shape({ actions, importing: object, replace_paths: listOf({ type: 'array' }) }, 'actions'),
      },
      'change',
    ),
    invocation: shape({ address: text, type: text, lifecycle_action_trigger: object }, 'address', 'type'),
    stateModule: shape({
      resources: listOf({ ...shape({ ...resource, depends_on: texts }), ...identified }),
      child_modules: listOf(ref('stateModule')),
    }),
    configModule: shape({
      resources: listOf({ ...shape({ ...resource, expressions: object }), ...identified }),
      module_calls: mapOf(shape({ source: text, expressions: object, module: ref('configModule') })),
    }),
  },
};

/** How many faults are spelled out; a file that is wrong in one place is often wrong in all. */
const SHOWN = 10;

/** The schema is ours, so that checking it against the meta-schema would only cost time at each start. */
const OPTIONS = {
  strict: false,
  meta: false,
  validateSchema: false,
  messages: false,
  code: { optimize: false },
} as const;

// Compiled once a process: what costs is the compiling, not the checking.
let compiled: ReturnType<Ajv['compile']> | undefined;

/** Every fault of the envelope (the first ten, then their number); empty for a sound plan. Values are never quoted. */
export function faultsOf(json: JsonObject, file: string): readonly Fault[] {
  const version = faultOfVersion(json.format_version);
  if (version) return [{ file, path: '$.format_version', ...version }];
  compiled ??= new Ajv(OPTIONS).compile(SCHEMA);
  try {
    if (compiled(json)) return [];
    const all = new Ajv({ ...OPTIONS, allErrors: true, verbose: true }).compile(SCHEMA);
    all(json);
    return toFaults(all.errors ?? [], file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ file, message: 'modules are nested too deeply to be read', hint: 'No Terraform plan looks like this.' }];
  }
}

/** Formats 0.1 (Terraform 0.12) to 1.x; fields arrive without a new minor, so that the major alone decides. */
function faultOfVersion(version: unknown): Pick<Fault, 'message' | 'hint'> | null {
  const hint = 'Known are 0.1 (Terraform 0.12) to 1.x (Terraform 1.1 and newer, OpenTofu).';
  if (typeof version !== 'string')
    return { message: `expected a string such as "1.2", found ${typeName(version)}`, hint };
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:[.+-][\w.+-]*)?$/.exec(version) ?? [];
  if (major === undefined) return { message: 'expected a version such as "1.2", found another string', hint };
  if (major === '1' || (major === '0' && minor !== '0')) return null;
  return {
    message: `this plan has format ${major}.${minor}, which this version of Firebreak does not know`,
    hint: `${hint} A newer Firebreak may know it.`,
  };
}

function toFaults(errors: readonly ErrorObject[], file: string): readonly Fault[] {
  const hint = 'This is not as Terraform or OpenTofu write it: give the unchanged output of `terraform show -json`.';
  const faults: Fault[] = errors
    .slice(0, SHOWN)
    .map((error) => ({ file, path: jsonPath(error), message: messageOf(error) }));
  if (errors.length > SHOWN) faults.push({ file, message: `and ${errors.length - SHOWN} more faults of this kind` });
  const last = faults.pop();
  return last ? [...faults, { ...last, hint }] : [];
}

function messageOf(error: ErrorObject): string {
  if (error.keyword === 'type') {
    const expected = [error.params.type].flat().join(' or ');
    return `expected ${expected}, found ${typeName(error.data)}`;
  }
  if (error.keyword === 'required') return 'expected a value, found nothing';
  return 'expected at least one action, found none';
}

/** `$.resource_changes[3].change.actions`; keys that are not plain names stand in brackets. */
function jsonPath(error: ErrorObject): string {
  const steps = error.instancePath.split('/').slice(1);
  if (error.keyword === 'required') steps.push(String(error.params.missingProperty));
  return steps.reduce((path, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (/^\d+$/.test(key)) return `${path}[${key}]`;
    return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
  }, '$');
}

/**
 * The JSON Schema of a plan's envelope. `scripts/compile-schemas.mjs` compiles it at build time, because compiling
 * takes longer than checking.
 */

type SchemaObject = Readonly<Record<string, unknown>>;

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

/** Fields that entries of `resource_changes`, states and configurations share. */
const resource = { address: text, mode: text, type: text, name: text } as const;
const identified = { required: ['address', 'type'] } as const;

/**
 * Checks the envelope only: `before`, `after` and all values belong to the providers. Field names are from Terraform's
 * `internal/command/jsonplan`, `jsonstate` and `jsonconfig`.
 */
export const planSchema: SchemaObject = {
  type: 'object',
  properties: {
    terraform_version: text,
    timestamp: text,
    complete: flag,
    applyable: flag,
    errored: flag,
    resource_changes: listOf({ ...ref('change'), ...identified }),
    // Redacted plans of HCP Terraform have no address here.
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

/** Converts the plan JSON of Terraform. Only this file and `document/` use its snake_case names. */
import type { SavedPlan } from '../source/plan-and-configuration.ts';
import { isObject } from '../text/is-object.ts';
import { type JsonChange, toJsonChange } from './document/json-change.ts';
import {
  booleanAt,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  stringAt,
  stringsAt,
} from './document/json-objects.ts';
import { type StateResource, toStateResource } from './document/state-resource.ts';

export type { JsonChange } from './document/json-change.ts';
export { type JsonObject, listAt, objectAt, stringAt, stringsAt } from './document/json-objects.ts';
export type { StateResource } from './document/state-resource.ts';

/** Change of one output of the root module. */
export interface OutputChange {
  readonly name: string;
  readonly actions: readonly string[];
  readonly before: Json;
  readonly after: Json;
  readonly afterUnknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

/** One action that the plan invokes. */
export interface ActionInvocation {
  readonly address: string;
  readonly type: string;
  readonly provider: string;
  readonly trigger: string;
  readonly event: string;
  readonly deferred: boolean;
  readonly config: Json;
  readonly configSensitive: Json;
}

/** An attribute that a change of this plan was computed from. An empty path means the whole resource. */
export interface RelevantAttribute {
  readonly resource: string;
  readonly attribute: readonly (string | number)[];
}

/** The plan document; `null` if the tool does not state a value. */
export interface PlanDocument {
  readonly formatVersion: string | null;
  readonly terraformVersion: string | null;
  readonly timestamp: string | null;
  readonly complete: boolean | null;
  readonly errored: boolean | null;
  readonly applyable: boolean | null;
  /** null in a refresh-only plan, which does not have the key. */
  readonly resourceChanges: readonly JsonChange[] | null;
  readonly resourceDrift: readonly JsonChange[];
  readonly deferredChanges: readonly JsonChange[];
  readonly outputChanges: readonly OutputChange[];
  readonly actionInvocations: readonly ActionInvocation[];
  readonly priorState: readonly StateResource[];
  readonly plannedResources: number;
  readonly configuration: JsonObject;
  readonly variables: JsonObject;
  readonly checks: readonly { readonly address: string; readonly status: string }[];
  /** Attributes whose drift affected this plan. */
  readonly relevant: readonly RelevantAttribute[];
  readonly raw: JsonObject;
}

function toOutput([name, value]: [string, unknown]): OutputChange {
  const change = isObject(value) ? value : {};
  return {
    name,
    actions: stringsAt(change, 'actions'),
    before: change.before ?? null,
    after: change.after ?? null,
    afterUnknown: change.after_unknown ?? false,
    beforeSensitive: change.before_sensitive ?? false,
    afterSensitive: change.after_sensitive ?? false,
  };
}

function toInvocation(entry: JsonObject, deferred: boolean): ActionInvocation {
  const lifecycle = objectAt(entry, 'lifecycle_action_trigger');
  return {
    address: stringAt(entry, 'address') ?? '',
    type: stringAt(entry, 'type') ?? '',
    provider: stringAt(entry, 'provider_name') ?? '',
    trigger: stringAt(lifecycle, 'triggering_resource_address') ?? '',
    event: stringAt(lifecycle, 'action_trigger_event') ?? '',
    deferred,
    config: entry.config_values ?? null,
    configSensitive: entry.config_sensitive ?? false,
  };
}

/** Calls `visit` with each resource of a module of a state and of the modules in it. */
function eachResource(module: JsonObject, visit: (resource: JsonObject) => void): void {
  for (const resource of listAt(module, 'resources')) visit(resource);
  for (const inner of listAt(module, 'child_modules')) eachResource(inner, visit);
}

function priorState(json: JsonObject): readonly StateResource[] {
  const found: StateResource[] = [];
  eachResource(objectAt(json, 'prior_state', 'values', 'root_module'), (each) => found.push(toStateResource(each)));
  return found;
}

function countPlanned(json: JsonObject): number {
  let count = 0;
  eachResource(objectAt(json, 'planned_values', 'root_module'), () => {
    count += 1;
  });
  return count;
}

function toCheck(entry: JsonObject): { address: string; status: string } {
  const address = objectAt(entry, 'address');
  return {
    address: stringAt(address, 'to_display') ?? stringAt(address, 'name') ?? '',
    status: stringAt(entry, 'status') ?? '',
  };
}

/**
 * Converts plan JSON with a checked envelope. Values are kept by reference and not copied. A saved plan says whether
 * it was targeted if the JSON does not (OpenTofu; Terraform before 1.8).
 */
export function toPlanDocument(json: JsonObject, saved: Pick<SavedPlan, 'partial'> | null = null): PlanDocument {
  const changes = json.resource_changes;
  const whole = typeof saved?.partial === 'boolean' ? !saved.partial : null;
  return {
    formatVersion: stringAt(json, 'format_version'),
    terraformVersion: stringAt(json, 'terraform_version'),
    timestamp: stringAt(json, 'timestamp'),
    complete: booleanAt(json, 'complete') ?? whole,
    errored: booleanAt(json, 'errored'),
    applyable: booleanAt(json, 'applyable'),
    resourceChanges: Array.isArray(changes) ? listAt(json, 'resource_changes').map(toJsonChange) : null,
    resourceDrift: listAt(json, 'resource_drift').map(toJsonChange),
    deferredChanges: listAt(json, 'deferred_changes').map((entry) => toJsonChange(objectAt(entry, 'resource_change'))),
    outputChanges: Object.entries(objectAt(json, 'output_changes')).map(toOutput),
    actionInvocations: [
      ...listAt(json, 'action_invocations').map((entry) => toInvocation(entry, false)),
      ...listAt(json, 'deferred_action_invocations').map((entry) =>
        toInvocation(objectAt(entry, 'action_invocation'), true),
      ),
    ],
    priorState: priorState(json),
    plannedResources: countPlanned(json),
    configuration: objectAt(json, 'configuration', 'root_module'),
    variables: objectAt(json, 'variables'),
    checks: listAt(json, 'checks').map(toCheck),
    relevant: listAt(json, 'relevant_attributes').map(({ resource, attribute }) => ({
      resource: typeof resource === 'string' ? resource : '',
      attribute: Array.isArray(attribute)
        ? attribute.filter((step) => typeof step === 'string' || typeof step === 'number')
        : [],
    })),
    raw: json,
  };
}

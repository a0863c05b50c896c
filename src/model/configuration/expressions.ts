/**
 * The `configuration` part of the plan: blocks and the references in their expressions. It does not contain locals.
 */
import { isObject } from '../../text/is-object.ts';
import { type JsonObject, listAt, objectAt, stringAt, stringsAt } from '../plan-json.ts';

/** One expression: its attribute and all its references, e.g. `aws_subnet.a[0].id`. */
export interface Expression {
  readonly attribute: string;
  readonly references: readonly string[];
}

/** A resource block in the configuration. */
export interface ConfigResource {
  /** Relative to its module, without keys: `aws_subnet.a`, `data.aws_ami.x`. */
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly expressions: readonly Expression[];
  /** References of `count` or `for_each`; null if there is none. */
  readonly repetition: readonly string[] | null;
  readonly dependsOn: readonly string[];
  /** The raw `expressions`, with constant values by attribute. */
  readonly raw: JsonObject;
}

/** A module with everything in it. */
export interface ConfigModule {
  /** Without keys; empty for the root module. */
  readonly address: string;
  readonly resources: readonly ConfigResource[];
  readonly calls: ReadonlyMap<string, ConfigCall>;
  readonly outputs: ReadonlyMap<string, readonly string[]>;
}

/** A module call with its module. */
export interface ConfigCall {
  readonly module: ConfigModule;
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly repetition: readonly string[] | null;
  readonly dependsOn: readonly string[];
}

/**
 * All references in an expression tree, in order. Duplicates are kept, because they distinguish prefixes from
 * separate uses.
 */
function references(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const item of node) references(item, found);
  else if (isObject(node)) {
    if (Array.isArray(node.references)) found.push(...stringsAt(node, 'references'));
    else if (!('constant_value' in node)) for (const item of Object.values(node)) references(item, found);
  }
  return found;
}

/** One entry for each leaf expression, so that `each.key` follows the reference that it indexes. */
function leaves(node: unknown, attribute: string, found: Expression[]): void {
  if (Array.isArray(node)) for (const item of node) leaves(item, attribute, found);
  else if (isObject(node)) {
    if (Array.isArray(node.references)) found.push({ attribute, references: stringsAt(node, 'references') });
    else if (!('constant_value' in node)) {
      for (const [name, item] of Object.entries(node)) leaves(item, attribute || name, found);
    }
  }
}

function repetitionOf(entry: JsonObject): readonly string[] | null {
  const node = entry.for_each_expression ?? entry.count_expression;
  return node === undefined ? null : references(node);
}

function toResource(entry: JsonObject): ConfigResource {
  const expressions: Expression[] = [];
  leaves(entry.expressions, '', expressions);
  for (const provisioner of listAt(entry, 'provisioners')) leaves(provisioner.expressions, 'provisioner', expressions);
  return {
    address: stringAt(entry, 'address') ?? '',
    mode: stringAt(entry, 'mode') ?? 'managed',
    type: stringAt(entry, 'type') ?? '',
    expressions,
    repetition: repetitionOf(entry),
    dependsOn: stringsAt(entry, 'depends_on'),
    raw: objectAt(entry, 'expressions'),
  };
}

function toCall(entry: JsonObject, address: string): ConfigCall {
  return {
    module: toConfigModule(objectAt(entry, 'module'), address),
    inputs: new Map(
      Object.entries(objectAt(entry, 'expressions')).map(([name, expression]) => [name, references(expression)]),
    ),
    repetition: repetitionOf(entry),
    dependsOn: stringsAt(entry, 'depends_on'),
  };
}

/**
 * Parses the `configuration` of a plan.
 * @param address module address without keys; empty for the root module
 */
export function toConfigModule(entry: JsonObject, address = ''): ConfigModule {
  const prefix = address ? `${address}.` : '';
  return {
    address,
    resources: listAt(entry, 'resources').map(toResource),
    calls: new Map(
      Object.entries(objectAt(entry, 'module_calls')).map(([name, call]) => [
        name,
        toCall(isObject(call) ? call : {}, `${prefix}module.${name}`),
      ]),
    ),
    outputs: new Map(
      Object.entries(objectAt(entry, 'outputs')).map(([name, output]) => [
        name,
        [...references(isObject(output) ? output.expression : null), ...stringsAt(objectAt(output), 'depends_on')],
      ]),
    ),
  };
}

/** Addresses without keys of every module and resource below it. */
export function declaredAddresses(module: ConfigModule): ReadonlySet<string> {
  const prefix = module.address ? `${module.address}.` : '';
  const calls = [...module.calls.values()];
  return new Set([
    ...module.resources.map(({ address }) => `${prefix}${address}`),
    ...calls.flatMap((call) => [call.module.address, ...declaredAddresses(call.module)]),
  ]);
}

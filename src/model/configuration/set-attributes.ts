/** Attributes that the plan's configuration sets. An argument that is not set has the provider's default. */
import { isObject } from '../../text/is-object.ts';
import { type JsonObject, listAt, objectAt, stringAt } from '../plan-json.ts';
import { child } from '../values.ts';

/**
 * @param address without instance keys, e.g. `module.db.aws_db_instance.main`
 * @param path dotted through blocks
 * @returns null where the configuration does not say: the resource is not in it, or the block may be dynamic
 */
export type IsSet = (address: string, path: string) => boolean | null;

/** Returns a lookup of the attributes that the configuration sets. */
export function toSetAttributes(configuration: JsonObject): IsSet {
  let known: ReadonlyMap<string, JsonObject> | undefined;
  return (address, path) => {
    known ??= new Map(expressionsIn(configuration, ''));
    const expressions = known.get(address);
    return expressions === undefined ? null : isSet(expressions, path.split('.'));
  };
}

function* expressionsIn(module: JsonObject, prefix: string): Generator<readonly [string, JsonObject]> {
  for (const resource of listAt(module, 'resources'))
    yield [`${prefix}${stringAt(resource, 'address') ?? ''}`, objectAt(resource, 'expressions')];
  for (const [name, call] of Object.entries(objectAt(module, 'module_calls')))
    yield* expressionsIn(objectAt(call, 'module'), `${prefix}module.${name}.`);
}

function isSet(expressions: unknown, [step = '', ...rest]: readonly string[]): boolean | null {
  const found = child(expressions, step);
  if (rest.length === 0) return found !== undefined;
  const blocks = [found].flat().filter(isObject);
  if (blocks.length === 0) return null;
  const answers = blocks.map((block) => isSet(block, rest));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
